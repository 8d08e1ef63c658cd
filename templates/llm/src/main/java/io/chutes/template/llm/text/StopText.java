package io.chutes.template.llm.text;

import java.util.List;

/**
 * Text up to where it is to stop: what may be the beginning of a stop string is held back until it is known. Not for two threads.
 */
public final class StopText {
    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean stopped;

    /**
     * Text that has not begun.
     *
     * @param stops what ends it, which is no part of it; none empty
     */
    public StopText(List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /** What may be passed on of all that was added. */
    public String add(String text) {
        if (stopped) {
            return "";
        }
        held.append(text);
        int first = held.length();
        for (String stop : stops) {
            int found = held.indexOf(stop);
            if (found >= 0 && found < first) {
                first = found;
                stopped = true;
            }
        }
        return take(stopped ? first : held.length() - beginning());
    }

    /** What was held back, as nothing follows. */
    public String end() {
        return stopped ? "" : take(held.length());
    }

    /** Whether a stop string came. */
    public boolean stopped() {
        return stopped;
    }

    private String take(int length) {
        String text = held.substring(0, length);
        held.delete(0, length);
        return text;
    }

    /** How much at the end may begin a stop string. */
    private int beginning() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > longest; length--) {
                if (stop.startsWith(held.substring(held.length() - length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }
}
