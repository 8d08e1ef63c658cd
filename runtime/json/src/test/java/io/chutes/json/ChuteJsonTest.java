package io.chutes.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Jackson by itself would write, or read, in another way than the schemas say. */
class ChuteJsonTest {
    private static final JsonMapper MAPPER =
            ChuteJson.mapper(new JsonFactoryBuilder()).build();

    @Test
    void writesComponentsAloneAndTimesAsText() throws IOException {
        var talkative = new Talkative("x", Instant.EPOCH, Duration.ofMinutes(1));
        String json = "{\"text\":\"x\",\"at\":\"1970-01-01T00:00:00Z\",\"takes\":\"PT1M\"}";

        assertThat(MAPPER.writeValueAsString(talkative)).isEqualTo(json);
        assertThat(MAPPER.readValue(json, Talkative.class)).isEqualTo(talkative);
    }

    @Test
    void turnsNoValueIntoOneOfAnotherType() {
        for (String json : List.of(
                "{\"count\": \"1\"}", "{\"count\": null}", "{\"on\": 1}", "{\"on\": \"true\"}", "{\"size\": 0}")) {
            assertThatThrownBy(() -> MAPPER.readValue(json, Counted.class))
                    .as(json)
                    .isInstanceOf(MismatchedInputException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void writesNoNumberThatIsNoneAndSaysWhereItStands(double number) {
        for (Object value : List.of(number, (float) number, new double[] {0, number}, new float[] {(float) number})) {
            assertThatThrownBy(() -> MAPPER.writeValueAsBytes(Map.of("k", List.of(value))))
                    .hasMessageContaining("%s is no number in JSON", number)
                    .isInstanceOfSatisfying(JsonMappingException.class, e -> assertThat(e.getPath())
                            .extracting(step -> step.getFieldName() == null ? step.getIndex() : step.getFieldName())
                            .startsWith("k", 0));
        }
    }

    enum Size {
        SMALL
    }

    record Counted(int count, boolean on, Size size) {}

    record Talkative(String text, Instant at, Duration takes) {
        boolean isEmpty() {
            return text.isEmpty();
        }

        public String getShout() {
            return text + "!";
        }

        public boolean isLong() {
            return text.length() > 3;
        }
    }
}
