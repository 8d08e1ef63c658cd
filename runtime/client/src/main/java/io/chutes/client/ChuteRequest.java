package io.chutes.client;

import io.chutes.annotation.Reply;
import io.chutes.annotation.Upload;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A call of one endpoint: first what is sent, then the form in which the answer is taken, which sends it. For one call and one
 * thread.
 *
 * <p>Every form throws {@link ChuteProblemException} if the answer is a problem, {@link ChuteTimeoutException} if the timeout of the
 * options passes, and {@link ChuteException} if there is no answer or it is not of that form. Those whose name ends in {@code Async}
 * complete with them instead; cancelling what they return ends the call.
 */
public final class ChuteRequest {
    /** RFC 9110, 9.2.2. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "PUT", "DELETE");

    private final ChuteClient chute;
    private final String method;
    private final RequestPath path;
    private final Json json;
    private @Nullable RequestBody body;
    private boolean idempotent;

    ChuteRequest(ChuteClient chute, String method, String path, Json json) {
        this.chute = chute;
        this.json = json;
        this.method = method.toUpperCase(Locale.ROOT);
        this.path = new RequestPath(path);
        this.idempotent = IDEMPOTENT.contains(this.method);
    }

    /** The value for what stands in the path as that name in braces. */
    public ChuteRequest path(String name, Object value) {
        path.path(name, Objects.requireNonNull(value, name));
        return this;
    }

    /** A parameter of the query string: once, for each value of a collection, or not at all for an empty optional. */
    public ChuteRequest query(String name, Object value) {
        path.query(name, Objects.requireNonNull(value, name));
        return this;
    }

    /** Says that the endpoint is idempotent, so that the call may be tried again though it may have run. */
    public ChuteRequest idempotent() {
        idempotent = true;
        return this;
    }

    /** A body in JSON. */
    public ChuteRequest json(Object value) {
        return body(new RequestBody.Held("application/json", json.write(Objects.requireNonNull(value, "body"))));
    }

    /** A body of text. */
    public ChuteRequest text(String text) {
        return body(new RequestBody.Held("text/plain;charset=utf-8", text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A body of any bytes. */
    public ChuteRequest bytes(byte[] bytes) {
        return body(new RequestBody.Held("application/octet-stream", bytes.clone()));
    }

    /**
     * A body that is sent as it is read, see {@link Uploads}. Once reading has begun, the call is not tried again. Its stream is
     * closed when it is sent, or when the call fails.
     */
    public ChuteRequest upload(Upload upload) {
        return body(new RequestBody.Flowing(Objects.requireNonNull(upload, "body")));
    }

    /** The answer as JSON of a type; for {@code String} and an answer of plain text, that text. */
    public <T> T read(Class<T> type) {
        return read(JsonType.of(type));
    }

    /** The answer as JSON of a type. */
    public <T> T read(JsonType<T> type) {
        return begin(type).await();
    }

    /** The answer as JSON of a type, when it comes. */
    public <T> CompletableFuture<T> readAsync(Class<T> type) {
        return readAsync(JsonType.of(type));
    }

    /** The answer as JSON of a type, when it comes. */
    public <T> CompletableFuture<T> readAsync(JsonType<T> type) {
        return begin(type);
    }

    /** The answer as text. */
    public String readText() {
        return start(Forms.text()).await();
    }

    /** The answer as text, when it comes. */
    public CompletableFuture<String> readTextAsync() {
        return start(Forms.text());
    }

    /** The answer as bytes of some media type. The timeout lasts until they are read or closed. */
    public Download download() {
        return start(Forms.download()).await();
    }

    /** The answer as bytes of some media type, when it begins. */
    public CompletableFuture<Download> downloadAsync() {
        return start(Forms.download());
    }

    /**
     * The answer as server-sent events, read as they come. Close the stream to leave early: the chute then stops its work. Reading
     * throws what this throws, and a problem too where the stream ends in one or without its last event.
     */
    public <T> Stream<T> events(Class<T> element) {
        return events(JsonType.of(element));
    }

    /** The answer as server-sent events, as {@link #events(Class)}. */
    public <T> Stream<T> events(JsonType<T> element) {
        return start(Forms.events(element, json)).await();
    }

    /** The answer as JSON, or as server-sent events that are read as they come: whichever the chute gives. */
    public <T, E> Reply<T, E> reply(Class<T> whole, Class<E> element) {
        return reply(JsonType.of(whole), JsonType.of(element));
    }

    /** The answer as {@link #reply(Class, Class)}. */
    public <T, E> Reply<T, E> reply(JsonType<T> whole, JsonType<E> element) {
        return start(Forms.reply(whole, element, json)).await();
    }

    /** The answer as {@link #reply(Class, Class)}, when it begins. */
    public <T, E> CompletableFuture<Reply<T, E>> replyAsync(Class<T> whole, Class<E> element) {
        return replyAsync(JsonType.of(whole), JsonType.of(element));
    }

    /** The answer as {@link #reply(Class, Class)}, when it begins. */
    public <T, E> CompletableFuture<Reply<T, E>> replyAsync(JsonType<T> whole, JsonType<E> element) {
        return start(Forms.reply(whole, element, json));
    }

    /** Calls an endpoint that answers nothing. */
    public void send() {
        start(Forms.nothing()).await();
    }

    /** Calls an endpoint that answers nothing; completes with null when it has done its work. */
    @SuppressWarnings("NullAway") // with null, as all that is Void
    public CompletableFuture<Void> sendAsync() {
        return start(Forms.nothing());
    }

    <T> Attempts<T> begin(JsonType<T> type) {
        return start(Forms.json(type, json));
    }

    private ChuteRequest body(RequestBody sent) {
        if (body != null) {
            throw new IllegalStateException("A call has one body, and this one has it");
        }
        body = sent;
        return this;
    }

    private <T extends @Nullable Object> Attempts<T> start(Answer.Form<T> form) {
        var call = new OutgoingCall(
                method,
                URI.create(chute.address() + path),
                body,
                form.accept(),
                idempotent,
                chute.key(),
                chute.options());
        return Attempts.start(call, form);
    }
}
