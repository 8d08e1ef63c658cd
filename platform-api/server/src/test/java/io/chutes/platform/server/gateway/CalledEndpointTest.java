package io.chutes.platform.server.gateway;

import static io.chutes.platform.server.fleet.TestPlatform.endpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.TimeoutsSpec;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.web.ApiException;
import io.javalin.http.MethodNotAllowedResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CalledEndpointTest {
    private static final Manifest CHUTE = TestPlatform.manifest(
            "words",
            new Hardware.Cpu(1, 2),
            TimeoutsSpec.DEFAULT,
            List.of(
                    endpoint("all", "GET", "/words/all"),
                    endpoint("word", "GET", "/words/{word}", "word"),
                    endpoint("forget", "DELETE", "/words/{word}", "word"),
                    endpoint("left", "GET", "/pairs/{a}/x", "a"),
                    endpoint("right", "GET", "/pairs/y/{b}", "b"),
                    endpoint("first", "GET", "/{y}/same", "y"),
                    endpoint("second", "GET", "/{x}/{z}", "x", "z")));

    @ParameterizedTest
    @CsvSource({
        "GET, /words/all, all, /words/all",
        "DELETE, /words/all, forget, /words/all",
        "GET, /words/any, word, /words/any",
        "GET, /words/a%20b+c%2F%C3%A9, word, /words/a%20b%2Bc%2F%C3%A9",
        "GET, /words/a;b=c, word, /words/a%3Bb%3Dc",
        "GET, /pairs/y/x, right, /pairs/y/x",
        "GET, /pairs/z/x, left, /pairs/z/x",
        "GET, /any/same, first, /any/same",
    })
    void prefersWhatIsWrittenOutAndWritesThePathAnew(String method, String path, String name, String sent) {
        CalledEndpoint called = CalledEndpoint.of(CHUTE.name(), CHUTE.endpoints(), method, path);

        assertThat(called.endpoint().name()).isEqualTo(name);
        assertThat(called.path()).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/words",
                "/words/",
                "/words/a/b",
                "/words/..",
                "/words/.",
                "/_chute/drain",
                "/_chute/same",
                "/words/%2E%2E",
                "/%5Fchute/drain",
                "/words/"
            })
    void findsNothingElse(String path) {
        assertThatThrownBy(() -> CalledEndpoint.of(CHUTE.name(), CHUTE.endpoints(), "GET", path))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("has no endpoint " + path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/words/%zz", "/words/%4", "/%/x"})
    void refusesAPathThatCannotBeDecoded(String path) {
        assertThatThrownBy(() -> CalledEndpoint.of(CHUTE.name(), CHUTE.endpoints(), "GET", path))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("an escape that is none");
    }

    @Test
    void namesTheMethodsThatThereAre() {
        assertThatThrownBy(() -> CalledEndpoint.of(CHUTE.name(), CHUTE.endpoints(), "PUT", "/pairs/y/x"))
                .isInstanceOf(MethodNotAllowedResponse.class);
    }
}
