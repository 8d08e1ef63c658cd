package io.chutes.platform.server.secret;

import io.chutes.platform.api.Page;
import io.chutes.platform.api.SecretState;
import io.chutes.platform.api.SecretValue;
import io.chutes.platform.manifest.Limits;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.PageQuery;
import io.chutes.platform.server.web.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /v1/secrets}: sets, lists and deletes the caller's secrets; none of it ever answers with a value. */
public final class SecretRoutes implements ApiRoutes {
    /** Linux gives a process 128 KiB for one variable, and all of them a share of its stack. */
    static final int LONGEST = 16 * 1024;

    private static final String CHUTE = "The chute that it is for; without, it is for every chute of the account";

    private final Secrets secrets;

    public SecretRoutes(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("secrets", "/v1/secrets", "The account's secrets, without their values")
                        .pages(SecretState.class)
                        .by(this::list),
                Route.put("setSecret", "/v1/secrets/{name}", "Sets a secret, in place of any that is there")
                        .takes(SecretValue.class)
                        .confidential()
                        .query("chute", String.class, CHUTE)
                        .answers(SecretState.class)
                        .or(201)
                        .by(this::put),
                Route.get("secretState", "/v1/secrets/{name}", "A secret without its value")
                        .query("chute", String.class, CHUTE)
                        .answers(SecretState.class)
                        .by(call -> secrets.state(place(call))),
                Route.delete(
                                "deleteSecret",
                                "/v1/secrets/{name}",
                                "Deletes a secret; instances that have started keep it")
                        .query("chute", String.class, CHUTE)
                        .doing(call -> secrets.delete(place(call))));
    }

    private SecretState put(Call<SecretValue> call) {
        SecretPlace place = place(call);
        if (secrets.put(place, checked(call.body().value()))) {
            call.status(201);
        }
        return secrets.state(place);
    }

    private Page<SecretState> list(Call<?> call) {
        PageQuery query = call.page();
        return query.page(
                secrets.list(after(call.principal().accountId(), query), query.enough()), SecretRoutes::cursor);
    }

    private static String checked(@Nullable String value) {
        if (value == null) {
            throw ApiException.unprocessable("", "type", "The body must be {\"value\": \"…\"}");
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

    private static SecretPlace place(Call<?> call) {
        long account = call.principal().accountId();
        String name = call.path("name");
        if (!Limits.isSecret(name)) {
            throw ApiException.unprocessable(
                    "A secret's name is at most 64 upper-case letters, digits and underscores, a letter first and not CHUTES_…, PATH, JAVA_HOME or LANG; got '%s'"
                            .formatted(name));
        }
        @Nullable String chute = call.query("chute").orElse(null);
        if (chute != null && !Limits.NAME.matcher(chute).matches()) {
            throw ApiException.unprocessable(
                    "The parameter chute must be the name of a chute, 3 to 63 lower-case letters, digits and single hyphens, a letter first; got '%s'"
                            .formatted(chute));
        }
        return new SecretPlace(account, chute == null ? SecretPlace.EVERY_CHUTE : chute, name);
    }

    private static SecretPlace after(long account, PageQuery query) {
        String cursor = query.after();
        if (cursor == null) {
            return new SecretPlace(account, SecretPlace.EVERY_CHUTE, "");
        }
        int slash = cursor.indexOf('/');
        if (slash < 0) {
            throw query.badCursor();
        }
        return new SecretPlace(account, cursor.substring(0, slash), cursor.substring(slash + 1));
    }

    private static String cursor(SecretState last) {
        return (last.chute() == null ? SecretPlace.EVERY_CHUTE : last.chute()) + "/" + last.name();
    }
}
