package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the schema of an ordinary request does not show: many faults at once, extreme numbers, types that break. */
class StrictnessTest {
    private static final JsonNode CART = Served.json("""
            {"type": "object", "required": ["items"], "additionalProperties": false, "properties": {
              "items": {"type": "array", "items": {
                "type": "object", "required": ["count"], "additionalProperties": false, "properties": {
                  "count": {"type": "integer", "minimum": -2147483648, "maximum": 2147483647}}}}}}""");

    @Test
    void namesEveryFaultAtOnce() {
        assertThat(faults("{\"items\": [{\"count\": \"1\"}, {}, {\"count\": 1, \"a/b\": 0}]}", Cart.class, CART))
                .containsExactly(
                        "/items/0/count type must be an integer, got a string",
                        "/items/1/count required is missing",
                        "/items/2/a~1b additionalProperties is not known here; known: count");
    }

    @Test
    void namesNoMoreFaultsThanCanBeRead() {
        String items = IntStream.range(0, 100_000).mapToObj(n -> "{}").collect(Collectors.joining(","));

        assertThat(faults("{\"items\": [" + items + "]}", Cart.class, CART)).hasSize(50);
    }

    @Test
    void readsTypesThatReferToThemselves() {
        Tree tree = Json.read("{\"next\": {\"next\": null}}".getBytes(UTF_8), Tree.class);

        assertThat(tree).isEqualTo(new Tree(Optional.of(new Tree(Optional.empty()))));
    }

    @Test
    void takesWholeNumbersHoweverTheyAreWritten() {
        assertThat(Json.read("{\"count\": 3.0}".getBytes(UTF_8), Item.class)).isEqualTo(new Item(3));
        assertThat(Json.read("{\"count\": 2e2}".getBytes(UTF_8), Item.class)).isEqualTo(new Item(200));
    }

    @Test
    void takesALargeWholeNumberToTheLastDigit() {
        assertThat(Json.read("[9007199254740993.0]".getBytes(UTF_8), long[].class))
                .containsExactly(9007199254740993L);
    }

    @Test
    void keepsNothingOfWhatDoesNotFit() {
        byte[] body = ("[" + "[],".repeat(4 << 20) + "[]]").getBytes(UTF_8);
        JsonNode numbers = Served.json("{\"type\": \"array\", \"items\": {\"type\": \"number\"}}");
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        assertThatThrownBy(() -> Json.read(body, double[].class, numbers)).isInstanceOf(ProblemException.class);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    }

    @Test
    void pointsToAPlaceInNoMoreThanCanBeRead() {
        String name = "n".repeat(40_000);

        assertThat(faults("{\"" + name + "\": 1}", Cart.class, CART))
                .anySatisfy(fault -> assertThat(fault).hasSizeLessThan(1200).startsWith("/nnn"));
    }

    @Test
    void looksThroughManyPropertiesOnlyForAWhileForTheOneThatSaysWhatAnObjectIs() {
        JsonNode shapes = Served.json("""
                {"oneOf": [{"$ref": "#/$defs/Dots"}],
                 "discriminator": {"propertyName": "type", "mapping": {"Dots": "#/$defs/Dots"}},
                 "$defs": {"Dots": {"type": "object", "required": ["type", "dots"], "properties": {
                   "type": {"const": "Dots"}, "dots": {"type": "array", "items": {"type": "integer"}}}}}}""");
        String dots = "\"dots\": [" + "1,".repeat(2 << 20) + "1]";

        Json.check(("{\"type\": \"Dots\", " + dots + "}").getBytes(UTF_8), shapes);
        assertThatThrownBy(() -> Json.check(("{" + dots + ", \"type\": \"Dots\"}").getBytes(UTF_8), shapes))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.status())
                        .isEqualTo(413));
    }

    @Test
    void keepsEveryDigitOfADecimal() {
        String digits = "0.1234567890123456789012345678901234567890";

        assertThat(Json.read(("{\"d\": 1, \"i\": 1, \"x\": " + digits + "}").getBytes(UTF_8), Numbers.class)
                        .x())
                .isEqualTo(new BigDecimal(digits));
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "i", "x"})
    void refusesNumbersWithoutMeasure(String component) {
        Map<String, String> numbers = new java.util.TreeMap<>(Map.of("d", "1", "i", "1", "x", "1"));
        numbers.put(component, "1e999999999");
        String json = numbers.entrySet().stream()
                .map(e -> "\"" + e.getKey() + "\": " + e.getValue())
                .collect(Collectors.joining(",", "{", "}"));

        assertThatThrownBy(() -> Json.read(json.getBytes(UTF_8), Numbers.class))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.status()).isEqualTo(400);
                    assertThat(problem).hasMessageContaining("a number of more than 1000 digits");
                });
    }

    @Test
    void refusesATextThatIsTooLongForItsPattern() {
        JsonNode schema = Served.json("{\"type\": \"string\", \"pattern\": \"^(?:(?:a|b)*)$\"}");
        String text = "\"" + "ab".repeat(1 << 20) + "\"";

        assertThat(faults(text, String.class, schema)).containsExactly(" pattern must match ^(?:(?:a|b)*)$");
    }

    @Test
    void refusesAManifestWithASchemaThatItCannotCheck() throws Exception {
        JsonNode manifest = Json.MAPPER.readTree("""
                {"endpoints": [{"method": "POST", "path": "/x",
                  "input": {"type": "array", "items": {"type": "object", "propertyNames": {}}}}]}""");

        assertThatThrownBy(() -> BodySchemas.read(manifest))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("POST /x takes has the keyword propertyNames");
    }

    @Test
    void saysWhereTextIsNotOfItsFormat() {
        assertThat(faults("{\"length\": \"soon\"}", Pause.class, Served.json("{}")))
                .containsExactly("/length format is not a valid Duration");
    }

    @Test
    void leavesAChuteThatBreaksOnABodyToItsLog() {
        assertThatThrownBy(() -> Json.read("{\"text\": \"x\"}".getBytes(UTF_8), Breaking.class))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void refusesBytesThatAreNoText() {
        byte[] latin = {'{', '"', (byte) 0xe4, '"', ':', '1', '}'};

        assertThatThrownBy(() -> Json.read(latin, Item.class))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.status())
                        .isEqualTo(400));
    }

    private static List<String> faults(String json, Class<?> type, JsonNode schema) {
        ProblemException problem =
                catchThrowableOfType(ProblemException.class, () -> Json.read(json.getBytes(UTF_8), type, schema));
        assertThat(problem.status()).isEqualTo(422);
        return problem.errors().stream()
                .map(error -> error.pointer() + " " + error.rule() + " " + error.message())
                .toList();
    }

    record Item(int count) {}

    record Cart(List<Item> items) {}

    record Tree(Optional<Tree> next) {}

    record Numbers(double d, BigInteger i, BigDecimal x) {}

    record Pause(Duration length) {}

    record Breaking(String text) {
        Breaking {
            throw new IllegalStateException("a mistake in the chute");
        }
    }
}
