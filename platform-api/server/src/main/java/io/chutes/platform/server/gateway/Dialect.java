package io.chutes.platform.server.gateway;

import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiServer;
import io.javalin.http.Context;

/** How a caller is told of a failure. */
enum Dialect {
    /** As a problem (RFC 9457). */
    PROBLEM("event: error\n"),

    /** As OpenAI's clients read it. */
    OPENAI("");

    private final String event;

    Dialect(String event) {
        this.event = event;
    }

    /** The lines that stand before the data of a stream's last event. */
    String event() {
        return event;
    }

    /** The JSON of a failure after the answer has begun. */
    byte[] late(ApiException failure, Context context) {
        return switch (this) {
            case PROBLEM -> ApiServer.problem(failure, context);
            case OPENAI -> OpenAiErrors.bytes(failure.status(), failure.detail(), null);
        };
    }
}
