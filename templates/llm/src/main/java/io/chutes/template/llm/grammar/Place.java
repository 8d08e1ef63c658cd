package io.chutes.template.llm.grammar;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A place in a text: all that may come next, which is computed when it is met first. */
final class Place {
    private final Grammar grammar;
    private final Set<Stack> open;
    private final boolean mayEnd;
    private final @Nullable Place[] next = new Place[256];
    private boolean isProse;
    private boolean looked;

    /**
     * A place.
     *
     * @param open what may come, each with one byte on top
     */
    Place(Grammar grammar, Set<Stack> open, boolean mayEnd) {
        this.grammar = grammar;
        this.open = open;
        this.mayEnd = mayEnd;
    }

    Set<Stack> open() {
        return open;
    }

    /** Whether the text may end here. */
    boolean mayEnd() {
        return mayEnd;
    }

    /** Whether nothing can come, so that the text is no beginning of a right one, or is whole. */
    boolean isEnd() {
        return open.isEmpty();
    }

    /** The place after a byte; one where nothing is right if it may not come. */
    Place after(byte value) {
        int index = value & 0xFF;
        Place after = next[index];
        if (after == null) {
            after = grammar.after(this, index);
            next[index] = after;
        }
        return after;
    }

    /** Whether it is within a string of any letters, so that all but quotes and escapes lead back to it. */
    boolean isProse() {
        if (!looked) {
            looked = true;
            isProse = after((byte) 'a') == this
                    && after((byte) ' ') == this
                    && after((byte) '{') == this
                    && after((byte) 0xC3) == this;
        }
        return isProse;
    }
}
