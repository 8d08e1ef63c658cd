package io.chutes.platform.server.image;

import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.key.Principal;
import io.chutes.platform.server.web.ApiException;
import io.javalin.http.Context;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who may do what in the registry: an account everything in its own repositories, a node pull anything. */
final class Access {
    private final Keys keys;
    private final Predicate<String> isNode;

    /**
     * Rules over the platform's keys.
     *
     * @param isNode whether an {@code Authorization} header is that of a node
     */
    Access(Keys keys, Predicate<String> isNode) {
        this.keys = keys;
        this.isNode = isNode;
    }

    void check(RegistryRequest request, Context context) {
        @Nullable String authorization = context.header("Authorization");
        boolean byNode = authorization != null && isNode.test(authorization);
        switch (request) {
            case RegistryRequest.CheckSupport _ -> {
                if (!byNode) {
                    authenticate(authorization);
                }
            }
            case RegistryRequest.Pull pull -> {
                if (!byNode) {
                    requireOwner(pull.name(), authorization);
                }
            }
            case RegistryRequest.Push push -> requireOwner(push.name(), authorization);
        }
    }

    private void requireOwner(RepositoryName name, @Nullable String authorization) {
        Principal caller = authenticate(authorization);
        if (!caller.account().equals(name.account())) {
            throw new RegistryException(
                    ErrorCode.DENIED,
                    "%s belongs to the account %s, and the key to %s"
                            .formatted(name, name.account(), caller.account()));
        }
    }

    private Principal authenticate(@Nullable String authorization) {
        try {
            return keys.authenticate(authorization);
        } catch (ApiException e) {
            throw new RegistryException(e.status(), ErrorCode.UNAUTHORIZED, e.detail())
                    .with("WWW-Authenticate", "Basic realm=\"chutes\"");
        }
    }
}
