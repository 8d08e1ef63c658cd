package io.chutes.platform.manifest.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractDiffTest {
    private static final String OBJECT = """
            {"type": "object", "additionalProperties": false, "required": [%s], "properties": {%s}}""";

    /** A change of one line of a manifest, and what is to be said of it. A mark of {@code !} is a breaking change. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "'method': 'POST'            | 'method': 'PUT'        | ! greet: method was POST and is PUT",
                "'path': '/greet/{name}'     | 'path': '/hi/{name}'   | ! greet: path was /greet/{} and is /hi/{}",
                "'visibility': 'PUBLIC'      | 'visibility': 'OWNER'  | ! greet: only the owner may call it now",
                "'idempotent': true          | 'idempotent': false    | ! greet: it is no longer idempotent, and clients that call it twice do harm",
                "'outputType': 'application/json' | 'outputType': 'text/event-stream' | ! greet: the media type of the answer was application/json and is text/event-stream",
                "'required': false           | 'required': true       | ! greet: the query parameter loud is required now",
                "'name': 'loud'              | 'name': 'quiet'        | ! greet: the query parameter loud is gone;  greet: the query parameter quiet is new",
                "'name': 'name'              | 'name': 'name'         | ",
                "'summary': ''               | 'summary': 'Greets'    |  greet: summary changed",
                "'tagline': ''               | 'tagline': 'Hello'     |  chute: tagline was  and is Hello",
                "'name': 'greet'             | 'name': 'welcome'      | ! greet: POST /greet/{name} is gone;  welcome: POST /greet/{name} is new",
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
                "{'additionalProperties': {'type': 'string'}} | {'additionalProperties': false} | ! b: which other fields it may have changed | ! b: which other fields it may have changed",
                "{'if': {}}          | {'if': {'a': 1}} | ! b: its if changed, which cannot be compared | ! b: its if changed, which cannot be compared",
                "{'title': 'A'}      | {'description': 'B'} | |",
                "{'oneOf': [{'$ref': '#/$defs/A'}], '$defs': {'A': {'properties': {'type': {'const': 'A'}}}}} | {'oneOf': [{'$ref': '#/$defs/A'}, {'$ref': '#/$defs/B'}], '$defs': {'A': {'properties': {'type': {'const': 'A'}}}, 'B': {'properties': {'type': {'const': 'B'}}}}} | b: it can be B now | ! b: it can be B now",
                "{'type': 'string'}  | {'oneOf': [{'type': 'string'}]} | ! b: it is one of several now | ! b: it is one of several now",
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

    @Test
    void seesNothingBetweenAManifestAndItself() {
        Manifest manifest = ManifestJson.read(manifest());

        assertThat(ContractDiff.between(manifest, manifest)).isEmpty();
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
        try (InputStream in = ContractDiffTest.class.getResourceAsStream("hello.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("Could not read hello.json", e);
        }
    }
}
