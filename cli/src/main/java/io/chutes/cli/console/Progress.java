package io.chutes.cli.console;

import java.io.PrintWriter;

/** Where work that takes a while tells of itself: as lines, and on a terminal as a bar besides. */
@FunctionalInterface
public interface Progress {
    /** Says what came of something; the line stays. */
    void tell(String line);

    /** Says what begins; the line stays. */
    default void begin(String work) {
        tell(work);
    }

    /** Shows what is being done, until something is said or written. */
    default void show(String work) {}

    /** Shows how much is done of what was begun or shown last: 0 is nothing, 1 is all. */
    default void reach(double part) {}

    /** Whether anybody sees what is only shown. */
    default boolean isSeen() {
        return false;
    }

    /** Lines and nothing else. */
    static Progress lines(PrintWriter to) {
        return line -> {
            to.println(line);
            to.flush();
        };
    }
}
