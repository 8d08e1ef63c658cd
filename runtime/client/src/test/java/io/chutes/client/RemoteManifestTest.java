package io.chutes.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Classes whose manifest, which the processor would have written, is not theirs. */
class RemoteManifestTest {
    private static final ChuteClient NOWHERE = ChuteClient.of(URI.create("http://127.0.0.1:1"));

    @Test
    void saysThatTheProcessorDidNotRun() {
        assertThatThrownBy(() -> Chutes.remote(Unprocessed.class, NOWHERE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Unprocessed has no META-INF/chutes/unprocessed.json beside it:")
                .hasMessageContaining("io.chutes:chutes-processor");
    }

    @Test
    void takesNoManifestOfAnotherChute() {
        assertThatThrownBy(() -> Chutes.remote(Taken.class, NOWHERE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("META-INF/chutes/taken.json")
                .hasMessageContaining("com.example.Other");
    }

    @Test
    void refusesAManifestOlderThanTheClass() {
        assertThatThrownBy(() -> Chutes.remote(Stale.class, NOWHERE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("endpoint go")
                .hasMessageContaining("compile the chute again");
    }

    @Chute(name = "unprocessed")
    static class Unprocessed {
        @Endpoint
        void go() {}
    }

    @Chute(name = "taken")
    static class Taken {
        @Endpoint
        void go() {}
    }

    @Chute(name = "stale")
    static class Stale {
        @Endpoint
        void go() {}
    }
}
