package io.chutes.platform.manifest.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractDiffTest {
    private static final String NOT_CALLERS_BUSINESS =
            "/(schema|sdkVersion|chuteClass|routesClass)|.*/(\\$schema|description|title)|/hardware/kind";

    private static final String OBJECT = """
            {"type": "object", "additionalProperties": false, "required": [%s], "properties": {%s}}""";

    /** A change of one line of a manifest, and what is to be said of it. A mark of {@code !} is a breaking change. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "'method': 'POST'            | 'method': 'PUT'        | ! greet: method was POST and is PUT",
                "'path': '/greet/{name}'     | 'path': '/hi/{name}'   | ! greet: path was /greet/{name} and is /hi/{name}",
                "'visibility': 'PUBLIC'      | 'visibility': 'OWNER'  | ! greet: only the owner may call it now",
                "'idempotent': true          | 'idempotent': false    | ! greet: it is no longer idempotent, and clients that call it twice do harm",
                "'stream': false             | 'stream': true          | ! greet: it answers a stream of events now",
                "'outputType': 'application/json' | 'outputType': 'text/event-stream' | ! greet: the media type of the answer was application/json and is text/event-stream",
                "'required': false           | 'required': true       | ! greet: the query parameter loud is required now",
                "'name': 'loud'              | 'name': 'quiet'        | ! greet: the query parameter loud is gone;  greet: the query parameter quiet is new",
                "'name': 'name'              | 'name': 'name'         | ",
                "'summary': ''               | 'summary': 'Greets'    |  greet: summary changed",
                "'endpoints': [              | 'engines': [{'name': 'vllm', 'port': 9000, 'health': '/', 'startup': 'PT1M', 'restarts': 3, 'window': 'PT1M'}], 'endpoints': [ |  chute: engines is new",
                "'tagline': ''               | 'tagline': 'Hello'     |  chute: tagline was '' and is 'Hello'",
                "'name': 'greet'             | 'name': 'welcome'      |  greet: it is named welcome now",
                "'name': 'digest'            | 'name': 'sum'          | ! job digest: it is gone;  job sum: it is new",
                "'retries': 0                | 'retries': 2           |  job digest: retries was 0 and is 2",
                "'name': 'hello'             | 'name': 'bye'          | ! name: it was hello and is bye: its addresses change",
            })
    void namesEachChangeOfAManifest(String before, String after, String expected) {
        String manifest = manifest();
        String changed = manifest.replaceFirst(
                Pattern.quote(before.strip().replace('\'', '"')),
                Matcher.quoteReplacement(after.strip().replace('\'', '"')));

        assertThat(manifest).contains(before.strip().replace('\'', '"'));
        assertThat(said(ContractDiff.between(ManifestJson.read(manifest), ManifestJson.read(changed))))
                .isEqualTo(Objects.requireNonNullElse(expected, "").strip());
    }

    /** What an endpoint streams, as members of it that are in the manifest. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'stream': true} | {'stream': true, 'dialect': 'OPENAI'} | ! greet: the dialect of its stream was EVENTS and is OPENAI",
                "{'stream': true, 'dialect': 'OPENAI'} | {'stream': true, 'dialect': 'OPENAI'} | ",
                "{} | {'event': {'type': 'string'}, 'dialect': 'OPENAI'} |  greet: it answers a stream of events where a call asks for one now",
                "{'event': {}} | {} | ! greet: it no longer answers a stream of events where a call asks for one",
                "{'event': {}} | {'event': {}, 'dialect': 'OPENAI'} | ! greet: the dialect of its stream was EVENTS and is OPENAI",
                "{'event': {'type': 'string'}} | {'event': {'type': 'integer'}} | ! greet, event: it was string and is integer",
            })
    void namesEachChangeOfAStream(String before, String after, @Nullable String expected) throws Exception {
        assertThat(said(ContractDiff.between(withMembers(before), withMembers(after))))
                .isEqualTo(Objects.requireNonNullElse(expected, "").strip());
    }

    private static Manifest withMembers(String members) throws IOException {
        var mapper = new JsonMapper();
        JsonNode tree = mapper.readTree(manifest());
        ((ObjectNode) tree.at("/endpoints/0")).setAll((ObjectNode) mapper.readTree(members.replace('\'', '"')));
        return ManifestJson.read(tree.toString());
    }

    /** An endpoint at a path that another was asked for until now. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/greet/{name} | POST | /greet/me       |  second: POST /greet/me is new;  ! greet: calls to /greet/me that were answered by /greet/{name} are no longer",
                "/greet/{name} | POST | /{word}/me      |  second: POST /{word}/me is new",
                "/{word}/me    | POST | /greet/{name}   |  second: POST /greet/{name} is new;  ! greet: calls to /greet/{name} that were answered by /{word}/me are no longer",
                "/greet/{name} | GET  | /greet/me       |  second: GET /greet/me is new",
                "/greet/{name} | POST | /greet/me/twice |  second: POST /greet/me/twice is new",
            })
    void namesCallsThatAnotherEndpointTakes(String path, String method, String added, String expected)
            throws Exception {
        ObjectNode tree = (ObjectNode) new JsonMapper().readTree(manifest());
        ArrayNode endpoints = (ArrayNode) tree.get("endpoints");
        ((ObjectNode) endpoints.get(0)).put("path", path).putArray("parameters");
        Manifest before = ManifestJson.read(tree.toString());
        endpoints.add(((ObjectNode) endpoints.get(0).deepCopy())
                .put("name", "second")
                .put("method", method)
                .put("path", added));

        assertThat(said(ContractDiff.between(before, ManifestJson.read(tree.toString()))))
                .isEqualTo(expected.strip());
    }

    /** Two schemas; what is to be said where callers send them, and where callers read them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'type': 'string'}  | {'type': 'integer'} | ! b: it was string and is integer | ! b: it was string and is integer",
                "{'type': 'integer'} | {'type': 'number'}  | b: it was integer and is number | ! b: it was integer and is number",
                "{'type': 'string'}  | {'type': ['string', 'null']} | b: it was string and is null or string | ! b: it was string and is null or string",
                "{'type': 'string'}  | {}  | b: it was string and is anything | ! b: it was string and is anything",
                "{'enum': ['A', 'B']} | {'enum': ['A']} | ! b: the value B is gone | b: the value B is gone",
                "{'enum': ['A']}     | {'enum': ['A', 'C']} | b: the value C is new | ! b: the value C is new",
                "{'type': 'string'}  | {'type': 'string', 'enum': ['A']} | ! b: its values are listed now | b: its values are listed now",
                "{'minimum': 1}      | {'minimum': 2}  | ! b: minimum was 1 and is 2 | b: minimum was 1 and is 2",
                "{'maxLength': 9}    | {}              | b: maxLength was 9 and is not set | ! b: maxLength was 9 and is not set",
                "{}                  | {'pattern': 'a'} | ! b: pattern was not set and is \"a\" | b: pattern was not set and is \"a\"",
                "{'format': 'uuid'}  | {'format': 'uri'} | ! b: format was \"uuid\" and is \"uri\" | ! b: format was \"uuid\" and is \"uri\"",
                "{'items': {'type': 'string'}} | {'items': {'type': 'boolean'}} | ! b/*: it was string and is boolean | ! b/*: it was string and is boolean",
                "{'additionalProperties': {'type': 'string'}} | {'additionalProperties': false} | ! b: which other fields it may have changed | b: which other fields it may have changed",
                "{'if': {}}          | {'if': {'a': 1}} | ! b: its if changed, which cannot be compared | ! b: its if changed, which cannot be compared",
                "{'title': 'A'}      | {'description': 'B'} | |",
                "{'oneOf': [{'$ref': '#/$defs/A'}], '$defs': {'A': {'properties': {'type': {'const': 'A'}}}}} | {'oneOf': [{'$ref': '#/$defs/A'}, {'$ref': '#/$defs/B'}], '$defs': {'A': {'properties': {'type': {'const': 'A'}}}, 'B': {'properties': {'type': {'const': 'B'}}}}} | b: it can be B now | ! b: it can be B now",
                "{'type': 'string'} | {'oneOf': [{'type': 'string'}]} |  | ",
                "{'type': 'string'} | {'anyOf': [{'type': 'string'}, {'type': 'null'}]} | b: it can be null now | ! b: it can be null now",
                "{'anyOf': [{'type': 'string'}, {'type': 'null'}]} | {'type': 'string'} | ! b: it can no longer be null | b: it can no longer be null",
                "{'oneOf': [{'type': 'string'}, {'type': 'array', 'minItems': 1, 'items': {'type': 'integer'}}]} | {'oneOf': [{'type': 'string'}, {'type': 'array', 'minItems': 1, 'items': {'type': 'number'}}, {'type': 'array', 'minItems': 1, 'items': {'type': 'string'}}]} | b/array of number/*: it was integer and is number;  b: it can be array of string now | ! b/array of number/*: it was integer and is number;  ! b: it can be array of string now",
                "{'type': ['string', 'null']} | {'anyOf': [{'type': 'string'}, {'type': 'null'}]} |  | ",
                "{'anyOf': [{'type': 'integer'}, {'type': 'null'}]} | {'anyOf': [{'type': 'number'}, {'type': 'null'}]} | b: it was integer and is number | ! b: it was integer and is number",
                "{'anyOf': [{'type': 'string'}, {'type': 'null'}], 'maxLength': 9} | {'anyOf': [{'type': 'string'}, {'type': 'null'}], 'maxLength': 8} | ! b: its maxLength changed, which cannot be compared | ! b: its maxLength changed, which cannot be compared",
                "{'anyOf': [{'type': 'string', 'maxLength': 9}, {'type': 'null'}]} | {'anyOf': [{'type': 'string', 'maxLength': 8}, {'type': 'null'}]} | ! b: maxLength was 9 and is 8 | b: maxLength was 9 and is 8",
                "{'anyOf': [{'minLength': 1}, {'maxLength': 9}]} | {'anyOf': [{'minLength': 1}]} | ! b: its alternatives cannot be compared | ! b: its alternatives cannot be compared",
                "{'oneOf': [{'type': 'string'}], 'anyOf': [{'type': 'string'}]} | {'type': 'string'} | ! b: its alternatives cannot be compared | ! b: its alternatives cannot be compared",
                "{'anyOf': [{'$ref': '#/$defs/A'}, {'type': 'null'}], '$defs': {'A': {'type': 'object', 'properties': {'f': {'type': 'string'}}}}} | {'anyOf': [{'$ref': '#/$defs/A'}, {'type': 'null'}], '$defs': {'A': {'type': 'object', 'properties': {'f': {'type': 'boolean'}}}}} | ! b/f: it was string and is boolean | ! b/f: it was string and is boolean",
                "{'anyOf': [{'$ref': '#/$defs/S'}, {'type': 'null'}], '$defs': {'S': {'oneOf': [{'$ref': '#/$defs/A'}]}, 'A': {'properties': {'t': {'const': 'A'}, 'f': {'type': 'string'}}}}} | {'anyOf': [{'$ref': '#/$defs/S'}, {'type': 'null'}], '$defs': {'S': {'oneOf': [{'$ref': '#/$defs/A'}]}, 'A': {'properties': {'t': {'const': 'A'}, 'f': {'type': 'boolean'}}}}} | ! b/A/f: it was string and is boolean | ! b/A/f: it was string and is boolean",
                "{'prefixItems': [{'$ref': '#/$defs/A'}], '$defs': {'A': {'type': 'object', 'properties': {'f': {'type': 'string'}}}}} | {'prefixItems': [{'$ref': '#/$defs/A'}], '$defs': {'A': {'type': 'object', 'properties': {'f': {'type': 'boolean'}}}}} | ! b: its prefixItems changed, which cannot be compared | ! b: its prefixItems changed, which cannot be compared",
                "{'$ref': '#/$defs/A', '$defs': {'A': {'$ref': '#/$defs/A'}}} | {'$ref': '#/$defs/A', '$defs': {'A': {'$ref': '#/$defs/A', 'title': 'A'}}} | ! b: it cannot be compared | ! b: it cannot be compared",
                "{'$ref': '#/$defs/A', '$defs': {}} | {'$ref': '#/$defs/B', '$defs': {}} | ! b: it cannot be compared | ! b: it cannot be compared",
                "{'$ref': '#/$defs/A', 'maxLength': 9, '$defs': {'A': {}}} | {'$ref': '#/$defs/A', 'maxLength': 8, '$defs': {'A': {}}} | ! b: it cannot be compared | ! b: it cannot be compared",
                "{'$ref': '#/$defs/S', '$defs': {'S': {'oneOf': [{'$ref': '#/$defs/S'}]}}} | {'type': 'string'} | ! b: its alternatives cannot be compared | ! b: its alternatives cannot be compared",
                "{'type': 'array', 'items': {'type': 'string'}} | {'type': 'array'} | b/*: it was string and is anything | ! b/*: it was string and is anything",
                "{'type': 'array', 'items': true} | {'type': 'array', 'items': false} | ! b/*: it cannot be compared | ! b/*: it cannot be compared",
                "{'enum': [1]} | {'enum': ['1']} | ! b: the value 1 is gone;  b: the value 1 is new | b: the value 1 is gone;  ! b: the value 1 is new",
                "{'required': []} | {'required': ['a']} | ! b/a: the field is required now | b/a: the field is required now",
                "{'additionalProperties': {'type': 'string'}} | {'additionalProperties': {'type': 'string'}, 'properties': {'a': {'type': 'integer'}}} | b/a: the field is new;  ! b/a: it was string and is integer | b/a: the field is new;  ! b/a: it was string and is integer",
                "{'properties': {'a': {'type': 'string'}, 'b': {'type': 'string'}}} | {'properties': {'a': {'type': 'integer'}, 'b': {'type': 'integer'}}} | ! b/a: it was string and is integer;  ! b/b: it was string and is integer | ! b/a: it was string and is integer;  ! b/b: it was string and is integer",
                "{'type': 'integer', 'format': 'int32'} | {'type': 'integer', 'format': 'int32', 'minimum': -2147483648, 'maximum': 2147483647} |  | ",
                "{'type': 'integer', 'format': 'int32', 'maximum': 9} | {'type': 'integer', 'format': 'int64', 'maximum': 9} | b: minimum was -2147483648 and is -9223372036854775808 | ! b: minimum was -2147483648 and is -9223372036854775808",
                "{'type': 'integer'} | {'type': 'integer', 'format': 'int8'} | ! b: maximum was not set and is 127;  ! b: minimum was not set and is -128 | b: maximum was not set and is 127;  b: minimum was not set and is -128",
            })
    void judgesEachChangeOfASchemaByItsDirection(String before, String after, String sent, String read)
            throws Exception {
        JsonNode was = json(before);
        JsonNode is = json(after);

        assertThat(said(SchemaDiff.request("b", was, is))).isEqualTo(sent == null ? "" : sent.strip());
        assertThat(said(SchemaDiff.answer("b", was, is))).isEqualTo(read == null ? "" : read.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            nullValues = "-",
            value = {
                // required, fields | required, fields | sent | read
                "'a' | 'a': {}          | 'a'      | 'a': {}, 'b': {} | b/b: the field is new | b/b: the field is new",
                "'a' | 'a': {}          | 'a', 'b' | 'a': {}, 'b': {} | ! b/b: the field is new and required | b/b: the field is new",
                "'a' | 'a': {}, 'b': {} | 'a'      | 'a': {}          | ! b/b: the field is gone | ! b/b: the field is gone",
                "'a' | 'a': {}          | -        | 'a': {}          | b/a: the field is optional now | ! b/a: the field is optional now",
                "-   | 'a': {}          | 'a'      | 'a': {}          | ! b/a: the field is required now | b/a: the field is required now",
            })
    void judgesFieldsByDirection(
            @Nullable String wasRequired,
            String wasFields,
            @Nullable String isRequired,
            String isFields,
            String sent,
            String read)
            throws Exception {
        JsonNode was = json(OBJECT.formatted(wasRequired == null ? "" : wasRequired, wasFields));
        JsonNode is = json(OBJECT.formatted(isRequired == null ? "" : isRequired, isFields));

        assertThat(said(SchemaDiff.request("b", was, is))).isEqualTo(sent.strip());
        assertThat(said(SchemaDiff.answer("b", was, is))).isEqualTo(read.strip());
    }

    @Test
    void comparesTypesThatHoldThemselves() throws Exception {
        String tree =
                "{'$ref': '#/$defs/Tree', '$defs': {'Tree': {'properties': {'next': {'$ref': '#/$defs/Tree'}, 'value': {'type': '%s'}}}}}";

        assertThat(said(SchemaDiff.request("b", json(tree.formatted("string")), json(tree.formatted("string")))))
                .isEmpty();
        assertThat(said(SchemaDiff.request("b", json(tree.formatted("string")), json(tree.formatted("integer")))))
                .isEqualTo("! b/value: it was string and is integer");
    }

    /** Each type holds the next twice, so that there are more paths than could ever be walked. */
    @Test
    void comparesTypesOfManyPathsOnce() throws Exception {
        var types = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            String next = "{'anyOf': [{'$ref': '#/$defs/T%d'}, {'type': 'null'}]}".formatted(i + 1);
            types.append(
                    "'T%d': {'type': ['object', 'null'], 'properties': {'a': %s, 'b': %s}}, ".formatted(i, next, next));
        }
        String document = "{'$ref': '#/$defs/T0', '$defs': {" + types + "'T200': {'type': '%s'}}}";

        assertThat(SchemaDiff.answer("b", json(document.formatted("string")), json(document.formatted("integer"))))
                .isNotEmpty()
                .hasSizeLessThan(10)
                .allMatch(Change::isBreaking);
    }

    @Test
    void seesNothingBetweenAManifestAndItself() {
        Manifest manifest = ManifestJson.read(manifest());

        assertThat(ContractDiff.between(manifest, manifest)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../manifest-v1.json",
                "../manifest-v2.json",
                "../manifest-v2-all.json",
                "../manifest-v2-engine.json",
                "../manifest-v2-streams.json",
                "hello.json"
            })
    void seesNothingBetweenEqualManifestsAndSomethingWhereverAValueDiffers(String name) throws Exception {
        Manifest manifest = ManifestJson.read(text(name));
        ObjectNode tree = (ObjectNode) new JsonMapper().readTree(ManifestJson.write(manifest));

        assertThat(ContractDiff.between(manifest, ManifestJson.read(tree.toString())))
                .isEmpty();
        for (JsonPointer leaf : leaves(tree, JsonPointer.empty())) {
            ObjectNode changed = tree.deepCopy();
            if (!leaf.toString().matches(NOT_CALLERS_BUSINESS) && change(changed, leaf)) {
                assertThat(ContractDiff.between(manifest, ManifestJson.read(changed.toString())))
                        .as("a change of %s", leaf)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void saysWhatChangedOfTheSettingsAndNoValueOfAVariable() throws Exception {
        ObjectNode before = (ObjectNode) new JsonMapper().readTree(manifest());
        before.withObject("/image/env").put("OLD", "secret-1").put("KEPT", "secret-2");
        ObjectNode after = before.deepCopy();
        after.withObject("/image/env")
                .put("NEW", "secret-3")
                .put("KEPT", "secret-4")
                .remove("OLD");
        after.withObject("/scaling").put("maxQueue", 7);
        after.withObject("/timeouts").put("idle", "PT7S");

        assertThat(said(ContractDiff.between(
                        ManifestJson.read(before.toString()), ManifestJson.read(after.toString()))))
                .isEqualTo("chute: scaling.maxQueue was 64 and is 7;  chute: timeouts.idle was 'PT1M' and is 'PT7S';"
                        + "  chute: image.env.KEPT has another value;  chute: image.env.NEW is new;"
                        + "  chute: image.env.OLD is gone");
    }

    private static List<JsonPointer> leaves(JsonNode value, JsonPointer place) {
        List<JsonPointer> leaves = new ArrayList<>();
        value.properties()
                .forEach(field -> leaves.addAll(leaves(field.getValue(), place.appendProperty(field.getKey()))));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            leaves.addAll(leaves(value.get(i), place.appendIndex(i)));
        }
        return value.isContainerNode() ? leaves : List.of(place);
    }

    /** Puts another value of the same kind there; false where there is none. */
    private static boolean change(ObjectNode tree, JsonPointer leaf) {
        JsonNode value = tree.at(leaf);
        JsonNode other =
                switch (value.getNodeType()) {
                    case BOOLEAN -> BooleanNode.valueOf(!value.booleanValue());
                    case NUMBER -> value.isInt() ? IntNode.valueOf(value.intValue() + 1) : DoubleNode.valueOf(0.5);
                    case STRING -> TextNode.valueOf(other(value.asText()));
                    default -> value;
                };
        if (tree.at(leaf.head()) instanceof ArrayNode array) {
            array.set(leaf.last().getMatchingIndex(), other);
        } else {
            ((ObjectNode) tree.at(leaf.head())).set(leaf.last().getMatchingProperty(), other);
        }
        return !other.equals(value);
    }

    private static String other(String text) {
        return switch (text) {
            case "PUBLIC" -> "OWNER";
            case "OWNER" -> "PUBLIC";
            case "PATH" -> "QUERY";
            case "QUERY" -> "PATH";
            case "EVENTS" -> "OPENAI";
            case "OPENAI" -> "EVENTS";
            default -> text.startsWith("PT") ? "PT7S" : text.matches("[0-9.]+") ? "7" : text + "x";
        };
    }

    private static String said(List<Change> changes) {
        return changes.stream()
                .map(change -> (change.isBreaking() ? "! " : "") + change)
                .collect(Collectors.joining(";  "));
    }

    private static JsonNode json(String text) throws Exception {
        return new JsonMapper().readTree(text.strip().replace('\'', '"'));
    }

    private static String manifest() {
        return text("hello.json");
    }

    private static String text(String name) {
        try (InputStream in = ContractDiffTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("Could not read " + name, e);
        }
    }
}
