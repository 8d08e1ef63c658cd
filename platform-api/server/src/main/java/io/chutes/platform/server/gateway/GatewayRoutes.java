package io.chutes.platform.server.gateway;

import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.manifest.Visibility;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.billing.CallCharges;
import io.chutes.platform.server.billing.ChutePrices;
import io.chutes.platform.server.billing.Credit;
import io.chutes.platform.server.chute.Chute;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.fleet.Availability;
import io.chutes.platform.server.fleet.Fleet;
import io.chutes.platform.server.scaling.Load;
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

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final int MOST_WAITING = 1000;
    private static final Duration BUSY_RETRY = Duration.ofSeconds(1);
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
            int picked = chute.traffic().pick(caller.keyId(), context.header(IDEMPOTENCY_KEY));
            int expected = expected(chute, picked);
            CalledEndpoint endpoint = endpoint(context, caller, chute, expected);
            List<Availability.Target> targets = coldStart.targets(context, () -> chute(caller, context));
            Serving serving = Serving.of(targets, picked, chute.version());
            if (serving.version() != expected) {
                endpoint = endpoint(context, caller, chute, serving.version());
            }
            context.header(Headers.VERSION, Integer.toString(serving.version()));
            Load.Taken taken = take(chute, serving);
            try (Load.Place _ = taken.place()) {
                underWay.runsOn(taken.instance());
                forwarder.forward(context, underWay, endpoint.path(), serving.beginningWith(taken.instance()));
            }
        }
    }

    private Load.Taken take(Chute chute, Serving serving) {
        ScalingSpec settings = chutes.manifest(chute, serving.version()).scaling();
        return fleet.load()
                .take(new Load.Served(chute.id(), serving.version()), serving.instances(), settings)
                .orElseThrow(() -> ApiException.tooManyRequests(
                        "The chute has no room for the call: each of its instances, %d now, answers %d calls and lets %d wait"
                                .formatted(serving.instances().size(), settings.concurrency(), settings.maxQueue()),
                        BUSY_RETRY));
    }

    // What is called is looked for before an instance is waited for: in the version that would answer if nothing
    // changed.
    private int expected(Chute chute, int picked) {
        return switch (fleet.availability(chute)) {
            case Availability.Ready(List<Availability.Target> targets) ->
                Serving.of(targets, picked, chute.version()).version();
            case Availability.Starting _, Availability.Unavailable _ -> chute.version();
        };
    }

    // A chute that the caller may not call looks like none: that it exists is not his to know.
    private Chute chute(Principal caller, Context context) {
        String account = context.pathParam("account");
        String name = context.pathParam("chute");
        return chutes.callable(caller.accountId(), account, name)
                .orElseThrow(() -> ApiException.notFound("There is no chute '%s/%s'".formatted(account, name)));
    }

    private CalledEndpoint endpoint(Context context, Principal caller, Chute chute, int version) {
        Manifest manifest = chutes.manifest(chute, version);
        List<EndpointSpec> open = manifest.endpoints().stream()
                .filter(endpoint ->
                        caller.accountId() == chute.accountId() || endpoint.visibility() == Visibility.PUBLIC)
                .toList();
        return endpoint(context, manifest.name(), open);
    }

    private static CalledEndpoint endpoint(Context context, String chute, List<EndpointSpec> endpoints) {
        String[] parts = context.path().split("/", PARTS_BEFORE_PATH + 1);
        String path = parts.length > PARTS_BEFORE_PATH ? parts[PARTS_BEFORE_PATH] : "";
        return CalledEndpoint.of(chute, endpoints, context.method().name(), "/" + path);
    }

    /** How many calls are held now because an instance starts. */
    int waiting() {
        return coldStart.waiting();
    }

    /** How calls spend. */
    CallMeter meter() {
        return meter;
    }

    /** Cancels what is being forwarded, and has it paid. */
    @Override
    public void close() {
        forwarder.close();
        meter.close();
    }
}
