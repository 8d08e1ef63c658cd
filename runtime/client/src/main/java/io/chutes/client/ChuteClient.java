package io.chutes.client;

import java.net.URI;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls the endpoints of one chute. Safe for use by many threads. */
public final class ChuteClient {
    private static final Pattern KEY = Pattern.compile("[!-~]+");

    private final String address;
    private final @Nullable String key;
    private final CallOptions options;

    private ChuteClient(String address, @Nullable String key, CallOptions options) {
        this.address = address;
        this.key = key;
        this.options = options;
    }

    /** A deployed chute: {@code <platform>/c/<account>/<chute>}, called with an API key of its owner. */
    public static ChuteClient of(URI chute, String key) {
        // Never told: a key that a file holds often has a line feed behind it, and what is told ends up in logs.
        if (!KEY.matcher(Objects.requireNonNull(key, "the API key")).matches()) {
            throw new IllegalArgumentException(
                    "the API key must be visible ASCII characters without blanks, such as ck_…; strip what was read from a file");
        }
        return new ChuteClient(checked(chute), key, CallOptions.DEFAULT);
    }

    /** A chute that is served without the platform, as in tests. */
    public static ChuteClient of(URI chute) {
        return new ChuteClient(checked(chute), null, CallOptions.DEFAULT);
    }

    /** The same chute called with these options, in place of those it was called with. */
    public ChuteClient with(CallOptions wanted) {
        return new ChuteClient(address, key, wanted);
    }

    /** The options it is called with, to make others of. */
    public CallOptions options() {
        return options;
    }

    /** A {@code GET} of an endpoint; a segment of its path in braces waits for {@link ChuteRequest#path}. */
    public ChuteRequest get(String path) {
        return request("GET", path);
    }

    /** A {@code POST} to an endpoint. */
    public ChuteRequest post(String path) {
        return request("POST", path);
    }

    /** A {@code PUT} to an endpoint. */
    public ChuteRequest put(String path) {
        return request("PUT", path);
    }

    /** A {@code PATCH} of an endpoint. */
    public ChuteRequest patch(String path) {
        return request("PATCH", path);
    }

    /** A {@code DELETE} of an endpoint. */
    public ChuteRequest delete(String path) {
        return request("DELETE", path);
    }

    /** A call of an endpoint by its method and path. */
    public ChuteRequest request(String method, String path) {
        return new ChuteRequest(this, method, path, Json.SHARED);
    }

    /** Posts a body to an endpoint and reads its answer, as {@link ChuteRequest#read(Class)}. */
    public <T> T call(String path, Object body, Class<T> type) {
        return post(path).json(body).read(type);
    }

    /** Posts a body to an endpoint and reads its answer when it comes, as {@link ChuteRequest#readAsync(Class)}. */
    public <T> CompletableFuture<T> callAsync(String path, Object body, Class<T> type) {
        return post(path).json(body).readAsync(type);
    }

    /** Posts a body to a streaming endpoint and reads its events, as {@link ChuteRequest#events(Class)}. */
    public <T> Stream<T> stream(String path, Object body, Class<T> element) {
        return post(path).json(body).events(element);
    }

    /** Where it calls; the key is not said. */
    @Override
    public String toString() {
        return "the chute at " + address;
    }

    /** The address, without a slash at its end. */
    String address() {
        return address;
    }

    @Nullable String key() {
        return key;
    }

    private static String checked(URI chute) {
        String scheme = chute.getScheme();
        if (!("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
                || chute.getHost() == null
                || chute.getRawQuery() != null
                || chute.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "A chute's address is http(s)://host/path without a query, got " + chute);
        }
        if (chute.getRawUserInfo() != null) {
            throw new IllegalArgumentException("A chute's address names no user: the API key is given beside it, for "
                    + scheme + "://" + chute.getHost());
        }
        String text = chute.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
