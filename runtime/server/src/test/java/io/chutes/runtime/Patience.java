package io.chutes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** As long as a busy machine may take; only what never comes is waited for in vain. */
public final class Patience {
    private Patience() {}

    public static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(1));
    }

    /** Attempts something in twice the time again and again, but only as long as the machine was late for it. */
    public static void inTime(Duration first, Attempt attempt) throws Exception {
        Duration time = first;
        while (!attempt.isInTime(time)) {
            time = time.multipliedBy(2);
            assertThat(time).as("a time in which this machine can do it").isLessThan(Duration.ofMinutes(1));
        }
    }

    /** What shows something only where the machine is in time. */
    @FunctionalInterface
    public interface Attempt {
        /** False where it saw that the machine was late; what is wrong whether it was or not is thrown. */
        boolean isInTime(Duration time) throws Exception;
    }
}
