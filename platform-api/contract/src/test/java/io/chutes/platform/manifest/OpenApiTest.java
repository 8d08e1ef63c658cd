package io.chutes.platform.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static final String INT = "{\"$ref\": \"#/$defs/A\", \"$defs\": {\"A\": {\"type\": \"integer\"}}}";
    private static final String TEXT = "{\"$ref\": \"#/$defs/A\", \"$defs\": {\"A\": {\"type\": \"string\"}}}";
    private static final String LIST =
            "{\"$ref\": \"#/$defs/L\", \"$defs\": {\"A\": {\"type\": \"string\"}, \"L\": {\"items\": {\"$ref\": \"#/$defs/A\"}}}}";
    private static final String OTHER_LIST =
            "{\"$ref\": \"#/$defs/L\", \"$defs\": {\"A\": {\"type\": \"integer\"}, \"L\": {\"items\": {\"$ref\": \"#/$defs/A\"}}}}";

    @Test
    void namesDefinitionsThatDifferDifferently() {
        JsonNode document = OpenApi.of(
                manifest(endpoint("a", INT, LIST), endpoint("b", TEXT, OTHER_LIST), endpoint("c", INT, TEXT)));

        assertThat(document.at("/paths/~1a/post/requestBody/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/A");
        assertThat(document.at("/paths/~1b/post/requestBody/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/A_2");
        assertThat(document.at("/components/schemas/L/items/$ref").asText()).isEqualTo("#/components/schemas/A_2");
        assertThat(document.at("/components/schemas/L_2/items/$ref").asText()).isEqualTo("#/components/schemas/A");
        assertThat(document.at("/components/schemas").fieldNames())
                .toIterable()
                .containsExactly("A", "A_2", "ChuteProblem", "L", "L_2");
    }

    @Test
    void leavesRoomForATypeThatIsNamedLikeItsOwnProblem() {
        JsonNode document = OpenApi.of(manifest(endpoint("a", INT.replace("A", "ChuteProblem"), INT)));

        assertThat(document.at("/components/schemas/ChuteProblem_2/type").asText())
                .isEqualTo("integer");
        assertThat(document.at("/components/responses/Problem/content/application~1problem+json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/ChuteProblem");
    }

    @Test
    void takesAPropertyNamedAsAReferenceForAProperty() {
        String odd = """
                {"$ref": "#/$defs/A", "$defs": {"A": {"properties": {"$ref": {"type": "string"}}}}}""";

        JsonNode document = OpenApi.of(manifest(endpoint("a", odd, INT)));

        assertThat(document.at("/components/schemas/A/properties/$ref/type").asText())
                .isEqualTo("string");
    }

    @Test
    void describesEveryKindOfAnswer() {
        JsonNode document = OpenApi.of(manifest(
                spec("a", null, null, "text/event-stream", INT, true),
                spec("b", null, null, null, null, false),
                spec("c", "*/*", null, "image/png", null, false),
                spec("d", "text/plain", null, "text/plain", null, false)));

        assertThat(document.at("/paths/~1a/post/responses/200/content/text~1event-stream/schema/x-event-data/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/A");
        assertThat(document.at("/paths/~1b/post/responses/204").isObject()).isTrue();
        assertThat(document.at("/paths/~1c/post/responses/200/content/image~1png/schema")
                        .isEmpty())
                .isTrue();
        assertThat(document.at("/paths/~1d/post/requestBody/content/text~1plain/schema/type")
                        .asText())
                .isEqualTo("string");
        assertThat(document.at("/paths/~1d/post/responses/4XX/$ref").asText())
                .isEqualTo("#/components/responses/Problem");
    }

    @Test
    void describesWhatIsJsonOrAStreamAsItsCallAsks() {
        EndpointSpec chat = ManifestJson.read(ManifestJsonTest.golden("manifest-v2-streams.json"))
                .endpoints()
                .getFirst();

        JsonNode content = OpenApi.of(manifest(chat)).at("/paths/~1chat/post/responses/200/content");
        assertThat(content.at("/application~1json/schema/type").asText()).isEqualTo("object");
        assertThat(content.at("/text~1event-stream/schema/x-event-data/type").asText())
                .isEqualTo("string");
        assertThat(content.at("/text~1event-stream/schema/description").asText())
                .contains("[DONE]");
    }

    private static EndpointSpec endpoint(String name, String input, String output) {
        return spec(name, "application/json", input, "application/json", output, false);
    }

    private static EndpointSpec spec(
            String name,
            @Nullable String inputType,
            @Nullable String input,
            @Nullable String outputType,
            @Nullable String output,
            boolean stream) {
        return new EndpointSpec(
                name,
                "POST",
                "/" + name,
                "",
                Visibility.PUBLIC,
                false,
                stream,
                null,
                null,
                null,
                List.of(),
                inputType,
                json(input),
                outputType,
                json(output),
                null);
    }

    private static Manifest manifest(EndpointSpec... endpoints) {
        return new Manifest(
                Manifest.SCHEMA,
                "chute",
                "C",
                "CRoutes",
                "",
                "",
                new Hardware.Cpu(1, 2),
                ScalingSpec.DEFAULT,
                TimeoutsSpec.DEFAULT,
                ImageSpec.DEFAULT,
                List.of(endpoints),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "1");
    }

    private static @Nullable JsonNode json(@Nullable String text) {
        try {
            return text == null ? null : new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
