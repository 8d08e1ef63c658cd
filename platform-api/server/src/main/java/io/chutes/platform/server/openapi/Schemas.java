package io.chutes.platform.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Page;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.server.web.JsonText;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/** The JSON Schemas of the contract's records, each defined once. */
final class Schemas {
    static final String PLACE = "components/schemas";

    private final SchemaBuilder builder;

    Schemas() {
        var config = new SchemaGeneratorConfigBuilder(
                        PlatformJson.mapper(), SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule(JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY))
                .with(
                        Option.DEFINITIONS_FOR_ALL_OBJECTS,
                        Option.PLAIN_DEFINITION_KEYS,
                        Option.EXTRA_OPEN_API_FORMAT_VALUES,
                        Option.FLATTENED_OPTIONALS,
                        Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES)
                .without(Option.SCHEMA_VERSION_INDICATOR);
        config.forFields().withRequiredCheck(field -> !isNullable(field)).withNullableCheck(Schemas::isNullable);
        config.forTypesInGeneral().withCustomDefinitionProvider((type, context) -> {
            ObjectNode schema = context.getGeneratorConfig().createObjectNode();
            if (type.isInstanceOf(Money.class)) {
                return new CustomDefinition(
                        schema.put("type", "string").put("pattern", "^-?[0-9]{1,11}(\\.[0-9]{1,9})?$"), true);
            }
            if (type.isInstanceOf(YearMonth.class)) {
                return new CustomDefinition(
                        schema.put("type", "string").put("pattern", "^[0-9]{4}-(0[1-9]|1[0-2])$"), true);
            }
            return type.isInstanceOf(JsonNode.class) || type.isInstanceOf(JsonText.class)
                    ? new CustomDefinition(schema, true)
                    : null;
        });
        this.builder = new SchemaGenerator(config.build()).buildMultipleSchemaDefinitions();
    }

    ObjectNode of(Class<?> type) {
        return builder.createSchemaReference(type);
    }

    ObjectNode pageOf(Class<?> item) {
        return builder.createSchemaReference(Page.class, item);
    }

    /** The definitions that all of these refer to. */
    ObjectNode definitions() {
        return builder.collectDefinitions(PLACE);
    }

    private static boolean isNullable(FieldScope field) {
        return field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
