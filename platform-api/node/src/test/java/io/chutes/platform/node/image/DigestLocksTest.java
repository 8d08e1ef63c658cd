package io.chutes.platform.node.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DigestLocksTest {
    private final DigestLocks locks = new DigestLocks();
    private int unguarded;

    @Test
    void lockOneByOneAndAreForgottenAfterwards() throws Exception {
        var most = new AtomicInteger();
        Callable<Integer> work = () -> {
            try (var _ = locks.lock("sha256:a")) {
                most.accumulateAndGet(locks.count(), Math::max);
                return ++unguarded;
            }
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(Collections.nCopies(200, work))) {
                assertThat(done.get()).isPositive();
            }
        }

        assertThat(unguarded).isEqualTo(200);
        assertThat(most).hasValue(1);
        assertThat(locks.count()).isZero();
    }
}
