package io.chutes.platform.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.chutes.platform.server.web.RateLimit.Rate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RateLimitTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final RateLimit limit = new RateLimit(new Rate(10, Duration.ofSeconds(10)), now::get);

    @Test
    void letsABurstThroughAndThenOneForEachPartOfTheWindow() {
        IntStream.range(0, 10).forEach(_ -> limit.take("a", "A"));
        assertThat(isRefused("a")).isTrue();

        now.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(isRefused("a")).isFalse();
        assertThat(isRefused("a")).isTrue();
    }

    @Test
    void saysWhenToAskAgain() {
        IntStream.range(0, 10).forEach(_ -> limit.take("a", "The address 1.2.3.4"));

        ApiException refused = catchThrowableOfType(ApiException.class, () -> limit.take("a", "The address 1.2.3.4"));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.detail()).contains("The address 1.2.3.4", "10 requests in 10 s");
        assertThat(refused.retryAfter()).hasValue(Duration.ofSeconds(1));
    }

    @Test
    void keepsAskersApart() {
        IntStream.range(0, 10).forEach(_ -> limit.take("a", "A"));

        assertThat(isRefused("b")).isFalse();
    }

    @Test
    void takesANetworkOfIpv6ForOneAsker() {
        IntStream.range(0, 10).forEach(last -> limit.takeFrom("2001:db8:0:1::" + last));
        limit.takeFrom("2001:db8:0:2::1");
        IntStream.range(0, 20).forEach(last -> limit.takeFrom("192.0.2." + last));

        assertThatThrownBy(() -> limit.takeFrom("2001:db8:0:1:ffff::")).hasMessageContaining("2001:db8:0:1:ffff::");
    }

    @Test
    void countsWhatManyTakeAtOnce() {
        var taken = new AtomicInteger();

        IntStream.range(0, 1000).parallel().forEach(_ -> taken.addAndGet(isRefused("a") ? 0 : 1));

        assertThat(taken).hasValue(10);
    }

    @Test
    void limitsWhoeverHasAKeyOrNoneAndTellsSecurityHeaders() {
        var limits = new RateLimits(new Rate(2, Duration.ofHours(1)), Rate.UNLIMITED, Rate.UNLIMITED);
        Api api = TestApi.open(Route.get("any", "/any", "Does nothing").doing(_ -> {}));
        var gate = new Gate(
                _ -> {
                    throw ApiException.unauthorized("nobody has a key");
                },
                _ -> Optional.empty(),
                _ -> Optional.empty(),
                limits);
        try (var server = ApiServer.start(
                        "127.0.0.1", 0, new Api(api.permissions(), gate, api.replays(), api.features()));
                var caller = new HttpCaller(server)) {
            assertThat(caller.get("/any").statusCode()).isEqualTo(204);
            caller.get("/any");

            var refused = caller.get("/any");

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(Integer.parseInt(
                            refused.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(1, 1801);
            assertThat(refused.headers().map())
                    .containsKeys("x-content-type-options", "content-security-policy", "cache-control");
        }
    }

    @Test
    void refusesARateThatIsNone() {
        assertThatThrownBy(() -> new Rate(-1, Duration.ofSeconds(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rate(1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    private boolean isRefused(String asker) {
        try {
            limit.take(asker, asker);
            return false;
        } catch (ApiException _) {
            return true;
        }
    }
}
