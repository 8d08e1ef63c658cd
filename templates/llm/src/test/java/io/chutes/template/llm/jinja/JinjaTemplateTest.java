package io.chutes.template.llm.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JinjaTemplateTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final ZonedDateTime NOW = ZonedDateTime.of(2026, 3, 5, 14, 7, 9, 0, ZoneOffset.UTC);

    static Stream<Arguments> cases() throws IOException {
        return json("expected.json").properties().stream().flatMap(template -> template.getValue().properties().stream()
                .map(expected -> Arguments.of(template.getKey(), expected.getKey(), expected.getValue())));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void rendersAsJinja2Does(String template, String name, JsonNode expected) throws IOException {
        Map<String, Object> variables = new HashMap<>(
                MAPPER.convertValue(json("cases.json").path(name), new TypeReference<Map<String, Object>>() {}));
        variables.put("bos_token", "<s>");
        variables.put("eos_token", "</s>");
        JinjaTemplate parsed = JinjaTemplate.parse(text(template + ".jinja"), () -> NOW);

        if (expected.isTextual()) {
            assertThat(parsed.render(variables)).isEqualTo(expected.textValue());
        } else {
            assertThatThrownBy(() -> parsed.render(variables))
                    .isInstanceOfSatisfying(JinjaException.class, refusal -> assertThat(refusal.isRaised())
                            .isTrue())
                    .hasMessage(expected.path("refused").textValue());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            {% include 'a' %} => line 1: there is no tag 'include' here
            {{ 'a' | nonesuch }} => line 1: there is no filter 'nonesuch' here
            {{ 'a' is nonesuch }} => line 1: there is no test 'nonesuch' here
            {{ 'a'.nonesuch() }} => line 1: there is no method 'nonesuch' here
            {{ nonesuch() }} => line 1: there is no function 'nonesuch' here
            {% if true %} => the template ends before 'endif'
            {% endif %} => line 1: there is no tag 'endif' here
            {{ 'a }} => line 1: a string has no end
            {{ a b }} => line 1: 'b' is one too many
            {% set = 1 %} => line 1: expected a name, found '='
            {{ [1, * ] }} => line 1: expected a value, found '*'
            """)
    void refusesAtLoadWhatItDoesNotKnow(String template, String message) {
        assertThatThrownBy(() -> JinjaTemplate.parse(template, () -> NOW))
                .isInstanceOf(JinjaException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            {{ missing.part }} => 'missing' is undefined
            {{ 'a' + 1 }} => '+' takes no 'a' and 1
            {{ 1 < 'a' }} => 1 and 'a' cannot be compared
            {{ 1 // 0 }} => 1 // 0 cannot be computed
            {% for i in 1 %}{% endfor %} => 1 has no items
            {{ range(100001) }} => a range has at most 100000 numbers
            """)
    void saysWhatCannotBeDone(String template, String message) {
        JinjaTemplate parsed = JinjaTemplate.parse(template, () -> NOW);

        assertThatThrownBy(() -> parsed.render(Map.of()))
                .isInstanceOf(JinjaException.class)
                .hasMessage(message);
    }

    @Test
    void carriesNumbersOfAnySize() {
        Map<String, Object> numbers = Map.of("large", BigInteger.TWO.pow(64), "small", BigInteger.TEN);
        String template =
                "{{ large }} {{ {'maximum': large} | tojson }} {{ large is integer }} {{ large > 1 }} {{ small + 1 }}";

        assertThat(JinjaTemplate.parse(template, () -> NOW).render(numbers))
                .isEqualTo("18446744073709551616 {\"maximum\": 18446744073709551616} True True 11");
        assertThatThrownBy(
                        () -> JinjaTemplate.parse("{{ large + 1 }}", () -> NOW).render(numbers))
                .isInstanceOf(JinjaException.class)
                .hasMessage("18446744073709551616 is too large to compute with");
    }

    @Test
    void tellsTheTime() {
        String template = "{{ strftime_now('%Y-%m-%d %H:%M:%S %I %p %b %B %a %A %j %y %-d %%') }}";

        assertThat(JinjaTemplate.parse(template, () -> NOW).render(Map.of()))
                .isEqualTo("2026-03-05 14:07:09 02 PM Mar March Thu Thursday 064 26 5 %");
    }

    private static JsonNode json(String name) throws IOException {
        return MAPPER.readTree(text(name));
    }

    private static String text(String name) throws IOException {
        try (InputStream in = JinjaTemplateTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
