package io.chutes.platform.server.chute;

import io.chutes.platform.manifest.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * When a new version is given up for the one before it. A pure rule.
 *
 * @param window how long a version that gets all calls is new, at least until it has had an instance that was ready; one that gets a part
 *     of them is as long as it does
 * @param leastCalls how many calls it must have answered before anything is said of them
 * @param margin by how much its share of failed calls must be greater than that of the version before, such as 0.1
 * @param factor how many times as great it must be as well
 * @param failedInstances how many of its instances may fail before it is given up
 */
public record TryOut(Duration window, long leastCalls, double margin, double factor, int failedInstances) {
    /** Ten minutes and 20 calls, of which a tenth more fail than before and twice as many; or three instances that fail. */
    public static final TryOut USUAL = new TryOut(Duration.ofMinutes(10), 20, 0.1, 2, 3);

    public TryOut {
        if (window.isNegative() || leastCalls < 1 || margin <= 0 || factor < 1 || failedInstances < 1) {
            throw new IllegalArgumentException(
                    "A try-out has a window of 0 s or more, leastCalls and failedInstances from 1, margin above 0 and factor from 1; got %s, %d, %d, %s and %s"
                            .formatted(Durations.text(window), leastCalls, failedInstances, margin, factor));
        }
    }

    /** Why a version is to be given up, in words; empty if it is not. */
    Optional<String> verdict(Trial trial) {
        if (trial.failedInstances() >= failedInstances) {
            return Optional.of("%d instances of version %d failed, the last one since: %s"
                    .formatted(trial.failedInstances(), trial.version(), trial.lastFailure()));
        }
        double share = trial.tried().failedShare();
        double before = trial.former().failedShare();
        boolean isWorse = share >= before + margin && share >= before * factor;
        return trial.tried().calls() >= leastCalls && isWorse
                ? Optional.of("%s of version %d failed, of version %d %s"
                        .formatted(words(trial.tried()), trial.version(), trial.formerVersion(), words(trial.former())))
                : Optional.empty();
    }

    private static String words(Trial.Calls calls) {
        return String.format(
                Locale.ROOT, "%d of %d calls (%.1f %%)", calls.failed(), calls.calls(), 100 * calls.failedShare());
    }
}
