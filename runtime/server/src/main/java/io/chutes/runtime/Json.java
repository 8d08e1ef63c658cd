package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.chutes.json.ChuteJson;
import io.chutes.runtime.Problem.FieldError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bodies as the schemas of a chute describe them: every component of a record is required but an {@code Optional}, nothing
 * unknown is taken, and no value is turned into one of another type.
 */
final class Json {
    static final int MAX_DEPTH = 500;
    static final int MAX_NUMBER_LENGTH = 1000;
    private static final int MAX_NAME_LENGTH = 50_000;
    private static final int LONGEST_REASON = 200;

    /** Jackson's words for where what was not closed begins. */
    private static final Pattern STARTED =
            Pattern.compile("\\(start marker at \\[.*line: (\\d+), column: (\\d+)\\]\\)");

    static final JsonMapper MAPPER = ChuteJson.mapper(new JsonFactoryBuilder()
                    // The default keeps buffers by thread, and each call has a thread of its own.
                    .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .maxNameLength(MAX_NAME_LENGTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8))
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(
                    "Could not write a " + value.getClass().getName() + " as JSON", e);
        }
    }

    /** Reads a body that no schema describes, as {@link #read(byte[], Class, JsonNode)} does. */
    static <T> T read(byte[] body, Class<T> type) {
        return read(body, type, null);
    }

    /**
     * Reads a body; throws a problem of status 400 where it is not JSON and 422 where it does not fit.
     *
     * @param schema what fits; null for whatever the type can hold
     */
    static <T> T read(byte[] body, Class<T> type, @Nullable JsonNode schema) {
        return type.cast(read(body, MAPPER.constructType(type), schema));
    }

    /** Reads a body that is an array of such, as {@link #read(byte[], Class, JsonNode)} does. */
    @SuppressWarnings("unchecked") // a list of just that was asked for
    static <T> List<T> list(byte[] body, Class<T> element, @Nullable JsonNode schema) {
        return (List<T>) read(body, MAPPER.getTypeFactory().constructCollectionType(List.class, element), schema);
    }

    /** Reads a body that is an object whose values are such, as {@link #read(byte[], Class, JsonNode)} does. */
    @SuppressWarnings("unchecked") // a map of just that was asked for
    static <T> Map<String, T> map(byte[] body, Class<T> value, @Nullable JsonNode schema) {
        return (Map<String, T>)
                read(body, MAPPER.getTypeFactory().constructMapType(Map.class, String.class, value), schema);
    }

    private static Object read(byte[] body, JavaType type, @Nullable JsonNode schema) {
        check(body, schema);
        return reading(body, in -> {
            try {
                return MAPPER.readerFor(type).readValue(in);
            } catch (JsonMappingException e) {
                throw unfit(List.of(Misfit.describe(e)));
            }
        });
    }

    /**
     * Makes sure that a body fits; throws a problem as {@link #read(byte[], Class, JsonNode)} does.
     *
     * @param schema what fits; null for any JSON
     */
    static void check(byte[] body, @Nullable JsonNode schema) {
        List<FieldError> errors =
                reading(body, in -> SchemaCheck.faults(in, schema == null ? MissingNode.getInstance() : schema));
        if (!errors.isEmpty()) {
            throw unfit(errors);
        }
    }

    private static ProblemException unfit(List<FieldError> errors) {
        return new ProblemException(422, "The body does not fit this endpoint", errors);
    }

    /** What is made of a document whose first token is the parser's; its last is, afterwards. */
    @FunctionalInterface
    private interface Reading<T> {
        T of(JsonParser in) throws IOException;
    }

    private static <T> T reading(byte[] body, Reading<T> reading) {
        // As text: of bytes, Jackson refuses names with escaped surrogates, as Python writes them.
        var text = new InputStreamReader(new ByteArrayInputStream(body), UTF_8.newDecoder());
        try (JsonParser in = new BoundedNumbers(MAPPER.createParser(text))) {
            if (in.nextToken() == null) {
                throw new ProblemException(400, "The body is empty, and JSON is needed");
            }
            T read = reading.of(in);
            if (in.nextToken() != null) {
                throw notJson("there is more after its end", in.currentLocation());
            }
            return read;
        } catch (StreamConstraintsException e) {
            throw tooLong();
        } catch (JsonParseException e) {
            throw notJson(e.getOriginalMessage(), e.getLocation());
        } catch (CharacterCodingException e) {
            throw new ProblemException(400, "The body is not JSON: its bytes are no text in UTF-8");
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read a body", e);
        }
    }

    static ProblemException tooLong() {
        return new ProblemException(
                400,
                "The body is nested deeper than %d levels, or has a number of more than %d digits or a name of more than %d characters"
                        .formatted(MAX_DEPTH, MAX_NUMBER_LENGTH, MAX_NAME_LENGTH));
    }

    private static ProblemException notJson(String reason, JsonLocation at) {
        String ours = STARTED.matcher(reason.replaceFirst(": enable `.*", ""))
                .replaceFirst("(it starts at line $1, column $2)");
        String said = Faults.shortened(ours, LONGEST_REASON);
        return new ProblemException(
                400, "The body is not JSON: %s (line %d, column %d)".formatted(said, at.getLineNr(), at.getColumnNr()));
    }
}
