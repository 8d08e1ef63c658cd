package io.chutes.runtime;

/** Whether calls are taken: not before the start is over, and not after a drain began. */
final class Readiness {
    private static final int UNAVAILABLE = 503;

    private volatile State state = State.STARTING;

    /** What an instance is doing, in the order it does them. */
    enum State {
        STARTING("starting"),
        READY("ready"),
        DRAINING("draining");

        private final String text;

        State(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    State state() {
        return state;
    }

    void ready() {
        state = State.READY;
    }

    void drain() {
        state = State.DRAINING;
    }

    /** Refuses a call that comes too early or too late. */
    void check() {
        switch (state) {
            case STARTING -> throw new ProblemException(UNAVAILABLE, "The instance is starting").retryAfter(1);
            case READY -> {}
            case DRAINING -> throw new ProblemException(UNAVAILABLE, "The instance is stopping").retryAfter(1);
        }
    }
}
