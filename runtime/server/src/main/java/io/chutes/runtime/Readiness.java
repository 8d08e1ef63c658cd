package io.chutes.runtime;

import java.util.concurrent.atomic.AtomicReference;

/** Whether calls are taken: not before the start is over, and not after a drain began. */
final class Readiness {
    private static final int UNAVAILABLE = 503;

    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);

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
        return state.get();
    }

    /** The start is over; an instance that was told to stop meanwhile stays so. */
    void ready() {
        state.compareAndSet(State.STARTING, State.READY);
    }

    void drain() {
        state.set(State.DRAINING);
    }

    /** Refuses a call that comes too early or too late. */
    void check() {
        switch (state()) {
            case STARTING -> throw new ProblemException(UNAVAILABLE, "The instance is starting").retryAfter(1);
            case READY -> {}
            case DRAINING -> throw new ProblemException(UNAVAILABLE, "The instance is stopping").retryAfter(1);
        }
    }
}
