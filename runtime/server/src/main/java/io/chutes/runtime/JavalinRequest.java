package io.chutes.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.annotation.Upload;
import io.chutes.runtime.spi.Request;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The request that Javalin hands to an endpoint. */
final class JavalinRequest implements Request {
    private static final String CALLER = "X-Chutes-Caller";

    private final Context context;
    private final RequestBody body;
    private final Instant deadline;
    private final RunningCall call;
    private final boolean fromPlatform;

    /**
     * A request.
     *
     * @param schema what a JSON body must be; null for whatever its type can hold
     * @param deadline when its call will be ended
     * @param fromPlatform whether the platform alone can have sent it, so that what it says of the caller is true
     */
    JavalinRequest(
            Context context, @Nullable JsonNode schema, Instant deadline, RunningCall call, boolean fromPlatform) {
        this.context = context;
        this.body = new RequestBody(context, schema);
        this.deadline = deadline;
        this.call = call;
        this.fromPlatform = fromPlatform;
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
    public Optional<String> caller() {
        return caller(context, fromPlatform);
    }

    /** Who calls, as far as the platform alone can have said so. */
    static Optional<String> caller(Context context, boolean fromPlatform) {
        return fromPlatform ? Optional.ofNullable(context.header(CALLER)) : Optional.empty();
    }

    @Override
    public Instant deadline() {
        return deadline;
    }

    @Override
    public boolean cancelled() {
        return call.cancelled();
    }

    @Override
    public <T> T body(Class<T> type) {
        return body.body(type);
    }

    @Override
    public <T> List<T> list(Class<T> element) {
        return body.list(element);
    }

    @Override
    public <T> Map<String, T> map(Class<T> value) {
        return body.map(value);
    }

    @Override
    public String text() {
        return body.text();
    }

    @Override
    public byte[] bytes() {
        return body.bytes();
    }

    /** The body, read now and kept for the chute to read. */
    byte[] heldBody() {
        return body.hold();
    }

    @Override
    public Upload upload() {
        return body.upload();
    }

    @Override
    public <T> T path(String name, Class<T> type) {
        return ParameterText.value("path", name, context.pathParam(name), type);
    }

    @Override
    public <T> T query(String name, Class<T> type) {
        return optionalQuery(name, type).orElseThrow(() -> ParameterText.missing("query", name));
    }

    @Override
    public <T> Optional<T> optionalQuery(String name, Class<T> type) {
        List<T> values = queries(name, type);
        if (values.size() > 1) {
            throw ParameterText.misfit("query", name, "maxItems", "is there %d times".formatted(values.size()));
        }
        return values.stream().findFirst();
    }

    @Override
    public <T> List<T> queries(String name, Class<T> type) {
        return QueryString.values(context.queryString(), name).stream()
                .map(text -> ParameterText.value("query", name, text, type))
                .toList();
    }
}
