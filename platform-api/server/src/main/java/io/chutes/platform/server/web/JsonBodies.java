package io.chutes.platform.server.web;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Problem.FieldError;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the JSON bodies of requests, strictly: nothing unknown, nothing twice, nothing missing that may not be null,
 * nothing turned into another type, no text that cannot be stored. */
public final class JsonBodies {
    /** The largest body read, in bytes. */
    static final int LARGEST = 4 * 1024 * 1024;

    /** What is read and thrown away of a body that is too large, in bytes; a caller that sends more is cut off. */
    private static final long MOST_DISCARDED = 4L * LARGEST;

    private static final JsonMapper STRICT = PlatformJson.mapper()
            .rebuild()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .annotationIntrospector(
                    AnnotationIntrospector.pair(new RequiredComponents(), new JacksonAnnotationIntrospector()))
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .withCoercionConfig(LogicalType.Textual, textual -> {
                textual.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                textual.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                textual.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
            .build();

    private static final Misfit MISFIT = new Misfit(STRICT);

    private JsonBodies() {}

    /**
     * What a body says.
     *
     * @throws ApiException 400 if it is not JSON, 422 if it does not fit
     */
    public static <T> T read(byte[] body, Class<T> type) {
        if (body.length == 0) {
            throw ApiException.badRequest("The request has no body; this route needs JSON");
        }
        try {
            T value = STRICT.readValue(body, type);
            if (value == null) {
                throw ApiException.unprocessable("", "type", "The body is null; it must be an object");
            }
            try (JsonParser document = STRICT.createParser(body)) {
                UnstorableText.find(document).ifPresent(pointer -> {
                    throw ApiException.unprocessable(
                            pointer, "pattern", "This text holds the character U+0000; leave it out");
                });
            }
            return value;
        } catch (JsonMappingException e) {
            throw isMalformed(e) ? notJson(e) : unfit(e);
        } catch (JacksonException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw ApiException.badRequest("The body is not JSON: " + e.getMessage());
        }
    }

    /**
     * A body of whatever form, which need not be there.
     *
     * @throws ApiException 400 if it is there and not JSON
     */
    static JsonText text(byte[] body) {
        if (body.length == 0) {
            return JsonText.NONE;
        }
        try {
            return new JsonText(new String(body, StandardCharsets.UTF_8), STRICT.readTree(body));
        } catch (JacksonException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw ApiException.badRequest("The body is not JSON: " + e.getMessage());
        }
    }

    /**
     * The body of a request as it came.
     *
     * @throws ApiException 413 if it is larger than {@link #LARGEST}
     */
    public static byte[] bytes(Context context) {
        try {
            InputStream in = context.bodyInputStream();
            byte[] body = in.readNBytes(LARGEST + 1);
            if (body.length > LARGEST) {
                // A caller that still sends would not hear the answer.
                in.skip(MOST_DISCARDED);
                throw ApiException.tooLarge("The body is larger than %d bytes".formatted(LARGEST));
            }
            return body;
        } catch (IOException e) {
            throw ApiException.badRequest("The body broke off: " + e.getMessage());
        }
    }

    /** Jackson wraps a syntax error that it meets inside an object; the syntax error is then the cause. */
    private static boolean isMalformed(JsonMappingException e) {
        return e.getCause() instanceof StreamReadException;
    }

    private static ApiException notJson(JacksonException e) {
        JacksonException syntax = e.getCause() instanceof StreamReadException cause ? cause : e;
        var at = syntax.getLocation();
        String where = at == null ? "" : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
        return ApiException.badRequest("The body is not JSON: %s%s".formatted(syntax.getOriginalMessage(), where));
    }

    private static ApiException unfit(JsonMappingException e) {
        FieldError error = MISFIT.explain(e);
        return ApiException.unprocessable(error.pointer(), error.rule(), error.message());
    }
}
