package io.chutes.cli.embedded;

import io.chutes.cli.console.AtExit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * The parts of a platform that run, closed in the reverse of their order. They are closed as well when this process is told
 * to end, even in the middle of a start: the part that is just starting is waited for, and no other begins.
 */
final class Parts {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final AtExit atExit = AtExit.of(() -> close(new EmbeddedPlatformException("ended")));
    private volatile boolean closing;

    /** Starts a part and keeps it. */
    synchronized <T extends AutoCloseable> T open(Supplier<T> start) {
        if (closing) {
            throw new EmbeddedPlatformException("The platform was told to end while it was starting");
        }
        T part = start.get();
        open.push(part);
        return part;
    }

    /** Whether the end has begun. */
    boolean isClosing() {
        return closing;
    }

    /** Closes all; a part that cannot be closed does not keep the others open, and is told of to {@code collected}. */
    void close(RuntimeException collected) {
        closing = true;
        synchronized (this) {
            while (!open.isEmpty()) {
                try {
                    open.pop().close();
                } catch (Exception e) {
                    collected.addSuppressed(e);
                }
            }
        }
        atExit.close(); // if that is running, it finds nothing left to close
    }
}
