package io.chutes.platform.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
        Manifest manifest = ManifestJson.read(golden("manifest-v1.json"));

        assertThat(manifest.chuteClass()).isEqualTo("com.example.Voices$Speaker");
        assertThat(manifest.hardware())
                .isEqualTo(new Hardware.Gpu(2, 24, Set.of("A5000", "L4"), Set.of("A10"), new BigDecimal("0.30")));
        assertThat(manifest.image().base()).startsWith("registry.example.com/java@sha256:");
        assertThat(manifest.image())
                .isEqualTo(ImageSpec.DEFAULT.on(manifest.image().base()));
        assertThat(manifest.scaling()).isEqualTo(ScalingSpec.DEFAULT);
        assertThat(manifest.timeouts()).isEqualTo(TimeoutsSpec.DEFAULT);
        assertThat(ManifestJson.write(manifest)).isEqualTo(golden("manifest-v2.json"));
    }

    @Test
    void knowsTheAnswersOfSchemaOne() {
        List<EndpointSpec> endpoints =
                ManifestJson.read(golden("manifest-v1.json")).endpoints();

        EndpointSpec forget = endpoints.getFirst();
        assertThat(forget.path()).isEqualTo("/forget");
        assertThat(forget.idempotent()).isTrue();
        assertThat(forget.inputType()).isNull();
        assertThat(forget.output()).isNull();
        assertThat(forget.outputType()).isNull();
        EndpointSpec speak = endpoints.getLast();
        assertThat(speak.stream()).isTrue();
        assertThat(speak.idempotent()).isFalse();
        assertThat(speak.inputType()).isEqualTo("application/json");
        assertThat(speak.outputType()).isEqualTo("text/event-stream");
        assertThat(speak.visibility()).isEqualTo(Visibility.PUBLIC);
    }

    @Test
    void readsSchemaTwoAndWritesTheSameText() {
        Manifest manifest = ManifestJson.read(golden("manifest-v2-all.json"));

        assertThat(manifest.scaling()).isEqualTo(new ScalingSpec(16, 64, 1, 4, 0.75, Duration.ofMinutes(5)));
        assertThat(manifest.image().env()).containsExactly(Map.entry("VOICE", "ada"));
        assertThat(manifest.endpoints().getLast().batch()).isEqualTo(new BatchSpec(8, Duration.ofMillis(5)));
        assertThat(ManifestJson.write(manifest)).isEqualTo(golden("manifest-v2-all.json"));
    }

    @Test
    void knowsEnginesWhereAManifestNamesThem() {
        Manifest manifest = ManifestJson.read(golden("manifest-v2-engine.json"));

        assertThat(ManifestJson.read(golden("manifest-v2-all.json")).engines()).isEmpty();
        assertThat(manifest.engines())
                .containsExactly(
                        new EngineSpec("vllm", 10_101, "/health", Duration.ofMinutes(8), 3, Duration.ofMinutes(10)));
        assertThat(ManifestJson.write(manifest)).isEqualTo(golden("manifest-v2-engine.json"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"port\": 10101,    | \"port\": null,   | at engines[0].port, line",
                "\"restarts\": 3     | \"restart\": 3    | at engines[0].restarts, line",
                "\"PT8M\"            | \"8m\"            | at engines[0].startup, line",
                "\"engines\": [      | \"engines\": [ null, | engines",
                "\"engines\": [      | \"engines\": null, \"engine\": [ | at engines, line",
            })
    void namesThePlaceOfAnEngineThatCannotBeRead(String right, String wrong, String place) {
        String json = golden("manifest-v2-engine.json").replace(right, wrong);

        assertThat(json).isNotEqualTo(golden("manifest-v2-engine.json"));
        assertThatThrownBy(() -> ManifestJson.read(json))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining(place);
    }

    @Test
    void saysFirstThatAManifestIsNewer() {
        assertThatThrownBy(() -> ManifestJson.read("{\"schema\": 3, \"unheardOf\": true}"))
                .isInstanceOf(ManifestException.class)
                .hasMessage(
                        "The manifest is of schema 3, and 2 is the newest known here: use a newer version of chutes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"schema\": 2         | \"schema\": null         | at schema, line",
                "\"schema\": 2         | \"schema\": \"one\"      | at schema, line",
                "\"name\": \"voices\"  | \"nom\": \"voices\"      | at name, line",
                "\"kind\": \"gpu\"     | \"kind\": \"tpu\"        | hardware",
                "\"count\": 2          | \"count\": \"two\"       | hardware.count",
                "\"count\": 2          | \"cores\": 2             | at hardware.count, line",
                "\"port\": 9000        | \"port\": null           | at endpoints[1].passthrough.port, line 60",
                "\"maxSize\": 8        | \"maxSize\": \"many\"    | at endpoints[2].batch.maxSize, line",
                "\"PT0.005S\"          | \"5ms\"                  | at endpoints[2].batch.maxWait, line",
                "\"visibility\": \"OWNER\" | \"visibility\": \"ALL\" | at endpoints[0].visibility, line",
                "\"visibility\": \"OWNER\" | \"visibility\": 1 | at endpoints[0].visibility, line",
                "\"in\": \"QUERY\"     | \"in\": \"BODY\"        | at endpoints[0].parameters[1].in, line",
                "\"startup\": \"PT10M\" | \"startup\": \"soon\"   | at timeouts.startup, line",
                "\"tagline\": \"Speaks\" | \"tagline\": [         | at line 174",
            })
    void namesThePlaceThatCannotBeRead(String right, String wrong, String place) {
        String json = golden("manifest-v2-all.json").replace(right, wrong);

        assertThat(json).isNotEqualTo(golden("manifest-v2-all.json"));
        assertThatThrownBy(() -> ManifestJson.read(json))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining(place);
    }

    @ParameterizedTest
    @CsvSource({
        "'hardware.count', '\"count\": \"two\"'",
        "'endpoints[0].path', '\"path\": 7, \"path\": []'",
    })
    void namesThePlaceInSchemaOneToo(String place, String wrong) {
        String name = wrong.substring(0, wrong.indexOf(':'));
        String json = golden("manifest-v1.json").replaceFirst(name + ": [^,\n]*", wrong);

        assertThatThrownBy(() -> ManifestJson.read(json))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("at " + place);
    }

    /** Every value of the golden manifest, by its place. */
    private static List<String> places() {
        List<String> places = new ArrayList<>();
        collect("", tree(golden("manifest-v2-all.json")), places);
        assertThat(places).contains("/scaling", "/scaling/target", "/endpoints/0/parameters/1/in", "/image/env/VOICE");
        return places;
    }

    static Stream<String> placesThatMustBeThere() {
        return places().stream().filter(place -> !place.matches(".*/\\d+|/image/env/.*"));
    }

    static Stream<String> placesThatAreNeverNull() {
        return places().stream()
                .filter(place ->
                        !place.matches(".*/(base|maxHourlyPrice|batch|passthrough|inputType|input|outputType|output)"));
    }

    private static void collect(String place, JsonNode value, List<String> places) {
        boolean isSchema = place.endsWith("/input") || place.endsWith("/output") || place.endsWith("/schema");
        if (isSchema && !place.equals("/schema")) {
            return;
        }
        value.properties().forEach(field -> {
            places.add(place + "/" + field.getKey());
            collect(place + "/" + field.getKey(), field.getValue(), places);
        });
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            places.add(place + "/" + i);
            collect(place + "/" + i, value.get(i), places);
        }
    }

    @ParameterizedTest
    @MethodSource("placesThatMustBeThere")
    void namesWhatIsMissing(String place) {
        ObjectNode manifest = tree(golden("manifest-v2-all.json"));
        ((ObjectNode) manifest.at(above(place))).remove(name(place));

        assertThatThrownBy(() -> ManifestJson.read(manifest.toPrettyString()))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining(name(place));
    }

    @ParameterizedTest
    @MethodSource("placesThatAreNeverNull")
    void namesWhatIsNull(String place) {
        ObjectNode manifest = tree(golden("manifest-v2-all.json"));
        switch (manifest.at(above(place))) {
            case ArrayNode list -> list.set(Integer.parseInt(name(place)), NullNode.instance);
            case JsonNode object -> ((ObjectNode) object).putNull(name(place));
        }

        assertThatThrownBy(() -> ManifestJson.read(manifest.toPrettyString()))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining(
                        place.equals("/hardware/kind")
                                ? "kind"
                                : place.substring(1)
                                        .replaceAll("/(\\d+)", "[$1]")
                                        .replace('/', '.'));
    }

    private static String above(String place) {
        return place.substring(0, place.lastIndexOf('/'));
    }

    private static String name(String place) {
        return place.substring(place.lastIndexOf('/') + 1);
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
        assertThatThrownBy(() -> ManifestJson.read(golden("manifest-v2-all.json") + "{}"))
                .isInstanceOf(ManifestException.class);
    }

    @Test
    void readsStreamsOfEveryDialect() {
        String json = golden("manifest-v2-streams.json");

        List<EndpointSpec> endpoints = ManifestJson.read(json).endpoints();

        assertThat(endpoints)
                .extracting(EndpointSpec::name, EndpointSpec::mayStream, EndpointSpec::dialectOrDefault)
                .containsExactly(
                        tuple("chat", true, StreamDialect.OPENAI),
                        tuple("count", true, StreamDialect.EVENTS),
                        tuple("tokens", true, StreamDialect.OPENAI));
        assertThat(ManifestJson.write(ManifestJson.read(json))).isEqualTo(json);
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
                                null,
                                List.of(new ParameterSpec("voice", ParameterSpec.In.QUERY, true, text)),
                                null,
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
                                null,
                                new BatchSpec(8, Duration.ofMillis(5)),
                                null,
                                List.of(),
                                "application/json",
                                text,
                                "application/json",
                                text,
                                null)),
                List.of(new EngineSpec("vllm", 10101, "/health", Duration.ofMinutes(8), 3, Duration.ofMinutes(10))),
                List.of(new JobSpec("record", Duration.ofHours(1), 0, Duration.ofDays(1), text, null)),
                List.of(new WeightsSpec("weights", "hf://a/b", "0".repeat(40), List.of("*.bin"), List.of())),
                List.of("HF_TOKEN"),
                "0.1.0");
    }

    private static ObjectNode tree(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new AssertionError("Could not read the golden manifest", e);
        }
    }

    static String golden(String name) {
        try (InputStream in = ManifestJsonTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("Could not read the golden manifest", e);
        }
    }
}
