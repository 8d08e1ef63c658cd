package io.chutes.runtime.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExampleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'type': 'string'} | 'text'",
                "{'type': 'string', 'maxLength': 2} | 'te'",
                "{'type': 'string', 'minLength': 6} | 'textxx'",
                "{'type': 'string', 'format': 'uuid'} | '00000000-0000-4000-8000-000000000000'",
                "{'type': ['string', 'null']} | 'text'",
                "{'enum': ['A', 'B']} | 'A'",
                "{'const': 7} | 7",
                "{'type': 'boolean'} | true",
                "{'type': 'integer', 'minimum': -2147483648, 'maximum': 2147483647} | 1",
                "{'type': 'integer', 'minimum': 5} | 5",
                "{'type': 'integer', 'exclusiveMinimum': 5} | 6",
                "{'type': 'number', 'maximum': 0.5} | 0.5",
                "{'type': 'array', 'items': {'type': 'integer'}, 'minItems': 2} | [1, 1]",
                "{'type': 'object', 'additionalProperties': {'type': 'integer'}} | {'key': 1}",
                "{'oneOf': [{'$ref': '#/$defs/A'}], '$defs': {'A': {'type': 'object', 'properties': {'type': {'const': 'A'}}}}} | {'type': 'A'}",
                "{'anyOf': [{'type': 'string'}, {'type': 'null'}]} | 'text'",
                "{'$ref': '#/$defs/T', '$defs': {'T': {'type': 'object', 'properties': {'n': {'anyOf': [{'$ref': '#/$defs/T'}, {'type': 'null'}]}, 'v': {'type': 'integer'}}}}} | {'v': 1}",
                "{'$ref': '#/$defs/T', '$defs': {'T': {'type': 'object', 'properties': {'all': {'type': 'array', 'items': {'$ref': '#/$defs/T'}}}}}} | {'all': []}",
            })
    void isAValueOfItsSchema(String schema, String expected) throws Exception {
        assertThat(Example.of(json(schema))).hasToString(json(expected).toString());
    }

    private static JsonNode json(String text) throws Exception {
        return new JsonMapper().readTree(text.replace('\'', '"'));
    }
}
