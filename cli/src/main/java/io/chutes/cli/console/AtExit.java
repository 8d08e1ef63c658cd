package io.chutes.cli.console;

/** Work to be done if this process is told to end before this is closed. */
public final class AtExit implements AutoCloseable {
    private final Thread work;

    private AtExit(Thread work) {
        this.work = work;
    }

    /** Has that done. */
    public static AtExit of(Runnable work) {
        Thread thread = Thread.ofPlatform().unstarted(work);
        Runtime.getRuntime().addShutdownHook(thread);
        return new AtExit(thread);
    }

    /** Whether this process has been told to end. */
    public static boolean isUnderWay() {
        try {
            of(() -> {}).close();
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    /** It need not be done any more. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(work);
        } catch (IllegalStateException alreadyEnding) {
            // Then it is running.
        }
    }
}
