package io.chutes.platform.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.server.fleet.TestPlatform;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointPathsTest {
    private final EndpointPaths paths = new EndpointPaths(List.of(
            TestPlatform.endpoint("all", "GET", "/words/all"),
            TestPlatform.endpoint("word", "GET", "/words/{word}"),
            TestPlatform.endpoint("forget", "DELETE", "/words/{word}"),
            TestPlatform.endpoint("left", "GET", "/pairs/{a}/x"),
            TestPlatform.endpoint("right", "GET", "/pairs/y/{b}")));

    @ParameterizedTest
    @CsvSource({
        "/words/all, all forget",
        "/words/any, word forget",
        "/words/a%2Fb, word forget",
        "/words/, ''",
        "/words, ''",
        "/words/a/b, ''",
        "/pairs/y/x, right",
        "/pairs/z/x, left",
    })
    void findsWhatAPathMeans(String path, String names) {
        assertThat(String.join(
                        " ", paths.at(path).stream().map(EndpointSpec::name).toList()))
                .isEqualTo(names);
    }
}
