package io.chutes.platform.server.gateway;

import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.server.billing.Credit;
import io.chutes.platform.server.chute.Chute;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.fleet.Availability;
import io.chutes.platform.server.fleet.Fleet;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.key.Principal;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code /c/<account>/<chute>/<path>}: calls to chutes. */
public final class GatewayRoutes implements ApiRoutes, AutoCloseable {
    /** How long a call is held while an instance starts. */
    public static final Duration LONGEST_COLD_START = Duration.ofSeconds(60);

    private static final int MOST_WAITING = 1000;
    private static final String CHUTE = "/c/{account}/{chute}";

    private final Keys keys;
    private final Chutes chutes;
    private final Credit credit;
    private final Fleet fleet;
    private final ColdStart coldStart;
    private final Forwarder forwarder = new Forwarder();

    public GatewayRoutes(Keys keys, Chutes chutes, Credit credit, Fleet fleet, Duration longestColdStart) {
        this.keys = keys;
        this.chutes = chutes;
        this.credit = credit;
        this.fleet = fleet;
        this.coldStart = new ColdStart(fleet, longestColdStart, MOST_WAITING);
    }

    @Override
    public void register(JavalinDefaultRoutingApi routes) {
        for (HandlerType method : HandlerType.commonHttp()) {
            routes.addHttpHandler(method, CHUTE, this::call);
            routes.addHttpHandler(method, CHUTE + "/<path>", this::call);
        }
    }

    private void call(Context context) throws InterruptedException {
        Principal caller = keys.authenticate(context.header("Authorization"));
        Chute chute = chute(caller, context);
        if (!credit.hasCredit(chute.accountId())) {
            throw ApiException.paymentRequired(
                    "The account '%s' is out of credit; deposit some to call and run its chutes"
                            .formatted(chute.account()));
        }
        // While a new version starts, the one before it serves: then it is that one's endpoints that count.
        String path = pathOfEndpoint(context, serving(chute));
        List<Availability.Target> targets = coldStart.targets(context, () -> chute(caller, context));
        forwarder.forward(context, caller.account(), path, ofOneVersion(targets));
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

    // Somebody else's chute looks like none: that it exists is not the caller's to know.
    private Chute chute(Principal caller, Context context) {
        String account = context.pathParam("account");
        String name = context.pathParam("chute");
        ApiException absent = ApiException.notFound("There is no chute '%s/%s'".formatted(account, name));
        if (!account.equals(caller.account())) {
            throw absent;
        }
        return chutes.find(caller.accountId(), name).orElseThrow(() -> absent);
    }

    /** The path of the call, if an endpoint answers it. */
    private static String pathOfEndpoint(Context context, Manifest manifest) {
        String path = pathBelowChute(context);
        List<EndpointSpec> atPath = new EndpointPaths(manifest.endpoints()).at(path);
        if (atPath.isEmpty()) {
            throw ApiException.notFound("Chute '%s' has no endpoint %s; it has %s"
                    .formatted(manifest.name(), path, listed(manifest.endpoints())));
        }
        if (atPath.stream()
                .noneMatch(endpoint -> endpoint.method().equals(context.method().name()))) {
            throw notAllowed(atPath);
        }
        return path;
    }

    /** As the caller wrote it: what is encoded in a segment stays so for the instance. */
    private static String pathBelowChute(Context context) {
        String[] steps = context.req().getRequestURI().split("/", 5);
        return steps.length < 5 ? "/" : "/" + steps[4];
    }

    private static String listed(List<EndpointSpec> endpoints) {
        return endpoints.isEmpty()
                ? "none"
                : endpoints.stream()
                        .map(endpoint -> endpoint.method() + " " + endpoint.path())
                        .collect(Collectors.joining(", "));
    }

    private static MethodNotAllowedResponse notAllowed(List<EndpointSpec> endpoints) {
        String methods = endpoints.stream().map(EndpointSpec::method).collect(Collectors.joining(", "));
        return new MethodNotAllowedResponse("Method not allowed", Map.of("availableMethods", methods));
    }

    /** How many calls are held now because an instance starts. */
    int waiting() {
        return coldStart.waiting();
    }

    /** Cancels what is being forwarded. */
    @Override
    public void close() {
        forwarder.close();
    }
}
