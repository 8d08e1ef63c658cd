package io.chutes.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The routes by which the platform watches an instance. */
final class PlatformRoutes {
    static final String LIVE = "/_chute/live";

    private static final String METRICS = "text/plain;version=0.0.4;charset=utf-8";
    private static final int UNAVAILABLE = 503;
    private static final int ACCEPTED = 202;

    private final LoadedChute chute;
    private final StartupPhases phases;
    private final Readiness readiness;
    private final Drain drain;
    private final Admission admission;
    private final Calls calls;
    private final Metrics metrics;

    PlatformRoutes(
            LoadedChute chute,
            StartupPhases phases,
            Readiness readiness,
            Drain drain,
            Admission admission,
            Calls calls,
            Metrics metrics) {
        this.chute = chute;
        this.phases = phases;
        this.readiness = readiness;
        this.drain = drain;
        this.admission = admission;
        this.calls = calls;
        this.metrics = metrics;
    }

    void register(RoutesConfig routes) {
        routes.get(LIVE, context -> json(context, Map.of("status", "live")));
        routes.get("/_chute/ready", this::ready);
        routes.get("/_chute/load", this::load);
        routes.get("/_chute/metrics", context -> context.contentType(METRICS).result(metrics.scrape()));
        routes.get("/_chute/manifest", context -> context.contentType("application/json")
                .result(chute.manifest()));
        chute.openApi()
                .ifPresent(text -> routes.get("/_chute/openapi.json", context -> context.contentType("application/json")
                        .result(text)));
        routes.post("/_chute/drain", context -> {
            drain.begin();
            context.status(ACCEPTED);
            load(context);
        });
    }

    private void load(Context context) {
        json(context, admission.load(calls.oldest()));
    }

    private void ready(Context context) {
        Readiness.State state = readiness.state();
        if (state != Readiness.State.READY) {
            context.status(UNAVAILABLE);
        }
        json(
                context,
                new Ready(
                        state.text(),
                        readiness.reason().orElse(null),
                        phases.current(),
                        phases.all(),
                        AotCache.ofThisProcess().text()));
    }

    private static void json(Context context, Object body) {
        context.contentType("application/json").result(Json.bytes(body));
    }

    /**
     * What is known of the start, and of an engine that is down.
     *
     * @param aotCache {@code used}, {@code refused} by the JVM, or {@code none}
     */
    private record Ready(
            String status,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String phase,

            List<StartupPhases.Phase> phases,
            String aotCache) {}
}
