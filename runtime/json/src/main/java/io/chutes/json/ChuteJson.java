package io.chutes.json;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * JSON as the schemas of chutes describe it: a record is its components, a sealed interface says which of its records it is, times are
 * text, and no value is turned into one of another type.
 */
public final class ChuteJson {
    private ChuteJson() {}

    /** What both ends of a call have in common, to which each adds what it alone is strict about. */
    public static JsonMapper.Builder mapper(JsonFactoryBuilder factory) {
        return JsonMapper.builder(factory.addDecorator((written, out) -> new FiniteNumbers(out))
                        .build())
                .addModules(new Jdk8Module(), new JavaTimeModule(), new SealedInterfaces(), new UntaggedInterfaces())
                .accessorNaming(new ComponentNaming())
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);
    }
}
