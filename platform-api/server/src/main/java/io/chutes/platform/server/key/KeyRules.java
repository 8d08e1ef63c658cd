package io.chutes.platform.server.key;

import io.chutes.platform.api.KeySettings;
import io.chutes.platform.api.Scope;
import io.chutes.platform.server.access.Grant;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.web.ApiException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a key may be told to allow. */
final class KeyRules {
    private static final int LONGEST_NAME = 64;
    private static final int MOST_SCOPES = 100;
    private static final Pattern ID = Pattern.compile("\\*|[A-Za-z0-9._/-]{1,255}");

    private KeyRules() {}

    /** What holds whoever asks. */
    static void check(Principal caller, KeySettings settings, Instant now) {
        if (caller.spendCap() != null) {
            throw ApiException.forbidden(
                    "Key ck_%s_… has a spend cap; with keys of its making more could be spent, so it may make and change none"
                            .formatted(caller.keyId()));
        }
        String name = settings.name();
        if (name == null
                || name.isBlank()
                || name.length() > LONGEST_NAME
                || name.chars().anyMatch(Character::isISOControl)) {
            throw ApiException.unprocessable(
                    "/name", "pattern", "The name must be 1 to 64 characters, none of them a control character");
        }
        checkScopes(Objects.requireNonNull(settings.scopes()), settings.admin());
        if (settings.expiresAt() != null && !settings.expiresAt().isAfter(now)) {
            throw ApiException.unprocessable(
                    "/expiresAt",
                    "range",
                    "The key must expire after now, %s, not at %s".formatted(now, settings.expiresAt()));
        }
        if (settings.spendCap() != null && !settings.spendCap().isPositive()) {
            throw ApiException.unprocessable(
                    "/spendCap",
                    "range",
                    "The spend cap must be more than 0 USD, got %s".formatted(settings.spendCap()));
        }
    }

    /** What holds for what the key that asks allows itself. */
    static void checkAgainst(StoredKey maker, KeySettings settings) {
        Grant own = maker.principal().grant();
        if (!own.covers(new Grant(settings.admin(), Objects.requireNonNull(settings.scopes())))) {
            throw ApiException.forbidden(
                    "Key ck_%s_… allows less than this; a key may be made or changed only by one that allows all that it does"
                            .formatted(maker.state().id()));
        }
        @Nullable Instant end = maker.state().settings().expiresAt();
        if (end != null && (settings.expiresAt() == null || settings.expiresAt().isAfter(end))) {
            throw ApiException.forbidden("Key ck_%s_… expires at %s; what it makes may not outlive it"
                    .formatted(maker.state().id(), end));
        }
    }

    private static void checkScopes(List<Scope> scopes, boolean admin) {
        if (scopes.isEmpty() != admin) {
            throw ApiException.unprocessable(
                    "/scopes",
                    "required",
                    "A key is admin, which allows everything, or it has scopes such as {\"resource\": \"chutes\", \"id\": \"*\", \"action\": \"invoke\"}");
        }
        if (scopes.size() > MOST_SCOPES) {
            throw ApiException.unprocessable(
                    "/scopes", "maxItems", "A key has at most %d scopes".formatted(MOST_SCOPES));
        }
        for (int i = 0; i < scopes.size(); i++) {
            Scope scope = scopes.get(i);
            if (scope == null
                    || scope.resource() == null
                    || scope.action() == null
                    || scope.id() == null
                    || !ID.matcher(scope.id()).matches()) {
                throw ApiException.unprocessable(
                        "/scopes/" + i, "pattern", "A scope has a resource, an action, and an id that is * or a name");
            }
        }
    }
}
