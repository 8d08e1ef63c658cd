package io.chutes.runtime;

import io.chutes.runtime.spi.ChuteRoutes;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** A chute being served over HTTP, each call on a virtual thread of its own. */
public final class ChuteServer implements AutoCloseable {
    /** The largest body an endpoint reads, in bytes. */
    public static final int MAX_BODY_BYTES = 16 << 20;

    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(30);

    private final Javalin javalin;

    private ChuteServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /** Serves generated routes in this JVM, with a new object of the chute. */
    public static ChuteServer start(String routesClass, ServerConfig config) {
        return start(LoadedChute.newRoutes(routesClass), "{}", config, new StartupPhases());
    }

    static ChuteServer start(ChuteRoutes routes, String manifest, ServerConfig config, StartupPhases phases) {
        Instant start = Instant.now();
        Javalin javalin = Javalin.create(javalinConfig -> {
            configure(javalinConfig);
            javalinConfig.routes.before(RequestIds::assign);
            if (config.instanceToken() != null) {
                javalinConfig.routes.before(new InstanceToken(config.instanceToken())::check);
            }
            new PlatformRoutes(manifest, phases).register(javalinConfig.routes);
            routes.register(new JavalinRoutes(javalinConfig.routes));
            javalinConfig.routes.exception(HttpResponseException.class, Problems::refused);
            javalinConfig.routes.exception(Exception.class, Problems::thrown);
        });
        try {
            javalin.start(config.host(), config.port());
        } catch (JavalinException e) {
            throw new StartupException("cannot listen on port %d of %s, which CHUTES_PORT and CHUTES_HOST choose: %s"
                    .formatted(config.port(), config.host(), rootMessage(e)));
        }
        phases.add("http", start, Instant.now());
        return new ChuteServer(javalin);
    }

    /** The port it listens on. */
    public int port() {
        return javalin.port();
    }

    /** Takes no new calls, lets those that run finish for at most 30 s, and ends. */
    @Override
    public void close() {
        javalin.stop();
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static void configure(JavalinConfig config) {
        config.concurrency.useVirtualThreads = true;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        // A compressor would hold back the events of a stream.
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new JettyErrors()));
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new JettyErrors());
            server.setHandler(new GracefulHandler());
            server.setStopTimeout(DRAIN_LIMIT.toMillis());
        });
    }
}
