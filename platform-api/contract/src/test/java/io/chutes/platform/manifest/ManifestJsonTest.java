package io.chutes.platform.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestJsonTest {
    @Test
    void readsBackWhatItWrites() {
        Manifest gpu =
                manifest(new Hardware.Gpu(2, 24, Set.of("L4", "A10"), Set.of("H100"), new BigDecimal("0.30")), "java");
        Manifest cpu = manifest(new Hardware.Cpu(4, 16), null);

        assertThat(ManifestJson.read(ManifestJson.write(gpu))).isEqualTo(gpu);
        assertThat(ManifestJson.read(ManifestJson.write(cpu))).isEqualTo(cpu);
    }

    @Test
    void writesEqualManifestsAlike() {
        Manifest one = manifest(new Hardware.Gpu(1, 0, Set.of("A10", "L4", "H100"), Set.of(), null), null);
        Manifest other = manifest(new Hardware.Gpu(1, 0, Set.of("H100", "L4", "A10"), Set.of(), null), null);

        assertThat(ManifestJson.write(one)).isEqualTo(ManifestJson.write(other));
    }

    @Test
    void readsSchemaOneAndWritesItAsToday() {
        Manifest manifest = ManifestJson.read(text("manifest-v1.json"));

        assertThat(manifest.chuteClass()).isEqualTo("com.example.Voices$Speaker");
        assertThat(manifest.hardware())
                .isEqualTo(new Hardware.Gpu(2, 24, Set.of("A5000", "L4"), Set.of("A10"), new BigDecimal("0.30")));
        assertThat(manifest.endpoints()).extracting(EndpointSpec::path).containsExactly("/forget", "/speak");
        assertThat(manifest.endpoints().getFirst().output()).isNull();
        assertThat(manifest.endpoints().getFirst().idempotent()).isTrue();
        assertThat(manifest.scaling()).isEqualTo(ScalingSpec.DEFAULT);
        assertThat(ManifestJson.write(manifest)).isEqualTo(golden());
    }

    @Test
    void readsSchemaTwoAndWritesItBackByteForByte() {
        assertThat(ManifestJson.write(ManifestJson.read(golden()))).isEqualTo(golden());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"schema\": 2        | \"schema\": 3        | schema must be 2 or older, got 3",
                "\"schema\": 2        | \"schema\": null     | at schema, line",
                "\"schema\": 2        | \"schema\": \"one\"  | at schema, line",
                "\"name\": \"voices\" | \"nom\": \"voices\"  | 'name'",
                "\"kind\": \"gpu\"    | \"kind\": \"tpu\"    | hardware",
                "\"count\": 2         | \"count\": \"two\"   | hardware.count",
                "\"count\": 2         | \"cores\": 2         | at hardware.count, line 69: Missing",
                "\"summary\": \"\"    | \"resume\": \"\"     | at endpoints[0].summary, line 19: Missing",
                "\"idleShutdown\": \"PT5M\" | \"idleShutdown\": null | idleShutdown must not be null",
                "\"total\": \"PT30M\" | \"total\": \"soon\"        | at timeouts.total, line",
                "\"tagline\": \"Speaks\" | \"tagline\": [    | at line 93",
            })
    void namesThePlaceThatCannotBeRead(String right, String wrong, String place) {
        String json = golden().replace(right, wrong);

        assertThat(json).isNotEqualTo(golden());
        assertThatThrownBy(() -> ManifestJson.read(json))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining(place);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "  \"name\": \"voices\",     | name",
                "    \"minVramGb\": 24       | minVramGb",
                "      \"path\": \"/forget\", | path",
                "  \"schema\": 2,            | schema",
                "    \"kind\": \"gpu\",      | kind",
            })
    void namesWhatIsMissing(String line, String property) {
        String json = golden().replace(line.strip(), "").replaceAll(",\\s*}", "}");

        assertThatThrownBy(() -> ManifestJson.read(json))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining(property);
    }

    @ParameterizedTest
    @CsvSource({"''", "null", "[]", "{}", "1", "hello"})
    void refusesWhatIsNoManifest(String text) {
        assertThatThrownBy(() -> ManifestJson.read(text))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("manifest");
    }

    @Test
    void refusesWhatFollowsTheManifest() {
        assertThatThrownBy(() -> ManifestJson.read(golden() + "{}")).isInstanceOf(ManifestException.class);
    }

    private static Manifest manifest(Hardware hardware, @Nullable String base) {
        var text = JsonNodeFactory.instance.objectNode().put("type", "string");
        return new Manifest(
                Manifest.SCHEMA,
                "voices",
                "com.example.Voices",
                "com.example.VoicesRoutes",
                "Speaks — \"aloud\"",
                "",
                hardware,
                ScalingSpec.DEFAULT,
                TimeoutsSpec.DEFAULT,
                ImageSpec.DEFAULT.on(base),
                List.of(
                        new EndpointSpec(
                                "forget",
                                "DELETE",
                                "/forget",
                                "",
                                Visibility.OWNER,
                                true,
                                false,
                                null,
                                null,
                                List.of(new ParameterSpec("voice", ParameterSpec.In.QUERY, true, text)),
                                null,
                                null,
                                null,
                                null),
                        new EndpointSpec(
                                "speak",
                                "POST",
                                "/speak",
                                "",
                                Visibility.PUBLIC,
                                false,
                                false,
                                new BatchSpec(8, Duration.ofMillis(5)),
                                null,
                                List.of(),
                                "application/json",
                                text,
                                "application/json",
                                text)),
                List.of(new JobSpec("record", Duration.ofHours(1), 0, Duration.ofDays(1), text, null)),
                List.of(new WeightsSpec("weights", "hf://a/b", "0".repeat(40), List.of("*.bin"), List.of())),
                List.of("HF_TOKEN"),
                "0.1.0");
    }

    private static String golden() {
        return text("manifest-v2.json");
    }

    private static String text(String name) {
        try (InputStream in = ManifestJsonTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("Could not read the golden manifest", e);
        }
    }
}
