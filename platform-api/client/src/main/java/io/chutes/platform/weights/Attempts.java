package io.chutes.platform.weights;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How often something has failed, and when it is tried again. */
final class Attempts {
    private final TransferSettings settings;
    private final String what;
    private int inVain;

    /** @param what is tried, for the message where it is given up */
    Attempts(TransferSettings settings, String what) {
        this.settings = settings;
        this.what = what;
    }

    /** Waits before the next attempt; there is none after too many that brought nothing. */
    void failed(IOException failure, boolean broughtSomething) throws InterruptedException {
        inVain = broughtSomething ? 1 : inVain + 1;
        if (inVain >= settings.attempts()) {
            throw new WeightsException(
                    "%s failed %d times in a row, last with: %s".formatted(what, inVain, reason(failure)), failure);
        }
        Thread.sleep(pause(failure));
    }

    private Duration pause(IOException failure) {
        Duration doubled = settings.firstPause().multipliedBy(1L << Math.min(inVain - 1, 20));
        Duration asked = failure instanceof HubBusyException busy ? busy.pause() : Duration.ZERO;
        Duration pause = doubled.compareTo(asked) > 0 ? doubled : asked;
        Duration bounded = pause.compareTo(settings.longestPause()) < 0 ? pause : settings.longestPause();
        // Not all parts of a file again at the same moment.
        return bounded.plusMillis(ThreadLocalRandom.current().nextLong(1 + bounded.toMillis() / 4));
    }

    private static String reason(IOException failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
