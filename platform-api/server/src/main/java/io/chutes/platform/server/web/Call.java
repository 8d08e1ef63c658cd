package io.chutes.platform.server.web;

import io.chutes.platform.server.access.Caller;
import io.chutes.platform.server.access.Permission;
import io.chutes.platform.server.access.Principal;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request whose caller was let in.
 *
 * @param <B> what its body was read as
 */
public final class Call<B> {
    private final Context context;
    private final Caller caller;
    private final Permission permission;
    private final @Nullable B body;
    private int status;
    private boolean required;
    private boolean matched;

    Call(Context context, Caller caller, Permission permission, @Nullable B body, int status) {
        this.context = context;
        this.caller = caller;
        this.permission = permission;
        this.body = body;
        this.status = status;
    }

    /** The exchange underneath. */
    public Context context() {
        return context;
    }

    /** Who calls. */
    public Caller caller() {
        return caller;
    }

    /** The account that calls, on a route that needs a key. */
    public Principal principal() {
        return switch (caller) {
            case Caller.Account(Principal principal) -> principal;
            case Caller.Anybody _, Caller.Node _ -> throw new IllegalStateException("No account calls here: " + caller);
        };
    }

    /** The node that calls, on a route that needs one. */
    public String node() {
        return switch (caller) {
            case Caller.Node(String name) -> name;
            case Caller.Anybody _, Caller.Account _ -> throw new IllegalStateException("No node calls here: " + caller);
        };
    }

    /** Its body. */
    public B body() {
        if (body == null) {
            throw new IllegalStateException("This route takes no body");
        }
        return body;
    }

    /** The address that it comes from. */
    public String address() {
        return context.ip();
    }

    /** A parameter of its path. */
    public String path(String parameter) {
        return context.pathParam(parameter);
    }

    /** A parameter of its query. */
    public Optional<String> query(String parameter) {
        return Optional.ofNullable(context.queryParam(parameter));
    }

    /**
     * A parameter of its query that is one of these, in lower case.
     *
     * @throws ApiException 422 if it is another
     */
    public <E extends Enum<E>> Optional<E> query(String parameter, Class<E> known) {
        return query(parameter).map(given -> Arrays.stream(known.getEnumConstants())
                .filter(constant -> word(constant).equals(given))
                .findFirst()
                .orElseThrow(() -> ApiException.unprocessable("The parameter %s must be one of %s, got '%s'"
                        .formatted(
                                parameter,
                                Arrays.stream(known.getEnumConstants())
                                        .map(Call::word)
                                        .collect(Collectors.joining(", ")),
                                given))));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Which part of the list it asks for. */
    public PageQuery page() {
        return PageQuery.of(context.queryParam("limit"), context.queryParam("cursor"));
    }

    /** Answers another of the statuses that the route declares than the first. */
    public void status(int other) {
        status = other;
    }

    /**
     * Refuses a key that does not allow the route's action on that thing, where only the body tells which it is.
     *
     * @throws ApiException 403 if it does not
     */
    public void require(String id) {
        if (!(permission instanceof Permission.Key needed)) {
            throw new IllegalStateException("This route needs no scope of a key: " + permission);
        }
        Gate.require(principal(), needed, id);
        required = true;
    }

    /**
     * Refuses an update of something that is no longer what the caller saw. To be asked within the transaction that updates it.
     *
     * @param current what the tag of the route that shows it would stand for now
     * @throws ApiException 412 if the request says {@code If-Match} and none of the tags is that of {@code current}
     */
    public void ifMatch(Object current) {
        matched = true;
        ETag.requireMatch(context.header(ETag.CONDITION), current);
    }

    int status() {
        return status;
    }

    /** Whether the work asked all that it alone could ask. */
    void checkThatNothingWasForgotten(Route route) {
        if (permission instanceof Permission.Key key && key.id() == null && !required) {
            throw new IllegalStateException(route.name() + " did not ask what it is about");
        }
        if (route.conditional() && !matched && context.header(ETag.CONDITION) != null) {
            throw new IllegalStateException(route.name() + " did not heed If-Match");
        }
    }
}
