package io.chutes.platform.server.web;

import io.javalin.http.Context;

/** What tells browsers to do nothing with an answer but show it to whoever asked. Chutes' own answers are theirs to guard. */
final class SecurityHeaders {
    private SecurityHeaders() {}

    static void set(Context context) {
        context.header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-store");
        if (context.scheme().equals("https")) {
            context.header("Strict-Transport-Security", "max-age=31536000");
        }
    }
}
