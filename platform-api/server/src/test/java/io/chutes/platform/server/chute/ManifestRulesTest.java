package io.chutes.platform.server.chute;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.manifest.TimeoutsSpec;
import io.chutes.platform.server.fleet.TestPlatform;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ManifestRulesTest {
    private static final Hardware CPU = new Hardware.Cpu(1, 2);

    @ParameterizedTest
    @ValueSource(strings = {"abc", "a-b", "hello", "a1-b2-c3"})
    void acceptsWhatTheProcessorWrites(String name) {
        assertThat(ManifestRules.broken(manifest(name, CPU, endpoint("POST", "/greet/{name}"))))
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
                "hello",
                CPU,
                endpoint("BREW", "/pot"),
                endpoint("GET", "/_chute/live"),
                TestPlatform.endpoint("other", "BREW", "/pot")));

        assertThat(broken)
                .extracting(FieldError::pointer)
                .containsExactly("/endpoints/0/method", "/endpoints/1/path", "/endpoints/2/method", "/endpoints/2");
    }

    @Test
    void refusesEndpointsThatLookAlike() {
        List<FieldError> broken = ManifestRules.broken(manifest(
                "hello",
                CPU,
                TestPlatform.endpoint("a", "GET", "/words/{word}"),
                TestPlatform.endpoint("b", "GET", "/words/{other}"),
                TestPlatform.endpoint("a", "GET", "/words")));

        assertThat(broken).extracting(FieldError::pointer).containsExactly("/endpoints/1", "/endpoints/2/name");
    }

    @Test
    void refusesSettingsOutsideTheirRanges() {
        Manifest plain = manifest("hello", CPU);
        Manifest manifest = with(
                plain,
                new ScalingSpec(0, -1, 0, 1, 2, Duration.ofMinutes(5)),
                new TimeoutsSpec(
                        Duration.ofHours(3), Duration.ofSeconds(60), Duration.ofSeconds(61), Duration.ofSeconds(60)),
                List.of());

        assertThat(ManifestRules.broken(manifest))
                .extracting(FieldError::pointer)
                .containsExactly(
                        "/scaling/concurrency",
                        "/scaling/maxQueue",
                        "/scaling/target",
                        "/timeouts/startup",
                        "/timeouts/idle");
    }

    @Test
    void namesWhatThisPlatformCannotHonour() {
        var scaling = new ScalingSpec(1, 64, 1, 4, 0.75, Duration.ofHours(1));

        assertThat(ManifestRules.broken(
                        with(manifest("hello", CPU), scaling, TimeoutsSpec.DEFAULT, List.of("HF_TOKEN"))))
                .extracting(error -> error.pointer() + " " + error.rule())
                .containsExactly(
                        "/scaling/maxInstances unsupported",
                        "/scaling/idleShutdown unsupported",
                        "/secrets unsupported");
    }

    private static Manifest with(Manifest was, ScalingSpec scaling, TimeoutsSpec timeouts, List<String> secrets) {
        return new Manifest(
                was.schema(),
                was.name(),
                was.chuteClass(),
                was.routesClass(),
                was.tagline(),
                was.readme(),
                was.hardware(),
                scaling,
                timeouts,
                was.image(),
                was.endpoints(),
                was.jobs(),
                was.weights(),
                secrets,
                was.sdkVersion());
    }

    private static Manifest manifest(String name, Hardware hardware, EndpointSpec... endpoints) {
        return new Manifest(
                Manifest.SCHEMA,
                name,
                "A",
                "B",
                "",
                "",
                hardware,
                ScalingSpec.DEFAULT,
                TimeoutsSpec.DEFAULT,
                ImageSpec.DEFAULT,
                List.of(endpoints),
                List.of(),
                List.of(),
                List.of(),
                "0");
    }

    private static EndpointSpec endpoint(String method, String path) {
        return TestPlatform.endpoint(method.toLowerCase(Locale.ROOT) + path.replaceAll("\\W", ""), method, path);
    }
}
