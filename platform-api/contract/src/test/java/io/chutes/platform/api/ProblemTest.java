package io.chutes.platform.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {
    private static final String WITHOUT_ERRORS = """
            {"type":"about:blank","title":"Not Found","status":404,"detail":"No chute 'a'","requestId":"r1"}""";

    @Test
    void readsBackWhatIsWritten() throws JsonProcessingException {
        var problem = new Problem(
                "about:blank",
                "Unprocessable Content",
                422,
                "The body does not fit",
                "r1",
                List.of(new Problem.FieldError("/name", "required", "is missing")));

        assertThat(Problem.read(PlatformJson.mapper().writeValueAsString(problem)))
                .isEqualTo(problem);
    }

    @Test
    void mayLeaveOutErrors() throws JsonProcessingException {
        Problem problem = Problem.read(WITHOUT_ERRORS);

        assertThat(problem).isEqualTo(new Problem("about:blank", "Not Found", 404, "No chute 'a'", "r1", List.of()));
        assertThat(PlatformJson.mapper().writeValueAsString(problem)).isEqualTo(WITHOUT_ERRORS);
    }

    @Test
    void passesOverExtensions() throws JsonProcessingException {
        Problem problem = Problem.read(WITHOUT_ERRORS.replace("}", ",\"error\":{\"message\":\"No chute 'a'\"}}"));

        assertThat(problem.sentence()).isEqualTo("No chute 'a' [request r1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>Bad Gateway</html>",
                "[]",
                "\"no\"",
                "{\"status\":\"bad\"}",
                "{\"error\":{\"message\":\"no\"}}",
                "{\"detail\":\"no\",\"errors\":[{}]}",
                "{\"detail\":\"no\",\"errors\":[{\"pointer\":\"/a\",\"message\":\"no\"}]}",
                "{\"detail\":\"no\",\"errors\":[null]}",
                "{",
                "null"
            })
    void refusesWhatIsNoProblem(String text) {
        assertThatThrownBy(() -> Problem.read(text)).isInstanceOf(JsonProcessingException.class);
    }
}
