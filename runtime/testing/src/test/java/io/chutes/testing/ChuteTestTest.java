package io.chutes.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.client.ChuteClient;
import io.chutes.client.ChuteProblemException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@ChuteTest(value = Doubler.class, secrets = "DOUBLER_KEY=k", weights = "factors=src/test/resources/factors")
class ChuteTestTest {
    private static @Nullable URI outer;

    @BeforeAll
    static void remember(URI address) {
        outer = address;
    }

    @Test
    void servesTheChuteWithTheEncodersOfProduction(DoublerClient doubler, ChuteClient untyped) {
        assertThat(doubler.twice(new Doubler.Amount(21)).value()).isEqualTo(42);
        assertThatThrownBy(() -> untyped.call("/twice", "not an object", Doubler.Doubled.class))
                .isInstanceOf(ChuteProblemException.class)
                .hasMessageStartingWith("422");
    }

    @Test
    void givesItsAddress(URI address) {
        assertThat(address.getHost()).isEqualTo("127.0.0.1");
        assertThat(new DoublerClient(ChuteClient.of(address))
                        .twice(new Doubler.Amount(1))
                        .value())
                .isEqualTo(2);
    }

    @Test
    void limitsAsInProductionWhatSlowCallersHold(RunningChute chute, DoublerClient doubler) {
        try (SlowCaller one = chute.slowCaller();
                SlowCaller other = chute.slowCaller()) {
            readsTheFirstEventOnly(one);
            readsTheFirstEventOnly(other);

            assertThatThrownBy(() -> doubler.twice(new Doubler.Amount(1)))
                    .isInstanceOfSatisfying(ChuteProblemException.class, problem -> assertThat(problem.status())
                            .isEqualTo(429));
        }
    }

    @Nested
    class Inside {
        @Test
        void usesTheChuteOfTheClassAround(URI address) {
            assertThat(address).isEqualTo(outer);
        }
    }

    private static void readsTheFirstEventOnly(SlowCaller caller) {
        String body = "{\"value\": 1}";
        caller.begin("POST", "/endless", body.length()).send(body);
        String line = caller.readLine();
        assertThat(line).isEqualTo("HTTP/1.1 200 OK");
        while (line != null && !line.startsWith("data:")) {
            line = caller.readLine();
        }
        assertThat(line).isEqualTo("data: {\"value\":1}");
    }
}
