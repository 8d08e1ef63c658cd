package io.chutes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.annotation.Call;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.PathParam;
import io.chutes.annotation.QueryParam;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a remote chute sends, by the words on the wire. */
class RemoteCallTest {
    @Test
    void sendsWhatTheSignatureAndTheManifestSay() {
        try (var server = StandIn.answering(200, "application/json", "[{\"name\": \"Duke\"}]")) {
            Greeter greeter = Chutes.remote(Greeter.class, server.client());

            assertThat(greeter.greet(new Name("Duke"), null)).containsExactly(new Name("Duke"));
            assertThat(greeter.at("a b", List.of(1, 2))).contains("Duke");

            assertThat(server.seen())
                    .extracting(StandIn.Seen::line)
                    .containsExactly("POST /c/alice/shop/greet", "GET /c/alice/shop/at/a%20b?x=1&x=2");
            assertThat(server.seen().get(0).body()).isEqualTo("{\"name\":\"Duke\"}");
        }
    }

    @Test
    void triesAgainWhatTheManifestCallsIdempotent() {
        try (var server = StandIn.answering(502, "text/plain", "down")) {
            Greeter greeter = Chutes.remote(
                    Greeter.class, server.client().with(CallOptions.DEFAULT.withRetries(RetryPolicy.DEFAULT)));

            assertThatThrownBy(() -> greeter.greet(new Name("Duke"), null))
                    .isInstanceOf(ChuteUnavailableException.class);
            assertThat(server.seen()).hasSize(3);
        }
    }

    @Chute(name = "greeter")
    static class Greeter {
        Greeter() {
            throw new AssertionError("a remote chute is not constructed");
        }

        @Endpoint(idempotent = true)
        List<Name> greet(Name name, @Nullable Call call) {
            throw new AssertionError("a remote chute runs nothing, got " + name + " and " + call);
        }

        @Endpoint(path = "/at/{place}")
        String at(@PathParam("place") String place, @QueryParam("x") List<Integer> x) {
            throw new AssertionError("a remote chute runs nothing, got " + place + " and " + x);
        }
    }

    record Name(String name) {}
}
