package io.chutes.runtime;

import io.chutes.runtime.engine.EnginePace;
import io.chutes.runtime.engine.Engines;
import io.chutes.runtime.job.JobLimits;
import io.chutes.runtime.job.Jobs;
import io.chutes.runtime.job.SystemTimers;
import io.chutes.runtime.spi.ChuteRoutes;
import java.util.concurrent.CompletableFuture;

/** A chute being served over HTTP, from its start until it is closed. */
public final class ChuteServer implements AutoCloseable {
    /** The largest body an endpoint reads, in bytes. */
    public static final int MAX_BODY_BYTES = 16 << 20;

    private final WebServer web;
    private final Readiness readiness;
    private final Drain drain;
    private final Calls calls;
    private final Metrics metrics;
    private final Jobs jobs;
    private final Hooks hooks;
    private final Engines engines;
    private final Preparation preparation;
    private final Start start = new Start();

    private ChuteServer(
            WebServer web,
            Readiness readiness,
            Drain drain,
            Calls calls,
            Metrics metrics,
            Jobs jobs,
            Hooks hooks,
            Engines engines,
            Preparation preparation) {
        this.web = web;
        this.drain = drain;
        this.calls = calls;
        this.metrics = metrics;
        this.jobs = jobs;
        this.readiness = readiness;
        this.hooks = hooks;
        this.engines = engines;
        this.preparation = preparation;
    }

    /** Generated routes of that class name, around a new object of their chute. */
    public static ChuteRoutes newRoutes(String routesClass) {
        return LoadedChute.newRoutes(routesClass);
    }

    /**
     * Serves a chute in this JVM as its manifest says, and waits until it is ready.
     *
     * @throws StartupException if it does not start
     */
    public static ChuteServer start(ChuteRoutes routes, ServerConfig config) {
        return start(routes, config, EnginePace.USUAL);
    }

    /**
     * As {@link #start(ChuteRoutes, ServerConfig)}, with engines that are looked after at another pace.
     *
     * @throws StartupException if it does not start
     */
    public static ChuteServer start(ChuteRoutes routes, ServerConfig config, EnginePace engines) {
        LoadedChute chute = LoadedChute.of(routes);
        return start(chute, Settings.read(chute.document()).withEngines(engines), config, new StartupPhases());
    }

    static ChuteServer start(LoadedChute chute, ServerConfig config, StartupPhases phases) {
        return start(chute, Settings.read(chute.document()), config, phases);
    }

    private static ChuteServer start(LoadedChute chute, Settings settings, ServerConfig config, StartupPhases phases) {
        ChuteServer server = listen(chute, settings, config, phases);
        try {
            server.prepare(config, phases);
            return server;
        } catch (RuntimeException e) {
            server.close(); // with the chute's last methods: those that ran may have opened something
            throw e;
        }
    }

    /** One that answers, if only that it is not ready: a start that takes long can be watched. */
    static ChuteServer listen(LoadedChute chute, Settings settings, ServerConfig config, StartupPhases phases) {
        var readiness = new Readiness();
        var admission = new Admission(settings);
        var calls = new Calls();
        var preparation = Preparation.of(chute.routes());
        var engines = new Engines(
                preparation.engines().stream()
                        .map(Preparation.EngineStep::settings)
                        .toList(),
                settings.engines(),
                preparation.secretNames(),
                readiness);
        var metrics = new Metrics(admission, calls, engines.all(), phases);
        var drain = new Drain(readiness, calls, settings.drain(), settings.total());
        BodySchemas schemas = BodySchemas.read(chute.document());
        var jobs = new Jobs(
                JobLimits.of(settings.concurrency()), new JsonJobFormat(schemas), new SystemTimers(config.clock()));
        var web = new WebServer(config, routes -> {
            routes.before(RequestIds::assign);
            routes.before(TraceContext::assign);
            if (config.instanceToken() != null) {
                routes.before(new InstanceToken(config.instanceToken())::check);
            }
            new PlatformRoutes(chute, phases, readiness, drain, admission, calls, metrics).register(routes);
            var endpoints = new EndpointCalls(settings, config, readiness, admission, calls, metrics);
            var jobRoutes = new JobRoutes(routes, schemas, readiness, jobs, config.instanceToken() != null);
            chute.routes()
                    .register(new JavalinRoutes(routes, schemas, endpoints, jobRoutes, settings.heartbeat(), engines));
        });
        phases.time("http", () -> web.listen());
        calls.watch();
        return new ChuteServer(
                web,
                readiness,
                drain,
                calls,
                metrics,
                jobs,
                new Hooks(settings, phases, readiness, config.clock()),
                engines,
                preparation);
    }

    /** Whether methods of the chute run before its first call. */
    boolean hasStartup() {
        return !preparation.beforeReady().isEmpty();
    }

    /** Runs what comes before the first call. */
    void prepare(ServerConfig config, StartupPhases phases) {
        start.run(() -> {
            phases.time("supplies", () -> {
                preparation.supply(config);
                return preparation;
            });
            hooks.start(preparation, engines);
            readiness.ready();
        });
    }

    /** The port it listens on. */
    public int port() {
        return web.port();
    }

    /** Why it cannot go on, once it cannot: an engine is down for good, or the chute says so. Whoever runs it is to close it then. */
    CompletableFuture<String> lost() {
        return readiness.lost();
    }

    /**
     * Breaks off its start, takes no new calls, lets those that run or wait finish for at most 30 s and streams for as long as their
     * own clocks give them, ends those that are left with a problem, cancels jobs, runs the chute's last methods, and ends with
     * its engines.
     */
    @Override
    public void close() {
        engines.retire();
        boolean begun = start.stop();
        drain.await();
        stop();
        if (begun) {
            hooks.stop(preparation);
        }
        engines.close();
    }

    private void stop() {
        jobs.close();
        web.close();
        calls.close();
        metrics.close();
    }
}
