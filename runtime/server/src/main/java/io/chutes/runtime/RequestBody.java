package io.chutes.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.annotation.Upload;
import io.chutes.runtime.connection.CallerConnection;
import io.chutes.runtime.spi.Body;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The body of a request that Javalin hands over. */
final class RequestBody implements Body {
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final int UNSUPPORTED = 415;
    private static final int MOST_AT_ONCE = 1 << 20;

    private final Context context;
    private final @Nullable JsonNode schema;
    private byte @Nullable [] held;

    /**
     * The body of a request.
     *
     * @param schema what its JSON must be; null for whatever its type can hold
     */
    RequestBody(Context context, @Nullable JsonNode schema) {
        this.context = context;
        this.schema = schema;
    }

    @Override
    public <T> T body(Class<T> type) {
        return Json.read(json(), type, schema);
    }

    @Override
    public <T> List<T> list(Class<T> element) {
        return Json.list(json(), element, schema);
    }

    @Override
    public <T> Map<String, T> map(Class<T> value) {
        return Json.map(json(), value, schema);
    }

    private byte[] json() {
        checkJson();
        return bytes();
    }

    /** Refuses a body that says it is something else than JSON. */
    void checkJson() {
        String contentType = context.header("Content-Type");
        if (contentType != null && !isJson(contentType)) {
            throw new ProblemException(
                    UNSUPPORTED,
                    "The body must be application/json, got %s: set the Content-Type header".formatted(contentType));
        }
    }

    @Override
    public String text() {
        Charset charset = charset();
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes())).toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(BAD_REQUEST, "The body is no text in " + charset);
        }
    }

    /** All of it, which is kept so that it can be read once more. */
    byte[] hold() {
        held = bytes();
        return held;
    }

    @Override
    public byte[] bytes() {
        if (held != null) {
            return held;
        }
        checkEncoding();
        long length = context.req().getContentLengthLong();
        if (length > ChuteServer.MAX_BODY_BYTES) {
            throw tooLarge(); // before any of it has come: a caller who says so may send nothing for long
        }
        try (InputStream in = arriving()) {
            byte[] body = read(in, length);
            if (body.length <= ChuteServer.MAX_BODY_BYTES) {
                return body;
            }
            // Who is cut off while sending may never read the answer, so a little more is taken in.
            in.skip(ChuteServer.MAX_BODY_BYTES);
        } catch (IOException e) {
            throw new ProblemException(BAD_REQUEST, "The body broke off");
        }
        throw tooLarge();
    }

    private static ProblemException tooLarge() {
        return new ProblemException(
                TOO_LARGE, "The body is larger than " + (ChuteServer.MAX_BODY_BYTES >> 20) + " MiB");
    }

    /** At most one byte too many. Memory for a long body is taken as it comes: who announces one may send nothing. */
    private static byte[] read(InputStream in, long length) throws IOException {
        if (length < 0 || length > MOST_AT_ONCE) {
            return in.readNBytes(ChuteServer.MAX_BODY_BYTES + 1);
        }
        byte[] body = new byte[(int) length];
        int read = in.readNBytes(body, 0, body.length);
        in.read(); // its end, so that whoever watches the connection knows that no more is to come
        return read == body.length ? body : Arrays.copyOf(body, read);
    }

    Upload upload() {
        checkEncoding();
        String contentType = context.header("Content-Type");
        long length = context.req().getContentLengthLong();
        return new ReceivedUpload(
                contentType == null ? "application/octet-stream" : contentType,
                length < 0 ? OptionalLong.empty() : OptionalLong.of(length),
                held == null ? arriving() : new ByteArrayInputStream(held));
    }

    private InputStream arriving() {
        return new CallerConnection(context.req()).body();
    }

    private void checkEncoding() {
        String encoding = context.header("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new ProblemException(UNSUPPORTED, "The body must come without Content-Encoding, got " + encoding);
        }
    }

    private Charset charset() {
        String name = context.req().getCharacterEncoding();
        try {
            return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(UNSUPPORTED, "The charset of the body is not known here: " + name);
        }
    }

    private static boolean isJson(String contentType) {
        String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return mediaType.equals("application/json")
                || (mediaType.startsWith("application/") && mediaType.endsWith("+json"));
    }

    private record ReceivedUpload(String contentType, OptionalLong length, InputStream stream) implements Upload {}
}
