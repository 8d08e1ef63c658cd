package io.chutes.runtime;

import io.chutes.runtime.connection.LingeringClose;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Javalin as an instance needs it: each request on a virtual thread of its own, every refusal a problem, nothing held back. */
final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final long SHUTDOWN_IDLE_MILLIS = 50;

    /**
     * A connection stays longer than the gateway (20 s) and Java's client since 20 (30 s) keep it for the next call: one that is closed as
     * a call sets out loses it. It is nginx's time.
     */
    private static final long IDLE_MILLIS = TimeUnit.SECONDS.toMillis(75);

    /** Callers who come all at once wait in line to be accepted; past its end, 50 by default, their connections are reset. */
    private static final int ACCEPT_QUEUE = 4096;

    private final ServerConfig address;
    private final Javalin javalin;

    /**
     * One that does not listen yet.
     *
     * @param address where it is to listen
     * @param routes adds what it is to answer
     */
    WebServer(ServerConfig address, Consumer<RoutesConfig> routes) {
        this.address = address;
        javalin = Javalin.create(config -> {
            configure(config);
            config.jetty.addConnector((server, http) -> connector(server, http, address));
            routes.accept(config.routes);
            config.routes.exception(HttpResponseException.class, Problems::refused);
            config.routes.exception(IllegalArgumentException.class, Problems::malformed);
            config.routes.exception(Exception.class, Problems::thrown);
        });
    }

    WebServer listen() {
        try {
            javalin.start();
            return this;
        } catch (JavalinException e) {
            throw new StartupException("cannot listen on port %d of %s, which CHUTES_PORT and CHUTES_HOST choose: %s"
                    .formatted(address.port(), address.host(), rootMessage(e)));
        }
    }

    /** The port it listens on. */
    int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        try {
            javalin.stop();
        } catch (JavalinException e) {
            LOG.warn("Methods that took no notice of their interrupt are left behind: {}", rootMessage(e));
        }
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static ServerConnector connector(Server server, HttpConfiguration http, ServerConfig address) {
        var connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(address.host());
        connector.setPort(address.port());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
        return connector;
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
        config.jetty.modifyServletContextHandler(context -> {
            context.setErrorHandler(new JettyErrors());
            for (Filter filter : List.of(new LingeringClose(), new RequestMethod())) {
                context.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
            }
        });
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new JettyErrors());
            server.setHandler(new GracefulHandler());
            server.setStopTimeout(Drain.LAST_WORDS.toMillis());
        });
    }
}
