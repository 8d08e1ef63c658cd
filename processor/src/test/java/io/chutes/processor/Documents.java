package io.chutes.processor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** JSON documents near a valid one: some fit, some do not. */
final class Documents {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** What is put in place of a part. */
    private static final List<String> PARTS = List.of(
            "null",
            "true",
            "false",
            "0",
            "1",
            "-1",
            "1.0",
            "2.50",
            "1.234",
            "127",
            "128",
            "1000",
            "1001",
            "32768",
            "2147483648",
            "9223372036854775808",
            "1e3",
            "0.5",
            "[]",
            "{}",
            "[null]",
            "[\"a\", \"a\"]",
            "[1, 1.0]",
            "\"\"",
            "\" \"",
            "\"a\"",
            "\"ab1\"",
            "\"abcdef\"",
            "\"a-1 b\"",
            "\"a\\n\"",
            "\"LOUD\"",
            "\"Circle\"",
            "\"Square\"",
            "\"Mesh\"",
            "\"me@example.com\"",
            "\"2026-01-31\"",
            "\"2026-02-30\"",
            "\"2026-01-31T12:00:00Z\"",
            "\"2026-01-31T12:00:00+02:00\"",
            "\"2026-01-31T25:00:00Z\"",
            "\"PT5M\"",
            "\"P1Y\"",
            "\"5m\"",
            "\"0b9f8a3e-6c1d-4c57-9f0e-1f2a3b4c5d6e\"",
            "\"AQID\"",
            "\"AQI\"",
            "\"http://example.com/a?b#c\"",
            "\"http://a b\"",
            "\"\uD83D\uDE00\uD83D\uDE00\"",
            "{\"type\": \"Circle\", \"radius\": 1}",
            "{\"type\": \"Square\", \"side\": 0}",
            "{\"type\": \"Mesh\", \"parts\": [], \"hull\": null}");

    private Documents() {}

    /** The document with up to three changes. */
    static Arbitrary<JsonNode> near(String document) {
        Arbitrary<Integer> any = Arbitraries.integers().between(0, 10_000);
        return Combinators.combine(any, any, any)
                .as(Change::new)
                .list()
                .ofMaxSize(3)
                .map(changes -> {
                    JsonNode root = read(document);
                    for (Change change : changes) {
                        root = change.applied(root);
                    }
                    return root;
                });
    }

    static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    /** One change: what happens, where, and with what. */
    private record Change(int what, int where, int with) {
        JsonNode applied(JsonNode root) {
            List<JsonNode> places = new ArrayList<>();
            collect(root, places);
            JsonNode part = read(PARTS.get(with % PARTS.size()));
            if (places.isEmpty() || what % 20 == 0) {
                return part;
            }
            change(places.get(where % places.size()), part);
            return root;
        }

        private void change(JsonNode place, JsonNode part) {
            if (place instanceof ObjectNode object) {
                List<String> names = new ArrayList<>();
                object.fieldNames().forEachRemaining(names::add);
                if (names.isEmpty() || what % 4 == 0) {
                    object.set("other", part);
                } else if (what % 4 == 1) {
                    object.remove(names.get(with % names.size()));
                } else {
                    object.set(names.get(what % names.size()), part);
                }
            } else if (place instanceof ArrayNode array) {
                if (array.isEmpty() || what % 3 == 0) {
                    array.add(part);
                } else if (what % 3 == 1) {
                    array.remove(with % array.size());
                } else {
                    array.add(array.get(with % array.size()).deepCopy());
                }
            }
        }

        private static void collect(JsonNode node, List<JsonNode> places) {
            if (node.isContainerNode()) {
                places.add(node);
                node.forEach(child -> collect(child, places));
            }
        }
    }
}
