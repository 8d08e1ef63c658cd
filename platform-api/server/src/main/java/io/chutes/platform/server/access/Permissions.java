package io.chutes.platform.server.access;

import static io.chutes.platform.api.Action.DELETE;
import static io.chutes.platform.api.Action.INVOKE;
import static io.chutes.platform.api.Action.READ;
import static io.chutes.platform.api.Action.WRITE;
import static io.chutes.platform.api.Resource.ACCOUNT;
import static io.chutes.platform.api.Resource.CHUTES;
import static io.chutes.platform.api.Resource.EVENTS;
import static io.chutes.platform.api.Resource.IMAGES;
import static io.chutes.platform.api.Resource.KEYS;
import static io.chutes.platform.api.Resource.MONEY;
import static io.chutes.platform.api.Resource.NODES;
import static io.chutes.platform.api.Resource.SECRETS;
import static io.chutes.platform.api.Role.ADMIN;
import static io.chutes.platform.api.Role.DEVELOPER;
import static io.chutes.platform.api.Role.PROVIDER;

import io.chutes.platform.api.Action;
import io.chutes.platform.api.Resource;
import io.chutes.platform.api.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The permission of every route, by method and path. What has no row here does not start. */
public final class Permissions {
    private final Map<String, Permission> rows = new LinkedHashMap<>();

    /** The rows of the platform: all of them, and in one place. */
    public static Permissions platform() {
        return new Permissions()
                .row("GET /openapi.json", open("it says nothing that this source does not"))
                .row("POST /v1/accounts", open("whoever registers has no key yet"))
                .row("GET /v1/me", anyKey())
                .row("DELETE /v1/me", key(ACCOUNT, DELETE))
                .row("PUT /v1/me/roles/developer", key(ACCOUNT, WRITE))
                .row("DELETE /v1/me/roles/developer", key(ACCOUNT, WRITE))
                .row("POST /v1/keys", key(KEYS, WRITE))
                .row("GET /v1/keys", key(KEYS, READ))
                .row("GET /v1/keys/{id}", key(KEYS, READ, "{id}"))
                .row("PUT /v1/keys/{id}", key(KEYS, WRITE, "{id}"))
                .row("DELETE /v1/keys/{id}", key(KEYS, DELETE, "{id}"))
                .row("GET /v1/prices", open("prices are the same for all"))
                .row("GET /v1/balance", key(MONEY, READ))
                .row("GET /v1/ledger", key(MONEY, READ))
                .row("GET /v1/usage", key(MONEY, READ))
                .row("GET /v1/statements/{month}", key(MONEY, READ))
                .row("POST /v1/budgets", key(MONEY, WRITE))
                .row("GET /v1/budgets", key(MONEY, READ))
                .row("GET /v1/budgets/{id}", key(MONEY, READ))
                .row("PUT /v1/budgets/{id}", key(MONEY, WRITE))
                .row("DELETE /v1/budgets/{id}", key(MONEY, DELETE))
                .row("GET /v1/deposits", key(MONEY, READ))
                .row("GET /v1/deposits/suspense", key(MONEY, READ).in(ADMIN))
                .row("POST /v1/deposits/{id}/settlement", key(MONEY, WRITE).in(ADMIN))
                .row("POST /v1/deposits/webhook", open("a payment provider has no key; it signs what it sends"))
                .row("POST /v1/deposits/faucet", key(MONEY, WRITE))
                .row("POST /v1/chutes", keyForWhatTheWorkAsks(CHUTES, WRITE).in(DEVELOPER))
                .row("GET /v1/chutes", key(CHUTES, READ))
                .row("GET /v1/chutes/{name}", key(CHUTES, READ, "{name}"))
                .row("DELETE /v1/chutes/{name}", key(CHUTES, DELETE, "{name}"))
                .row("GET /v1/chutes/{name}/price", key(CHUTES, READ, "{name}"))
                .row("PUT /v1/chutes/{name}/price", key(CHUTES, WRITE, "{name}"))
                .row("GET /v1/images", key(IMAGES, READ))
                .row("DELETE /v1/images/<image>", keyForWhatTheWorkAsks(IMAGES, DELETE))
                .row("GET /v1/secrets", key(SECRETS, READ))
                .row("GET /v1/secrets/{name}", key(SECRETS, READ, "{name}"))
                .row("PUT /v1/secrets/{name}", key(SECRETS, WRITE, "{name}"))
                .row("DELETE /v1/secrets/{name}", key(SECRETS, DELETE, "{name}"))
                .row("POST /v1/chutes/plan", keyForWhatTheWorkAsks(CHUTES, READ))
                .row("GET /v1/chutes/{name}/access", key(CHUTES, READ, "{name}"))
                .row("PUT /v1/chutes/{name}/access", key(CHUTES, WRITE, "{name}"))
                .row("GET /v1/chutes/{name}/versions", key(CHUTES, READ, "{name}"))
                .row(
                        "POST /v1/chutes/{name}/versions",
                        key(CHUTES, WRITE, "{name}").in(DEVELOPER))
                .row("GET /v1/chutes/{name}/rollout", key(CHUTES, READ, "{name}"))
                .row("GET /v1/chutes/{name}/rollouts", key(CHUTES, READ, "{name}"))
                .row("POST /v1/chutes/{name}/rollouts", key(CHUTES, WRITE, "{name}"))
                .row("GET /v1/chutes/{name}/scaling", key(CHUTES, READ, "{name}"))
                .row("PUT /v1/chutes/{name}/scaling", key(CHUTES, WRITE, "{name}"))
                .row("DELETE /v1/chutes/{name}/scaling", key(CHUTES, WRITE, "{name}"))
                .row("GET /v1/chutes/{name}/scaling/decisions", key(CHUTES, READ, "{name}"))
                .row("PUT /v1/chutes/{name}/warmup", key(CHUTES, WRITE, "{name}"))
                .row("GET /v1/chutes/{name}/shares", key(CHUTES, READ, "{name}"))
                .row("POST /v1/chutes/{name}/shares", key(CHUTES, WRITE, "{name}"))
                .row("DELETE /v1/chutes/{name}/shares/{account}", key(CHUTES, WRITE, "{name}"))
                .row("GET /v1/instances", key(CHUTES, READ))
                .row("GET /v1/instances/{id}", keyForWhatTheWorkAsks(CHUTES, READ))
                .row("GET /v1/instances/{id}/logs", keyForWhatTheWorkAsks(CHUTES, READ))
                .row("GET /v1/chutes/{name}/logs", key(CHUTES, READ, "{name}"))
                .row("POST /v1/jobs/{account}/{chute}/{job}", key(CHUTES, INVOKE, "{account}/{chute}"))
                .row("GET /v1/jobs", keyForWhatTheWorkAsks(CHUTES, INVOKE))
                .row("GET /v1/jobs/{id}", keyForWhatTheWorkAsks(CHUTES, INVOKE))
                .row("GET /v1/jobs/{id}/result", keyForWhatTheWorkAsks(CHUTES, INVOKE))
                .row("DELETE /v1/jobs/{id}", keyForWhatTheWorkAsks(CHUTES, INVOKE))
                .row("GET /v1/events", key(EVENTS, READ))
                .row("POST /v1/nodes", open("whoever joins shows a token in what he sends"))
                .row("POST /v1/nodes/tokens", key(NODES, WRITE).in(PROVIDER, ADMIN))
                .row("GET /v1/nodes/tokens", key(NODES, READ).in(PROVIDER, ADMIN))
                .row("DELETE /v1/nodes/tokens/{id}", key(NODES, WRITE).in(PROVIDER, ADMIN))
                .row("GET /v1/nodes", key(NODES, READ).in(PROVIDER, ADMIN))
                .row("GET /v1/nodes/{id}", key(NODES, READ, "{id}").in(PROVIDER, ADMIN))
                .row("DELETE /v1/nodes/{id}", key(NODES, DELETE, "{id}").in(PROVIDER, ADMIN))
                .row("PUT /v1/nodes/{id}/prices", key(NODES, WRITE, "{id}").in(PROVIDER, ADMIN))
                .row("POST /v1/nodes/{id}/drain", key(NODES, WRITE, "{id}").in(PROVIDER, ADMIN))
                .row("DELETE /v1/nodes/{id}/drain", key(NODES, WRITE, "{id}").in(PROVIDER, ADMIN))
                .row("POST /v1/nodes/sync", new Permission.Node())
                .row("POST /v1/nodes/logs", new Permission.Node())
                .row("GET /v1/models", keyForWhatTheWorkAsks(CHUTES, INVOKE))
                .row("POST /v1/chat/completions", keyForWhatTheWorkAsks(CHUTES, INVOKE))
                .row("POST /v1/completions", keyForWhatTheWorkAsks(CHUTES, INVOKE))
                .row("POST /v1/embeddings", keyForWhatTheWorkAsks(CHUTES, INVOKE))
                .row("* /c/{account}/{chute}", key(CHUTES, INVOKE, "{account}/{chute}"))
                .row("* /c/{account}/{chute}/<path>", key(CHUTES, INVOKE, "{account}/{chute}"))
                .row("GET /v2/token", new Permission.Registry())
                .row("* /v2", new Permission.Registry())
                .row("* /v2/<path>", new Permission.Registry());
    }

    /** Adds a row. */
    public Permissions row(String route, Permission permission) {
        if (rows.put(route, permission) != null) {
            throw new IllegalArgumentException("The route %s has two rows".formatted(route));
        }
        return this;
    }

    /** Takes a row out, for a platform that is told not to have the route. */
    public Permissions without(String route) {
        if (rows.remove(route) == null) {
            throw new IllegalArgumentException("The route %s has no row".formatted(route));
        }
        return this;
    }

    /** What a route needs. */
    public Optional<Permission> of(String route) {
        return Optional.ofNullable(rows.get(route));
    }

    /** The rows that none of these routes is for. */
    public Set<String> unused(Set<String> routes) {
        Set<String> left = new TreeSet<>(rows.keySet());
        left.removeAll(routes);
        return left;
    }

    /** All rows, in their order. */
    public Map<String, Permission> rows() {
        return new LinkedHashMap<>(rows);
    }

    public static Permission.Open open(String reason) {
        return new Permission.Open(reason);
    }

    private static Permission.AnyKey anyKey() {
        return new Permission.AnyKey();
    }

    private static Permission.Key key(Resource resource, Action action) {
        return key(resource, action, Scope.ALL);
    }

    private static Permission.Key key(Resource resource, Action action, String id) {
        return new Permission.Key(resource, action, id, Set.of());
    }

    private static Permission.Key keyForWhatTheWorkAsks(Resource resource, Action action) {
        return new Permission.Key(resource, action, null, Set.of());
    }
}
