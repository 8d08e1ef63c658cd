package io.chutes.client;

import static com.fasterxml.jackson.databind.cfg.CoercionAction.Fail;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.chutes.json.ChuteJson;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.stream.Collectors;

/**
 * JSON as chutes speak it. No value is turned into one of another type; properties that an answer has beyond what its type
 * knows are newer than this caller: ignored.
 */
final class Json {
    /** For types that live as long as this class does, or are the caller's to care for: it keeps those it has seen. */
    static final Json SHARED = new Json();

    private final JsonMapper mapper = ChuteJson.mapper(new JsonFactoryBuilder()
                    // Answers are large where they hold images in Base64, and the caller chose whom to ask.
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build()))
            .addModule(new RequiredComponents())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withCoercionConfig(LogicalType.Textual, text -> text.setCoercion(CoercionInputShape.Integer, Fail)
                    .setCoercion(CoercionInputShape.Float, Fail)
                    .setCoercion(CoercionInputShape.Boolean, Fail))
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();

    /** A type that a member of a class names, with what that class says of its type parameters. */
    JavaType resolve(Type written, Class<?> declaring, Class<?> owner) {
        TypeFactory types = mapper.getTypeFactory();
        JavaType supertype = types.constructType(owner).findSuperType(declaring);
        return types.resolveMemberType(written, supertype.getBindings());
    }

    /** A document that is looked into piece by piece. */
    JsonNode tree(InputStream in) throws IOException {
        return mapper.readTree(in);
    }

    byte[] write(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new ChuteException(
                    "Could not write a %s as JSON: %s%s"
                            .formatted(value.getClass().getName(), place(e), e.getOriginalMessage()),
                    e);
        }
    }

    /** A constant of an enum as JSON names it. */
    String name(Enum<?> constant) {
        return mapper.convertValue(constant, String.class);
    }

    /** Where in the document, as JSON Pointer (RFC 6901); empty if that is not known. */
    private static String place(JsonProcessingException e) {
        return e instanceof JsonMappingException misfit && !misfit.getPath().isEmpty()
                ? misfit.getPath().stream()
                        .map(step -> step.getFieldName() == null ? step.getIndex() : escaped(step.getFieldName()))
                        .map(step -> "/" + step)
                        .collect(Collectors.joining("", "", ": "))
                : "";
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** Reads a value from a source that messages name, such as {@code the answer of http://…}. */
    <T> T read(byte[] json, JsonType<T> type, String source) {
        T value;
        try {
            value = mapper.readerFor(mapper.constructType(type.type())).readValue(json);
        } catch (JsonProcessingException e) {
            throw new ChuteException("%s is no %s: %s%s".formatted(source, type, place(e), e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new ChuteException("%s is no %s: %s".formatted(source, type, e.getMessage()), e);
        }
        if (value == null) {
            throw new ChuteException("%s is no %s: it is null".formatted(source, type), null);
        }
        return value;
    }
}
