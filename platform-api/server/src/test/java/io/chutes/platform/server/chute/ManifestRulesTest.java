package io.chutes.platform.server.chute;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.Manifest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ManifestRulesTest {
    private static final Hardware CPU = new Hardware.Cpu(1, 2);

    @ParameterizedTest
    @ValueSource(strings = {"abc", "a-b", "hello", "a1-b2-c3"})
    void acceptsWhatTheProcessorWrites(String name) {
        assertThat(ManifestRules.broken(manifest(name, CPU, endpoint("POST", "/greet/all"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "Hello", "a--b", "-ab", "ab-", "../x"})
    void refusesNamesThatAreNoneOfAnAddress(String name) {
        assertThat(ManifestRules.broken(manifest(name, CPU)))
                .extracting(FieldError::pointer)
                .containsExactly("/name");
    }

    @Test
    void refusesHardwareThatWouldCostNothing() {
        Hardware none = new Hardware.Cpu(0, -1);

        assertThat(ManifestRules.broken(manifest("hello", none)))
                .extracting(FieldError::pointer)
                .containsExactly("/hardware/cores", "/hardware/memoryGb");
    }

    @Test
    void refusesEndpointsThatCannotBeCalled() {
        List<FieldError> broken = ManifestRules.broken(manifest(
                "hello", CPU, endpoint("BREW", "/pot"), endpoint("GET", "/_chute/live"), endpoint("BREW", "/pot")));

        assertThat(broken)
                .extracting(FieldError::pointer)
                .containsExactly("/endpoints/0/method", "/endpoints/1/path", "/endpoints/2/method", "/endpoints/2");
    }

    private static Manifest manifest(String name, Hardware hardware, EndpointSpec... endpoints) {
        return new Manifest(1, name, "A", "B", "", hardware, new ImageSpec(null), List.of(endpoints), "0");
    }

    private static EndpointSpec endpoint(String method, String path) {
        return new EndpointSpec("it", method, path, "", "application/json", null, null);
    }
}
