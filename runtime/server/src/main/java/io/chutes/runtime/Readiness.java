package io.chutes.runtime;

import io.chutes.runtime.engine.Outages;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;

/** Whether calls are taken: not before the start is over, not while an engine is down, and not after a drain began. */
final class Readiness implements Outages {
    private static final int UNAVAILABLE = 503;

    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
    private final Map<String, Outage> outages = new ConcurrentSkipListMap<>();
    private final CompletableFuture<String> lost = new CompletableFuture<>();

    /** What an instance is doing. */
    enum State {
        STARTING("starting"),
        READY("ready"),
        /** An engine is down and is being started again. */
        RECOVERING("recovering"),
        /** An engine is down for good, or the chute says that it cannot go on: the instance is about to end. */
        FAILED("failed"),
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
        State own = state.get();
        if (own == State.READY && lost.isDone()) {
            return State.FAILED;
        }
        return own == State.READY && !outages.isEmpty() ? State.RECOVERING : own;
    }

    /** What is wrong with it, if something is. */
    Optional<String> reason() {
        return lost.isDone() ? Optional.of(lost.join()) : outage().map(Outage::reason);
    }

    /** Why the instance cannot go on, once it cannot. */
    CompletableFuture<String> lost() {
        return lost;
    }

    /** The start is over; an instance that was told to stop meanwhile stays so. */
    void ready() {
        state.compareAndSet(State.STARTING, State.READY);
    }

    void drain() {
        state.set(State.DRAINING);
    }

    @Override
    public void down(String engine, String reason, Duration likely) {
        outages.put(engine, new Outage(reason, System.nanoTime() + likely.toNanos()));
    }

    @Override
    public void up(String engine) {
        outages.remove(engine);
    }

    @Override
    public void lost(String reason) {
        lost.complete(reason);
    }

    /** Refuses a call that comes too early, too late or while something is wrong. */
    void check() {
        switch (state()) {
            case STARTING -> throw unavailable("The instance is starting");
            case READY -> {}
            case RECOVERING -> {
                Optional<Outage> outage = outage();
                if (outage.isPresent()) {
                    throw new ProblemException(UNAVAILABLE, outage.get().reason())
                            .retryAfter(outage.get().seconds());
                }
            }
            case FAILED -> throw unavailable("The instance has failed and is ending");
            case DRAINING -> throw unavailable("The instance is stopping");
        }
    }

    private static ProblemException unavailable(String detail) {
        return new ProblemException(UNAVAILABLE, detail).retryAfter(1);
    }

    private Optional<Outage> outage() {
        return outages.values().stream().findFirst();
    }

    /**
     * An engine that is down.
     *
     * @param upAt when it is likely to be up, by {@link System#nanoTime}
     */
    private record Outage(String reason, long upAt) {
        private static final double NANOS = 1e9;

        /** Until it is likely to be up, 1 at least. */
        int seconds() {
            return (int) Math.max(1, Math.ceil((upAt - System.nanoTime()) / NANOS));
        }
    }
}
