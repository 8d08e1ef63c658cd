package io.chutes.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.chutes.processor.EcmaScript;
import java.util.Set;
import java.util.stream.Collectors;

/** The other opinion: json-schema-validator, formats asserted, nothing fetched from the net. */
final class PublishedValidator {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true)
            .regularExpressionFactory(pattern -> text -> EcmaScript.finds(pattern, text))
            .build();

    private final JsonSchema schema;

    private PublishedValidator(JsonSchema schema) {
        this.schema = schema;
    }

    static PublishedValidator of(JsonNode schema) {
        return new PublishedValidator(FACTORY.getSchema(schema, CONFIG));
    }

    /** Of schemas themselves. */
    static PublishedValidator ofSchemas() {
        return new PublishedValidator(FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012), CONFIG));
    }

    Set<String> complaints(JsonNode document) {
        return schema.validate(document).stream().map(Object::toString).collect(Collectors.toSet());
    }

    boolean accepts(JsonNode document) {
        return schema.validate(document).isEmpty();
    }
}
