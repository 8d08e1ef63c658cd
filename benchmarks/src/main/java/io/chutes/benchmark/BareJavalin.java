package io.chutes.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.platform.api.Account;
import io.javalin.Javalin;
import java.util.List;

/** What is left of {@link Echo}, and of {@code /v1/me}, when Javalin and Jackson alone serve them, on virtual threads: a peer. */
public final class BareJavalin {
    private static final JsonMapper JSON = new JsonMapper();

    private BareJavalin() {}

    /** Listens on the port that is named; ends with the process. */
    public static void main(String[] arguments) {
        Javalin.create(config -> {
                    config.concurrency.useVirtualThreads = true;
                    config.startup.showJavalinBanner = false;
                    config.routes.get("/v1/me", context -> context.contentType("application/json")
                            .result(JSON.writeValueAsBytes(new Account("bench", List.of(), "0123456789abcdef"))));
                    config.routes.post("/echo", context -> {
                        Echo.Message message = JSON.readValue(context.bodyAsBytes(), Echo.Message.class);
                        context.contentType("application/json").result(JSON.writeValueAsBytes(message));
                    });
                })
                .start("127.0.0.1", Integer.parseInt(System.getenv("CHUTES_PORT")));
    }
}
