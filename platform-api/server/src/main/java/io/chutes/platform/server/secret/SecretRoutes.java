package io.chutes.platform.server.secret;

import io.chutes.platform.api.Page;
import io.chutes.platform.api.SecretState;
import io.chutes.platform.api.SecretValue;
import io.chutes.platform.manifest.Limits;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.key.Principal;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.JsonBodies;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /v1/secrets}: sets, lists and deletes the caller's secrets; none of it ever answers with a value. */
public final class SecretRoutes implements ApiRoutes {
    /** Linux gives a process 128 KiB for one variable, and all of them a share of its stack. */
    static final int LONGEST = 16 * 1024;

    private static final int PAGE = 50;

    private final Keys keys;
    private final Secrets secrets;

    public SecretRoutes(Keys keys, Secrets secrets) {
        this.keys = keys;
        this.secrets = secrets;
    }

    @Override
    public void register(JavalinDefaultRoutingApi routes) {
        routes.get("/v1/secrets", this::list);
        routes.put("/v1/secrets/{name}", this::put);
        routes.get("/v1/secrets/{name}", this::show);
        routes.delete("/v1/secrets/{name}", this::delete);
    }

    private void put(Context context) {
        SecretPlace place = place(context);
        boolean created = secrets.put(place, value(context));
        context.status(created ? HttpStatus.CREATED : HttpStatus.OK).json(secrets.state(place));
    }

    private void show(Context context) {
        context.json(secrets.state(place(context)));
    }

    private void delete(Context context) {
        secrets.delete(place(context));
        context.status(HttpStatus.NO_CONTENT);
    }

    private void list(Context context) {
        long account = caller(context).accountId();
        List<SecretState> found = secrets.list(after(account, context.queryParam("cursor")), PAGE + 1);
        List<SecretState> page = found.subList(0, Math.min(PAGE, found.size()));
        context.json(new Page<>(page, found.size() > PAGE ? cursor(page.getLast()) : null));
    }

    private static String value(Context context) {
        @Nullable String value;
        try {
            value = JsonBodies.read(context, SecretValue.class).value();
        } catch (ApiException e) {
            // What is wrong with a body is usually said by repeating some of it.
            if (e.status() == 413) {
                throw e;
            }
            throw notAValue();
        }
        if (value == null) {
            throw notAValue();
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > LONGEST) {
            throw ApiException.unprocessable(
                    "/value", "range", "A secret must be 1 to %d bytes of UTF-8, got %d".formatted(LONGEST, bytes));
        }
        if (value.indexOf('\0') >= 0) {
            throw ApiException.unprocessable(
                    "/value", "pattern", "A secret must be text without the character NUL, which no variable can hold");
        }
        return value;
    }

    private static ApiException notAValue() {
        return ApiException.unprocessable("", "type", "The body must be {\"value\": \"…\"}");
    }

    private SecretPlace place(Context context) {
        long account = caller(context).accountId();
        String name = context.pathParam("name");
        if (!Limits.isSecret(name)) {
            throw ApiException.unprocessable(
                    "A secret's name is at most 64 upper-case letters, digits and underscores, a letter first and not CHUTES_…, PATH, JAVA_HOME or LANG; got '%s'"
                            .formatted(name));
        }
        @Nullable String chute = context.queryParam("chute");
        if (chute != null && !Limits.NAME.matcher(chute).matches()) {
            throw ApiException.unprocessable(
                    "The parameter chute must be the name of a chute, 3 to 63 lower-case letters, digits and single hyphens, a letter first; got '%s'"
                            .formatted(chute));
        }
        return new SecretPlace(account, chute == null ? SecretPlace.EVERY_CHUTE : chute, name);
    }

    private static SecretPlace after(long account, @Nullable String cursor) {
        if (cursor == null) {
            return new SecretPlace(account, SecretPlace.EVERY_CHUTE, "");
        }
        int slash = cursor.indexOf('/');
        if (slash < 0) {
            throw ApiException.unprocessable(
                    "The parameter cursor must be the 'next' of an earlier answer, got '%s'".formatted(cursor));
        }
        return new SecretPlace(account, cursor.substring(0, slash), cursor.substring(slash + 1));
    }

    private static String cursor(SecretState last) {
        return (last.chute() == null ? SecretPlace.EVERY_CHUTE : last.chute()) + "/" + last.name();
    }

    private Principal caller(Context context) {
        return keys.authenticate(context.header("Authorization"));
    }
}
