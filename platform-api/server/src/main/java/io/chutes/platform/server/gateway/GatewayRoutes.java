package io.chutes.platform.server.gateway;

import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.billing.CallCharges;
import io.chutes.platform.server.billing.ChutePrices;
import io.chutes.platform.server.billing.Credit;
import io.chutes.platform.server.chute.Chute;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.fleet.Availability;
import io.chutes.platform.server.fleet.Fleet;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.Route;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** {@code /c/<account>/<chute>/<path>}: calls to chutes. */
public final class GatewayRoutes implements ApiRoutes, AutoCloseable {
    /** How long a call is held while an instance starts. */
    public static final Duration LONGEST_COLD_START = Duration.ofSeconds(60);

    private static final int MOST_WAITING = 1000;
    private static final String CHUTE = "/c/{account}/{chute}";
    private static final int PARTS_BEFORE_PATH = CHUTE.split("/", -1).length;

    private final Chutes chutes;
    private final Fleet fleet;
    private final CallMeter meter;
    private final ColdStart coldStart;
    private final Forwarder forwarder = new Forwarder();

    public GatewayRoutes(
            Chutes chutes,
            Credit credit,
            ChutePrices prices,
            CallCharges charges,
            Fleet fleet,
            Duration longestColdStart,
            InstantSource clock) {
        this.chutes = chutes;
        this.fleet = fleet;
        this.meter = new CallMeter(credit, prices, charges, fleet, clock);
        this.coldStart = new ColdStart(fleet, longestColdStart, MOST_WAITING);
    }

    @Override
    public List<Route> routes() {
        return Stream.of(CHUTE, CHUTE + "/<path>")
                .map(path -> Route.undescribed(HandlerType.commonHttp(), path, "Calls a chute, which describes itself")
                        .raw(this::call))
                .toList();
    }

    private void call(Call<?> call) throws InterruptedException {
        Context context = call.context();
        Principal caller = call.principal();
        Chute chute = chute(caller, context);
        try (CallUnderWay underWay = meter.begin(caller, chute)) {
            // While a new version starts, the one before it serves: then it is that one's endpoints that count.
            CalledEndpoint endpoint = endpoint(context, serving(chute));
            List<Availability.Target> targets = coldStart.targets(context, () -> chute(caller, context));
            underWay.runsOn(targets.getFirst().instance());
            forwarder.forward(context, underWay, endpoint.path(), ofOneVersion(targets));
        }
    }

    private Manifest serving(Chute chute) {
        return switch (fleet.availability(chute)) {
            case Availability.Ready(List<Availability.Target> targets)
            when targets.getFirst().version() != chute.version() ->
                chutes.manifest(chute.id(), targets.getFirst().version());
            case Availability.Ready _, Availability.Starting _, Availability.Unavailable _ -> chute.manifest();
        };
    }

    private static List<Availability.Target> ofOneVersion(List<Availability.Target> targets) {
        int version = targets.getFirst().version();
        return targets.stream().filter(target -> target.version() == version).toList();
    }

    // Somebody else's chute looks like none: that it exists is not the caller's to know. Nobody but the owner gets past
    // here, so that an endpoint of visibility OWNER needs no check of its own.
    private Chute chute(Principal caller, Context context) {
        String account = context.pathParam("account");
        String name = context.pathParam("chute");
        ApiException absent = ApiException.notFound("There is no chute '%s/%s'".formatted(account, name));
        if (!account.equals(caller.account())) {
            throw absent;
        }
        return chutes.find(caller.accountId(), name).orElseThrow(() -> absent);
    }

    private static CalledEndpoint endpoint(Context context, Manifest manifest) {
        String[] parts = context.path().split("/", PARTS_BEFORE_PATH + 1);
        String path = parts.length > PARTS_BEFORE_PATH ? parts[PARTS_BEFORE_PATH] : "";
        return CalledEndpoint.of(manifest, context.method().name(), "/" + path);
    }

    /** How many calls are held now because an instance starts. */
    int waiting() {
        return coldStart.waiting();
    }

    /** How calls spend. */
    CallMeter meter() {
        return meter;
    }

    /** Cancels what is being forwarded. */
    @Override
    public void close() {
        meter.close();
        forwarder.close();
    }
}
