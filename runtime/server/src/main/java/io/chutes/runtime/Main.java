package io.chutes.runtime;

import io.chutes.runtime.log.LogConfigurator;
import io.chutes.runtime.trace.Tracing;
import io.chutes.runtime.trace.TracingVariables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entry point of every image: serves the chute whose manifest is the class path resource named by the first argument, or,
 * with a second, {@code --train=FILE}, makes a {@link Training} run of it and writes its report there; with a third, {@code
 * --classes=JAR}, of a chute whose own classes are in a jar beside the class path.
 *
 * <p>Environment: {@code CHUTES_PORT} (default 8000), {@code CHUTES_HOST} (default 0.0.0.0), {@code CHUTES_INSTANCE_TOKEN}
 * (if set, callers must send it), {@code CHUTES_WEIGHTS} (a folder with one folder for each field of weights), and each secret
 * under its own name. On SIGTERM it finishes the calls that run, for at most 30 s and streams for as long as they may take, and exits
 * with 0; a chute that cannot be served, or loses an engine for good, makes it exit with 1.
 */
public final class Main {
    static {
        LogConfigurator.useJson(); // before the first logger is made
    }

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private static final String TRAIN = "--train=";
    private static final String CLASSES = "--classes=";

    private static final AtomicInteger STATUS = new AtomicInteger();

    private Main() {}

    public static void main(String[] args) throws IOException {
        try {
            if ((args.length == 2 || args.length == 3) && args[1].startsWith(TRAIN)) {
                Training.run(args[0], Path.of(args[1].substring(TRAIN.length())), beside(args));
                // Threads that the chute has started and forgotten would keep this process.
                System.exit(0);
            }
            if (args.length != 1) {
                throw new StartupException("one argument is needed, the manifest's resource name such as"
                        + " META-INF/chutes/hello.json; got " + args.length);
            }
            fail(serve(args[0], System.getenv()).lost().join());
        } catch (StartupException e) {
            if (e.getCause() != null) {
                LOG.error("The chute did not start", e.getCause());
            }
            fail(String.valueOf(e.getMessage()));
        }
    }

    /** The jar of the chute's own classes that a training run loads from beside the class path. */
    private static Optional<Path> beside(String[] args) {
        if (args.length < 3) {
            return Optional.empty();
        } else if (!args[2].startsWith(CLASSES)) {
            throw new StartupException("what a training run is told last is " + CLASSES + "JAR; got " + args[2]);
        }
        return Optional.of(Path.of(args[2].substring(CLASSES.length())));
    }

    private static void fail(String reason) {
        System.err.println("chutes: " + reason);
        STATUS.set(1);
        System.exit(1);
    }

    private static ChuteServer serve(String manifest, Map<String, String> environment) {
        StartupPhases phases = StartupPhases.ofThisProcess();
        ServerConfig config = ServerConfig.fromEnvironment(environment);
        LoadedChute chute = LoadedChute.load(manifest, phases);
        Optional<Tracing> tracing = tracing(environment, chute);
        ChuteServer server = ChuteServer.listen(
                chute, Settings.read(chute.document()), config.withTracing(tracing.orElse(null)), phases);
        // Before the chute's own code runs: what that has started is ended in the middle of the start too.
        Runtime.getRuntime().addShutdownHook(ending(server, tracing));
        server.prepare(config, phases);
        tell(manifest, server, phases);
        return server;
    }

    /** What SIGTERM starts; a {@link Training} run makes one too, so that the JVM's AOT cache has what that takes. */
    static Thread ending(ChuteServer server, Optional<Tracing> tracing) {
        return Thread.ofPlatform().unstarted(() -> {
            int status = STATUS.get(); // a start that breaks off because of this is no failure
            server.close();
            tracing.ifPresent(Tracing::close);
            // Without this a JVM ended by SIGTERM exits with 143, which reads as a crash.
            Runtime.getRuntime().halt(status);
        });
    }

    /** The line by which a start is over; a {@link Training} run writes it too. */
    static void tell(String manifest, ChuteServer server, StartupPhases phases) {
        AotCache cache = AotCache.ofThisProcess();
        if (cache == AotCache.REFUSED) {
            LOG.warn("The JVM did not take its AOT cache: this start was a slow one");
        }
        LOG.info("Serving {} on port {}: {}; AOT cache: {}", manifest, server.port(), phases, cache.text());
    }

    private static Optional<Tracing> tracing(Map<String, String> environment, LoadedChute chute) {
        try {
            return TracingVariables.start(environment, chute.routes().name());
        } catch (RuntimeException e) { // whatever a provider has to say of a variable
            throw new StartupException("the variables OTEL_… cannot be honoured: " + e.getMessage());
        }
    }
}
