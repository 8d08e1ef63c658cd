package io.chutes.runtime.idempotency;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** What a call finds that comes with a key. */
public sealed interface Claim {
    /** It is the first, and tells the others what becomes of it. */
    final class First implements Claim, AutoCloseable {
        private final Consumer<Optional<Outcome>> end;

        First(Consumer<Optional<Outcome>> end) {
            this.end = end;
        }

        /** It is over, and whoever sends its key gets this; only the first time counts. */
        public void keep(Outcome outcome) {
            end.accept(Optional.of(outcome));
        }

        /** It is over; if nothing was kept, the next call of its key is the first. */
        @Override
        public void close() {
            end.accept(Optional.empty());
        }
    }

    /** Another came first. */
    final class Repeated implements Claim {
        private final CompletableFuture<Optional<Outcome>> first;

        Repeated(CompletableFuture<Optional<Outcome>> first) {
            this.first = first;
        }

        /** What became of the other, once it is over; empty if it was in vain. */
        public Optional<Outcome> await() throws InterruptedException {
            try {
                return first.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }
}
