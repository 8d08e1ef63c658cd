package io.chutes.platform.server.web;

import io.chutes.platform.api.PlatformJson;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson;
import io.javalin.util.JavalinException;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** The platform's HTTP server, running: every request on a virtual thread, every error a problem. */
public final class ApiServer implements AutoCloseable {
    /** Silence on a connection while no call is being answered: a call that is has clocks of its own. */
    private static final Duration IDLE = Duration.ofMinutes(15);

    /** Callers who come all at once wait in line to be accepted; past its end, 50 by default, their connections are reset. */
    private static final int ACCEPT_QUEUE = 4096;

    private final Javalin javalin;

    private ApiServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /**
     * Starts it.
     *
     * @param host the address to listen on
     * @param port the port, 0 for any that is free
     * @throws ServerStartException if it cannot listen there
     * @throws IllegalStateException if a route has no permission
     */
    public static ApiServer start(String host, int port, Api api) {
        return start(host, port, null, Ingress.NONE, api);
    }

    /** Starts it, with TLS unless {@code tls} is null. */
    public static ApiServer start(String host, int port, @Nullable Tls tls, Ingress ingress, Api api) {
        return start(host, port, tls, ingress, api, IDLE);
    }

    static ApiServer start(String host, int port, @Nullable Tls tls, Ingress ingress, Api api, Duration idle) {
        SslContextFactory.@Nullable Server keys = tls == null ? null : keys(tls);
        Javalin javalin = Javalin.create(config -> configure(config, host, port, keys, ingress, api, idle));
        try {
            return new ApiServer(javalin.start());
        } catch (JavalinException e) {
            javalin.stop();
            throw new ServerStartException(
                    isBindFailure(e)
                            ? "Could not listen on %s:%d: the port is in use or not ours to use. Stop what holds it, or choose another port."
                                    .formatted(host, port)
                            : "Could not start the HTTP server on %s:%d: %s".formatted(host, port, e.getMessage()),
                    e);
        }
    }

    private static void configure(
            JavalinConfig config,
            String host,
            int port,
            SslContextFactory.@Nullable Server keys,
            Ingress ingress,
            Api api,
            Duration idle) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.prefer405over404 = true;
        // Bytes pass as they come: a compressor would hold back the events of a stream.
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.contextResolver.ip = ingress::caller;
        URI publicUrl = ingress.publicUrl();
        if (publicUrl != null) {
            config.contextResolver.scheme = _ -> publicUrl.getScheme();
            config.contextResolver.host = _ -> publicUrl.getRawAuthority();
        }
        config.jsonMapper(new JavalinJackson(PlatformJson.mapper(), true));
        config.jetty.addConnector((server, http) -> connector(server, http, host, port, keys, ingress, idle));
        config.jetty.modifyServer(server -> server.setErrorHandler(new ServerProblems()));
        config.router.javaLangErrorHandler(Problems::answerError);
        config.routes.before(context -> context.header(RequestId.HEADER, RequestId.of(context)));
        config.routes.exception(Exception.class, Problems::answer);
        // Javalin has an answer of its own to this one, which goes before that of a superclass.
        config.routes.exception(HttpResponseException.class, Problems::answer);
        api.register(config.routes);
    }

    private static ServerConnector connector(
            Server server,
            HttpConfiguration http,
            String host,
            int port,
            SslContextFactory.@Nullable Server keys,
            Ingress ingress,
            Duration idle) {
        http.setSendServerVersion(false);
        ingress.chuteHosts().ifPresent(http::addCustomizer);
        var plain = new HttpConnectionFactory(http);
        ServerConnector connector;
        if (keys == null) {
            connector = new ServerConnector(server, plain);
        } else {
            // Whoever calls by another name than the certificate's, or by none, is still answered.
            http.addCustomizer(new SecureRequestCustomizer(false));
            connector = new ServerConnector(server, new SslConnectionFactory(keys, plain.getProtocol()), plain);
        }
        connector.setHost(host);
        connector.setPort(port);
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(idle.toMillis());
        return connector;
    }

    private static SslContextFactory.Server keys(Tls tls) {
        var keys = new SslContextFactory.Server();
        keys.setKeyStore(tls.keys());
        keys.setKeyStorePassword(tls.password());
        keys.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        return keys;
    }

    private static boolean isBindFailure(Throwable failure) {
        for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    /** The JSON of a problem, for an answer that has begun already. */
    public static byte[] problem(ApiException failure, Context context) {
        return Problems.bytes(Problems.of(failure.status(), failure.detail(), RequestId.of(context)));
    }

    /** The port it listens on. */
    public int port() {
        return javalin.port();
    }

    /** Stops listening, and lets go of what still runs. */
    @Override
    public void close() {
        javalin.stop();
    }
}
