package io.chutes.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenAPI documents of the fixtures, as a parser that others publish reads them. */
class OpenApiTest {
    private static final Path SAMPLE = Path.of("../samples/hello/src/main/java/com/example/hello/Hello.java");
    private static final Path GOLDEN = Fixtures.FOLDER.resolve("openapi/hello.json");
    private static final JsonMapper JSON = new JsonMapper();
    private static final boolean WRITE = "write".equals(System.getProperty("chutes.golden"));

    @ParameterizedTest
    @ValueSource(strings = {"Kinds", "Everything", "Answers", "Schemas", "Streams", "Engined"})
    void isOpenApiWithoutAComplaint(String fixture) {
        String document = document(fixture);
        var options = new ParseOptions();
        options.setResolve(true);

        var result = new OpenAPIV3Parser().readContents(document, null, options);

        assertThat(result.getMessages()).isEmpty();
        assertThat(result.isOpenapi31()).isTrue();
        assertThat(result.getOpenAPI().getPaths()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Kinds", "Everything", "Answers", "Schemas", "Streams", "Engined"})
    void refersOnlyToWhatIsThere(String fixture) throws Exception {
        JsonNode document = JSON.readTree(document(fixture));

        for (JsonNode reference : document.findValues("$ref")) {
            assertThat(reference.asText()).startsWith("#/components/");
            assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
    }

    @Test
    void describesTheSample() throws IOException {
        String text = document(SAMPLE);

        if (WRITE) {
            Files.writeString(GOLDEN, text);
        }
        assertThat(text)
                .as(
                        "%s differs: if the new text is right, run the tests with -Dchutes.golden=write and read it",
                        GOLDEN)
                .isEqualTo(Fixtures.text(GOLDEN));
    }

    @Test
    void namesTheOperationsOfTheChute() throws Exception {
        JsonNode document = JSON.readTree(document("Everything"));

        JsonNode find = document.at("/paths/~1items~1{id}~1{size}/get");
        assertThat(find.path("operationId").asText()).isEqualTo("find");
        assertThat(find.path("summary").asText()).isEqualTo("Finds what is asked for, a say");
        assertThat(find.path("parameters"))
                .extracting(parameter -> parameter.path("in").asText() + " "
                        + parameter.path("name").asText() + " "
                        + parameter.path("required").asText())
                .containsExactly(
                        "path id true", "path size true", "query limit true", "query since false", "query tag false");
        assertThat(document.at("/paths/~1stream/post/responses/200/content").has("text/event-stream"))
                .isTrue();
        assertThat(document.at("/paths/~1store/put/responses").has("204")).isTrue();
    }

    private static String document(String fixture) {
        return document(Fixtures.FOLDER.resolve("good/" + fixture + ".java"));
    }

    private static String document(Path source) {
        return Fixtures.compile(source).generatedFiles().stream()
                .filter(file -> file.toUri().getPath().contains("/META-INF/chutes/openapi/"))
                .map(OpenApiTest::text)
                .findFirst()
                .orElseThrow();
    }

    private static String text(JavaFileObject file) {
        try {
            return file.getCharContent(false).toString();
        } catch (IOException e) {
            throw new AssertionError("could not read " + file, e);
        }
    }
}
