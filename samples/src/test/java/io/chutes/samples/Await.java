package io.chutes.samples;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, and says what it was if it does not come. */
final class Await {
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final Duration POLL = Duration.ofMillis(50);

    private Await() {}

    static void until(String what, BooleanSupplier condition) throws InterruptedException {
        present(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    static <T> T present(String what, Supplier<Optional<T>> attempt) throws InterruptedException {
        Instant deadline = Instant.now().plus(LIMIT);
        while (Instant.now().isBefore(deadline)) {
            Optional<T> found = attempt.get();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(POLL);
        }
        throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what);
    }
}
