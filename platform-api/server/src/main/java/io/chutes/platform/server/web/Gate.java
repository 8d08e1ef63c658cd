package io.chutes.platform.server.web;

import io.chutes.platform.api.Role;
import io.chutes.platform.server.access.Caller;
import io.chutes.platform.server.access.Permission;
import io.chutes.platform.server.access.Principal;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where every caller is asked who he is, and whether he may do what he asks for. */
public final class Gate {
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)}");

    private final Keys keys;
    private final Nodes nodes;
    private final Tokens tokens;
    private final RateLimit byAddress;
    private final RateLimit byKey;

    /** A gate that knows callers by these, and lets them ask as much as they will. */
    public Gate(Keys keys, Nodes nodes) {
        this(keys, nodes, _ -> Optional.empty(), RateLimits.NONE);
    }

    /**
     * A gate that knows callers by these.
     *
     * @param nodes the node that sends an {@code Authorization} header, if one does
     * @param tokens who shows a registry token, if the header shows one
     */
    public Gate(Keys keys, Nodes nodes, Tokens tokens, RateLimits limits) {
        this.keys = keys;
        this.nodes = nodes;
        this.tokens = tokens;
        this.byAddress = new RateLimit(limits.byAddress());
        this.byKey = new RateLimit(limits.byKey());
    }

    /** Turns an {@code Authorization} header into an account. */
    @FunctionalInterface
    public interface Keys {
        /**
         * The account.
         *
         * @throws ApiException 401 if it holds no key that is good
         */
        Principal authenticate(@Nullable String authorization);
    }

    /** Turns an {@code Authorization} header into a node. */
    @FunctionalInterface
    public interface Nodes extends Function<@Nullable String, Optional<String>> {}

    /** Turns an {@code Authorization} header with a registry token into who shows it. */
    @FunctionalInterface
    public interface Tokens extends Function<@Nullable String, Optional<Caller>> {}

    Caller admit(Permission permission, Context context) {
        byAddress.takeFrom(context.ip());
        String authorization = context.header("Authorization");
        return switch (permission) {
            case Permission.Open _ -> new Caller.Anybody();
            case Permission.AnyKey _ -> new Caller.Account(account(authorization));
            case Permission.Key needed -> {
                Principal principal = account(authorization);
                checkRole(principal, needed.roles());
                checkGrant(principal, needed, context);
                yield new Caller.Account(principal);
            }
            case Permission.Node _ ->
                nodes.apply(authorization)
                        .map(Caller.Node::new)
                        .orElseThrow(() -> ApiException.unauthorized(
                                "This route is for nodes: send 'Authorization: Bearer <node token>'"));
            case Permission.Registry _ -> {
                Optional<Caller> known =
                        nodes.apply(authorization).<Caller>map(Caller.Node::new).or(() -> tokens.apply(authorization));
                yield known.isPresent() ? known.get() : new Caller.Account(account(authorization));
            }
        };
    }

    private Principal account(@Nullable String authorization) {
        Principal principal = keys.authenticate(authorization);
        byKey.take(principal.keyId(), "The key");
        return principal;
    }

    private static void checkRole(Principal principal, Set<Role> roles) {
        if (!roles.isEmpty() && Collections.disjoint(principal.roles(), roles)) {
            String way = roles.contains(Role.DEVELOPER) ? "; get it with PUT /v1/me/roles/developer" : "";
            String names = roles.stream()
                    .sorted()
                    .map(role -> role.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(" or "));
            throw ApiException.forbidden("This needs the role %s, which the account '%s' does not have%s"
                    .formatted(names, principal.account(), way));
        }
    }

    private static void checkGrant(Principal principal, Permission.Key needed, Context context) {
        if (needed.id() == null) {
            if (!principal.grant().allowsSome(needed.resource(), needed.action())) {
                throw tooSmall(principal, needed, "any");
            }
            return;
        }
        String id = PARAMETER
                .matcher(needed.id())
                .replaceAll(parameter -> Matcher.quoteReplacement(context.pathParam(parameter.group(1))));
        require(principal, needed, id);
    }

    static void require(Principal principal, Permission.Key needed, String id) {
        if (!principal.may(needed.resource(), needed.action(), id)) {
            throw tooSmall(principal, needed, "'" + id + "'");
        }
    }

    private static ApiException tooSmall(Principal principal, Permission.Key needed, String what) {
        return ApiException.forbidden("Key ck_%s_… has no scope {resource %s, action %s} for %s"
                .formatted(
                        principal.keyId(),
                        needed.resource().name().toLowerCase(Locale.ROOT),
                        needed.action().name().toLowerCase(Locale.ROOT),
                        what));
    }
}
