package io.chutes.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.client.ChuteClient;
import io.chutes.client.ChuteProblemException;
import java.net.URI;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@ChuteTest(Doubler.class)
class ChuteTestTest {
    @Test
    void servesTheChuteWithTheEncodersOfProduction(ChuteClient doubler) {
        assertThat(doubler.call("/twice", new Doubler.Amount(21), Doubler.Doubled.class)
                        .value())
                .isEqualTo(42);
        assertThatThrownBy(() -> doubler.call("/twice", "not an object", Doubler.Doubled.class))
                .isInstanceOf(ChuteProblemException.class)
                .hasMessageStartingWith("422");
    }

    @Test
    void givesItsAddress(URI address) {
        assertThat(address.getHost()).isEqualTo("127.0.0.1");
        assertThat(ChuteClient.of(address)
                        .call("/twice", new Doubler.Amount(1), Doubler.Doubled.class)
                        .value())
                .isEqualTo(2);
    }

    @Test
    void saysWhatToDoWhereTheProcessorDidNotRun() {
        assertThatThrownBy(() -> ServedChute.start(Unprocessed.class))
                .hasMessageContaining("Unprocessed has no routes")
                .hasMessageContaining("annotationProcessorPaths");
    }

    @Nested
    class Inside {
        @Test
        void usesTheChuteOfTheClassAround(URI around, ChuteClient doubler) {
            assertThat(doubler.call("/twice", new Doubler.Amount(4), Doubler.Doubled.class)
                            .value())
                    .isEqualTo(8);
        }
    }

    static class Unprocessed {}
}
