package io.chutes.platform.server.gateway;

import io.chutes.platform.server.billing.CallCharges;
import io.chutes.platform.server.billing.ChutePrices;
import io.chutes.platform.server.billing.Credit;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.fleet.Fleet;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.Route;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** Calls to chutes: {@code /c/<account>/<chute>/<path>}, which is also where chutes' own hosts lead, and OpenAI's API. */
public final class GatewayRoutes implements ApiRoutes, AutoCloseable {
    /** How long a call is held while an instance starts. */
    public static final Duration LONGEST_COLD_START = Duration.ofSeconds(60);

    private static final int MOST_WAITING = 1000;
    private static final String CHUTE = "/c/{account}/{chute}";
    private static final int PARTS_BEFORE_PATH = CHUTE.split("/", -1).length;

    private final ChuteCalls calls;
    private final OpenAiRoutes openAi;

    public GatewayRoutes(
            Chutes chutes,
            Credit credit,
            ChutePrices prices,
            CallCharges charges,
            Fleet fleet,
            Duration longestColdStart,
            InstantSource clock) {
        this.calls = new ChuteCalls(
                chutes,
                fleet,
                new CallMeter(credit, prices, charges, fleet, clock),
                new ColdStart(fleet, longestColdStart, MOST_WAITING));
        this.openAi = new OpenAiRoutes(chutes, calls);
    }

    @Override
    public List<Route> routes() {
        Stream<Route> own = Stream.of(CHUTE, CHUTE + "/<path>")
                .map(path -> Route.undescribed(HandlerType.commonHttp(), path, "Calls a chute, which describes itself")
                        .raw(this::call));
        return Stream.concat(own, openAi.routes().stream()).toList();
    }

    private void call(Call<?> call) throws InterruptedException {
        Context context = call.context();
        var address = new ChuteAddress(call.path("account"), call.path("chute"));
        try (CallBody body = calls.body(context)) {
            calls.call(new ChuteCall(
                    context, call.principal(), address, path(context), body, Prefix.NONE, Dialect.PROBLEM));
        }
    }

    private static String path(Context context) {
        String[] parts = context.path().split("/", PARTS_BEFORE_PATH + 1);
        return "/" + (parts.length > PARTS_BEFORE_PATH ? parts[PARTS_BEFORE_PATH] : "");
    }

    /** How many calls are held now because an instance starts. */
    int waiting() {
        return calls.waiting();
    }

    /** How calls spend. */
    CallMeter meter() {
        return calls.meter();
    }

    /** Cancels what is being forwarded, and has it paid. */
    @Override
    public void close() {
        calls.close();
    }
}
