package io.chutes.platform.server.image;

import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.web.ApiException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tells who is calling by the credentials they send. */
final class Callers {
    private static final String BEARER = "Bearer ";
    private static final String CHALLENGE = "Basic realm=\"chutes\"";

    private final Keys keys;
    private final Predicate<String> nodeTokens;

    Callers(Keys keys, Predicate<String> nodeTokens) {
        this.keys = keys;
        this.nodeTokens = nodeTokens;
    }

    Caller identify(@Nullable String authorization) {
        if (authorization == null) {
            throw unauthorized("This registry needs an API key: log in with any user name and the key as password");
        }
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && nodeTokens.test(authorization.substring(BEARER.length()).strip())) {
            return new Caller.Node();
        }
        try {
            return new Caller.Account(keys.authenticate(authorization).account());
        } catch (ApiException e) {
            if (e.status() != 401) {
                throw e;
            }
            throw unauthorized(e.detail());
        }
    }

    private static RegistryException unauthorized(String message) {
        return new RegistryException(ErrorCode.UNAUTHORIZED, message).with("WWW-Authenticate", CHALLENGE);
    }
}
