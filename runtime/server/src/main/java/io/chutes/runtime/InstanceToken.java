package io.chutes.runtime;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Lets only the platform call: every route but liveness needs the token that the platform gave this instance. */
final class InstanceToken {
    static final String HEADER = "X-Chutes-Instance-Token";

    private final byte[] token;

    InstanceToken(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    void check(Context context) {
        String given = context.header(HEADER);
        boolean allowed = context.path().equals(PlatformRoutes.LIVE)
                || (given != null && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8)));
        if (!allowed) {
            throw new ProblemException(401, HEADER + (given == null ? " is missing" : " is wrong"));
        }
    }
}
