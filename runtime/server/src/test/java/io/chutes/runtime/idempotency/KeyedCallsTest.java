package io.chutes.runtime.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeyedCallsTest {
    private static final int TWO_ANSWERS = 2 * Outcome.OVERHEAD + 20;

    private final AtomicLong now = new AtomicLong(-5);
    private final KeyedCalls calls =
            new KeyedCalls(new KeptLimits(3, TWO_ANSWERS, 100, Duration.ofNanos(10)), now::get);

    @Test
    void forgetsTheOldestAnswersWhenTheyAreTooManyBytes() throws Exception {
        answer("a", 10);
        answer("b", 10);
        assertThat(isKept("a")).isTrue();

        answer("c", 10);

        assertThat(isKept("b")).isTrue();
        assertThat(isKept("c")).isTrue();
        assertThat(isKept("a")).isFalse();
    }

    @Test
    void forgetsAnAnswerInTime() throws Exception {
        answer("a", 1);
        now.addAndGet(9);
        assertThat(isKept("a")).isTrue();

        now.addAndGet(1);

        assertThat(isKept("a")).isFalse();
    }

    @Test
    void keepsOneThatRunsWhateverEnds() throws Exception {
        calls.claim(key("runs"), digest());
        now.addAndGet(1000);
        for (int i = 0; i < 10; i++) {
            answer("other" + i, 10);
        }

        assertThat(isKept("runs")).isTrue();
    }

    @Test
    void countsNothingOfWhatItForgot() throws Exception {
        for (int i = 0; i < 1000; i++) {
            answer("k" + i, 10);
        }

        assertThat(isKept("k999")).isTrue();
        assertThat(isKept("k998")).isTrue();
        assertThat(isKept("k997")).isFalse();
    }

    private void answer(String key, int length) {
        try (var first = (Claim.First) calls.claim(key(key), digest())) {
            first.keep(new Outcome.Answered("text/plain", new byte[length]));
        }
    }

    /** Whether another call of that key would not run. */
    private boolean isKept(String key) {
        return switch (calls.claim(key(key), digest())) {
            case Claim.First first -> {
                first.close();
                yield false;
            }
            case Claim.Repeated _ -> true;
        };
    }

    private static CallKey key(String key) {
        return new CallKey("ada", "POST /x", key);
    }

    private static byte[] digest() {
        return "digest".getBytes(UTF_8);
    }
}
