package io.chutes.platform.server.gateway;

import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.manifest.Visibility;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.chute.Chute;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.fleet.Availability;
import io.chutes.platform.server.fleet.Fleet;
import io.chutes.platform.server.scaling.Load;
import io.chutes.platform.server.web.ApiException;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Brings calls to instances, by whatever address they came. */
final class ChuteCalls implements AutoCloseable {
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final Duration BUSY_RETRY = Duration.ofSeconds(1);

    private static final int FIRST_FAILURE = 500;

    /** How many instances may refuse a call before the last one's refusal is the answer. */
    private static final int MOST_REFUSALS = 3;

    private final Chutes chutes;
    private final Fleet fleet;
    private final KnownChutes known;
    private final CallMeter meter;
    private final ColdStart coldStart;
    private final HeadSpace space = new HeadSpace();
    private final PrefixAffinity affinity = new PrefixAffinity();
    private final Forwarder forwarder = new Forwarder();
    private final CallerWatch watch = new CallerWatch();

    ChuteCalls(Chutes chutes, Fleet fleet, CallMeter meter, ColdStart coldStart) {
        this.chutes = chutes;
        this.fleet = fleet;
        this.known = new KnownChutes(chutes, fleet.signal());
        this.meter = meter;
        this.coldStart = coldStart;
    }

    /** The body of a request, of which nothing was read. */
    CallBody body(Context context) {
        return new CallBody(context.req(), space);
    }

    void call(ChuteCall call) throws InterruptedException {
        Context context = call.context();
        Principal caller = call.caller();
        Chute chute = chute(call);
        try (CallUnderWay underWay = meter.begin(caller, chute);
                CallerWatch.Watched _ = watch.watch(context, underWay)) {
            int picked = chute.traffic().pick(caller.keyId(), context.header(IDEMPOTENCY_KEY));
            int expected = expected(chute, picked);
            CalledEndpoint endpoint = endpoint(call, chute, expected);
            Prefix prompt = prompt(call, endpoint);
            Set<String> refusing = new HashSet<>();
            boolean answered = false;
            while (!answered) {
                Serving serving = Serving.of(
                        coldStart.targets(context, underWay, () -> chute(call), refusing), picked, chute.version());
                if (serving.version() != expected) {
                    endpoint = endpoint(call, chute, serving.version());
                    expected = serving.version();
                }
                answered = forward(call, underWay, chute, endpoint, serving, prompt, refusing);
            }
        }
    }

    /** Forwards it to an instance of those that serve; one that does not take it is one of {@code refusing} then. */
    private boolean forward(
            ChuteCall call,
            CallUnderWay underWay,
            Chute chute,
            CalledEndpoint endpoint,
            Serving serving,
            Prefix prompt,
            Set<String> refusing)
            throws InterruptedException {
        call.context().header(Headers.VERSION, Integer.toString(serving.version()));
        Load.Taken taken = take(chute, serving, prompt);
        try (Load.Place _ = taken.place()) {
            underWay.runsOn(taken.instance());
            refusing.add(taken.instance());
            Forwarder.Outcome outcome = forwarder.forward(
                    call,
                    underWay,
                    endpoint,
                    serving.target(taken.instance()),
                    () -> refusing.size() < MOST_REFUSALS && coldStart.hasOther(chute(call), refusing));
            boolean answered = outcome == Forwarder.Outcome.ANSWERED;
            if (answered) {
                chutes.tryOuts().outcomes().count(chute, serving.version(), underWay.isFailed());
            } else {
                underWay.notTaken();
            }
            return answered;
        } catch (ApiException e) {
            if (e.status() >= FIRST_FAILURE) {
                chutes.tryOuts().outcomes().count(chute, serving.version(), true);
            }
            throw e;
        }
    }

    private static Prefix prompt(ChuteCall call, CalledEndpoint endpoint) {
        return call.dialect() == Dialect.PROBLEM && OpenAiRoutes.PROMPTED.contains(endpoint.path())
                ? ModelRequest.prompt(call.body())
                : call.prompt();
    }

    private Load.Taken take(Chute chute, Serving serving, Prefix prompt) {
        ScalingSpec settings = chutes.scaling(chute, serving.version());
        var served = new Load.Served(chute.id(), serving.version());
        String preferred =
                affinity.preferred(served, prompt, serving.instances()).orElse(null);
        Load.Taken taken = fleet.load()
                .take(served, serving.instances(), settings, preferred)
                .orElseThrow(() -> ApiException.tooManyRequests(
                        "The chute has no room for the call: each of its instances, %d now, answers %d calls and lets %d wait"
                                .formatted(serving.instances().size(), settings.concurrency(), settings.maxQueue()),
                        BUSY_RETRY));
        affinity.read(served, prompt, taken.instance());
        return taken;
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

    private Chute chute(ChuteCall call) {
        return known.of(call.caller(), call.address());
    }

    private CalledEndpoint endpoint(ChuteCall call, Chute chute, int version) {
        Manifest manifest = chutes.manifest(chute, version);
        List<EndpointSpec> open = manifest.endpoints().stream()
                .filter(endpoint ->
                        call.caller().accountId() == chute.accountId() || endpoint.visibility() == Visibility.PUBLIC)
                .toList();
        return CalledEndpoint.of(manifest.name(), open, call.context().method().name(), call.path());
    }

    /** How calls spend. */
    CallMeter meter() {
        return meter;
    }

    /** How many calls are held now because an instance starts. */
    int waiting() {
        return coldStart.waiting();
    }

    /** Cancels what is being forwarded, and has it paid. */
    @Override
    public void close() {
        watch.close();
        forwarder.close();
        meter.close();
    }
}
