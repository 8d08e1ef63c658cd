package io.chutes.platform.manifest;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes manifests. Equal manifests give equal text, on every machine and day. */
public final class ManifestJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .annotationIntrospector(new EverythingRequired())
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // A component that may be null says so itself.
            .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
            // The limits in a schema are decimals of any size, and stay as they are written.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .injectableValues(new InjectableValues.Std().addValue(Manifest.NO_ENGINES, List.of()))
            .build();

    private static final ObjectWriter WRITER = MAPPER.writer(new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private ManifestJson() {}

    /** The manifest as indented JSON that ends with a line feed. */
    public static String write(Manifest manifest) {
        try {
            return WRITER.writeValueAsString(manifest) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not write the manifest of " + manifest.name(), e);
        }
    }

    /** Any document in the same form. */
    static String write(Object document) {
        try {
            return WRITER.writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not write a document", e);
        }
    }

    /** Reads what {@link #write(Manifest)} wrote, in this format or an older one; throws {@link ManifestException} for anything else. */
    public static Manifest read(String json) {
        @Nullable Manifest manifest;
        try {
            JsonNode document = MAPPER.readTree(json);
            if (document.path("schema").intValue() > Manifest.SCHEMA) {
                throw new ManifestException(
                        "The manifest is of schema %d, and %d is the newest known here: use a newer version of chutes"
                                .formatted(document.path("schema").intValue(), Manifest.SCHEMA));
            }
            // What is read from the text itself has a line to name where it is wrong.
            manifest = SchemaOne.isIn(document)
                    ? MAPPER.treeToValue(SchemaOne.upgraded(document, MAPPER), Manifest.class)
                    : MAPPER.readValue(json, Manifest.class);
        } catch (JsonProcessingException e) {
            throw new ManifestException(
                    "Could not read the manifest%s: %s".formatted(place(e), e.getOriginalMessage()), e);
        }
        if (manifest == null) {
            throw new ManifestException("Could not read the manifest: it is null");
        }
        return manifest;
    }

    /** Reads another document that is written in the same form. */
    static <T> T read(String json, Class<T> type, String name) {
        try {
            @Nullable T document = MAPPER.readValue(json, type);
            if (document == null) {
                throw new ManifestException("Could not read " + name + ": it is null");
            }
            return document;
        } catch (JsonProcessingException e) {
            throw new ManifestException("Could not read %s%s: %s".formatted(name, place(e), e.getOriginalMessage()), e);
        }
    }

    /** Where a manifest is wrong, such as {@code endpoints[0].path, line 12}. */
    private static String place(JsonProcessingException e) {
        var place = new StringBuilder();
        if (e instanceof JsonMappingException mapping) {
            for (JsonMappingException.Reference step : mapping.getPath()) {
                if (step.getFieldName() == null) {
                    place.append('[').append(step.getIndex()).append(']');
                } else {
                    place.append(place.isEmpty() ? "" : ".").append(step.getFieldName());
                }
            }
        }
        String path = place.isEmpty() ? "" : " at " + place;
        JsonLocation location = e.getLocation();
        return location == null ? path : path + (path.isEmpty() ? " at" : ",") + " line " + location.getLineNr();
    }
}
