package io.chutes.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.Javalin;

/** What is left of {@link Echo} when Javalin and Jackson alone serve it, on virtual threads: the peer of throughput. */
public final class BareJavalin {
    private static final JsonMapper JSON = new JsonMapper();

    private BareJavalin() {}

    /** Listens on the port that is named; ends with the process. */
    public static void main(String[] arguments) {
        Javalin.create(config -> {
                    config.concurrency.useVirtualThreads = true;
                    config.startup.showJavalinBanner = false;
                    config.routes.post("/echo", context -> {
                        Echo.Message message = JSON.readValue(context.bodyAsBytes(), Echo.Message.class);
                        context.contentType("application/json").result(JSON.writeValueAsBytes(message));
                    });
                })
                .start("127.0.0.1", Integer.parseInt(System.getenv("CHUTES_PORT")));
    }
}
