package io.chutes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every schema of the manifests in {@code expected/} is one by the meta-schema that JSON Schema publishes. */
class ManifestSchemasTest {
    private static final PublishedValidator META_SCHEMA = PublishedValidator.ofSchemas();
    private static final Set<String> SCHEMAS = Set.of("input", "output", "event", "schema");

    @ParameterizedTest
    @MethodSource("manifests")
    void areSchemas(Path manifest) throws IOException {
        schemas(manifest)
                .forEach((place, schema) ->
                        assertThat(META_SCHEMA.complaints(schema)).as(place).isEmpty());
    }

    @Test
    void areOfEveryKind() throws IOException {
        assertThat(schemas(Path.of("src/test/resources/expected/everything.json")))
                .containsKeys("/endpoints/3/parameters/0/schema", "/endpoints/3/output", "/jobs/0/input");
        assertThat(schemas(Path.of("src/test/resources/expected/streams.json"))).containsKey("/endpoints/1/event");
    }

    @Test
    void refusesWhatIsNone() {
        assertThat(META_SCHEMA.complaints(JsonNodes.read("{\"type\": 7}"))).isNotEmpty();
    }

    private static Stream<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/expected"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    private static Map<String, JsonNode> schemas(Path manifest) throws IOException {
        JsonNode document = JsonNodes.read(Files.readString(manifest));
        Map<String, JsonNode> schemas = new TreeMap<>();
        collect("/endpoints", document.path("endpoints"), schemas);
        collect("/jobs", document.path("jobs"), schemas);
        return schemas;
    }

    private static void collect(String place, JsonNode value, Map<String, JsonNode> schemas) {
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            collect(place + "/" + i, value.path(i), schemas);
        }
        value.properties().forEach(member -> {
            String inside = place + "/" + member.getKey();
            if (!SCHEMAS.contains(member.getKey())) {
                collect(inside, member.getValue(), schemas);
            } else if (!member.getValue().isNull()) {
                schemas.put(inside, member.getValue());
            }
        });
    }
}
