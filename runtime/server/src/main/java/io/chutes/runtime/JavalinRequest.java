package io.chutes.runtime;

import io.chutes.runtime.spi.Request;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/** The request that Javalin hands to an endpoint. */
final class JavalinRequest implements Request {
    private final Context context;

    JavalinRequest(Context context) {
        this.context = context;
    }

    @Override
    public String requestId() {
        return RequestIds.of(context);
    }

    /** Any but the token, which is between the platform and this server. */
    @Override
    public Optional<String> header(String name) {
        return name.equalsIgnoreCase(InstanceToken.HEADER)
                ? Optional.empty()
                : Optional.ofNullable(context.header(name));
    }

    @Override
    public <T> T body(Class<T> type) {
        String contentType = context.header("Content-Type");
        if (contentType != null && !isJson(contentType)) {
            throw new ProblemException(415, "The body must be application/json, got " + contentType);
        }
        String encoding = context.header("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new ProblemException(415, "The body must come without Content-Encoding, got " + encoding);
        }
        return Json.read(bytes(), type);
    }

    @Override
    public byte[] bytes() {
        try (InputStream in = context.bodyInputStream()) {
            byte[] body = in.readNBytes(ChuteServer.MAX_BODY_BYTES + 1);
            if (body.length <= ChuteServer.MAX_BODY_BYTES) {
                return body;
            }
            // Who is cut off while sending may never read the answer, so a little more is taken in.
            in.skip(ChuteServer.MAX_BODY_BYTES);
        } catch (IOException e) {
            throw new ProblemException(400, "The body broke off");
        }
        throw new ProblemException(413, "The body is larger than " + (ChuteServer.MAX_BODY_BYTES >> 20) + " MiB");
    }

    @Override
    public io.chutes.annotation.Upload upload() {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T path(String name, Class<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T query(String name, Class<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> Optional<T> optionalQuery(String name, Class<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> java.util.List<T> queries(String name, Class<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> java.util.List<T> list(Class<T> element) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> java.util.Map<String, T> map(Class<T> value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String text() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> caller() {
        throw new UnsupportedOperationException();
    }

    @Override
    public java.time.Instant deadline() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean cancelled() {
        throw new UnsupportedOperationException();
    }

    private static boolean isJson(String contentType) {
        String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return mediaType.equals("application/json")
                || (mediaType.startsWith("application/") && mediaType.endsWith("+json"));
    }
}
