package io.chutes.testing;

import io.chutes.annotation.EngineCommand;
import io.chutes.runtime.ChuteServer;
import io.chutes.runtime.ServerConfig;
import io.chutes.runtime.engine.EnginePace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * A chute to be served in this JVM, as its container would serve it: a new object of it, the routes that the processor wrote,
 * the encoders and limits of production.
 *
 * {@snippet :
 * try (RunningChute tour = TestChute.of(Tour.class).secret("TOUR_KEY", "k").weights("words", folder).start()) {
 *     tour.client(TourClient.class).word("tree", Optional.empty());
 * }
 * }
 */
public final class TestChute {
    private final Class<?> chute;
    private final Map<String, String> secrets = new HashMap<>();
    private final Map<String, Path> weights = new HashMap<>();
    private final Map<String, Exception> failures = new HashMap<>();
    private final Map<String, EngineCommand> engines = new HashMap<>();
    private Clock clock = Clock.systemUTC();
    private EnginePace pace = EnginePace.USUAL;

    private TestChute(Class<?> chute) {
        this.chute = chute;
    }

    /** The chute of that class, which is annotated with {@code @Chute}. */
    public static TestChute of(Class<?> chute) {
        return new TestChute(chute);
    }

    /** Gives it a secret. */
    public TestChute secret(String name, String value) {
        secrets.put(name, value);
        return this;
    }

    /** Gives the weights field of that name a folder, which must exist. */
    public TestChute weights(String field, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "The weights folder of %s does not exist: %s".formatted(field, folder.toAbsolutePath()));
        }
        weights.put(field, folder);
        return this;
    }

    /** The clock by which deadlines are computed; the machine's own unless given. */
    public TestChute clock(Clock instead) {
        this.clock = instead;
        return this;
    }

    /** Starts this as the engine of that name: one that needs no GPU, say, at the same port. */
    public TestChute engine(String name, EngineCommand instead) {
        engines.put(name, instead);
        return this;
    }

    /** Looks after its engines at another pace: so that a test need not wait as long as an engine may be silent. */
    public TestChute enginePace(EnginePace instead) {
        this.pace = instead;
        return this;
    }

    /** Makes a start-up, warm-up, shut-down or engine method throw this instead of running. */
    public TestChute failing(String hook, Exception failure) {
        failures.put(hook, failure);
        return this;
    }

    /**
     * Serves it on a free port of this machine and waits until it is ready.
     *
     * @throws io.chutes.runtime.StartupException if it does not start: a secret is missing, say, or a start-up method threw
     */
    public RunningChute start() {
        var routes = new TestRoutes(GeneratedRoutes.of(chute), failures, engines, secrets.keySet(), weights.keySet());
        return new RunningChute(ChuteServer.start(
                routes,
                ServerConfig.local().withSecrets(secrets).withWeights(weights).withClock(clock),
                pace));
    }
}
