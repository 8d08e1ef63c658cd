package io.chutes.template.engine;

import io.chutes.annotation.EngineCommand;
import io.chutes.annotation.StartupContext;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A chute around an engine: a process in the same container, which the runtime starts, looks after, starts again and ends. What the
 * platform owns is set here and nowhere else: host, port, key, number of GPUs, calls at once, and the name of the model.
 */
public abstract class EngineChute {
    /** The port of 127.0.0.1 that the engine listens on, for more endpoints that pass calls to it. */
    public static final int PORT = 10101;

    private static final int METRICS_PORT = 10102;
    private static final int KEY_BYTES = 24;

    private final EngineFacts facts;
    private final EngineClient client = new EngineClient(PORT);

    EngineChute(EngineFacts facts) {
        this.facts = facts;
    }

    /** The folder with the model's files: a field with {@code @Weights}, which pins their revision. */
    protected abstract Path weights();

    /** What is started in the image, and nothing of what it is told; overridden for an image that has it in another place. */
    protected List<String> program() {
        return facts.program();
    }

    final EngineClient engine() {
        return client;
    }

    /** How the engine is started, with a key that nobody else knows. */
    final EngineCommand command(StartupContext context, Class<? extends Annotation> options) throws IOException {
        context.progress(
                "%s, by what was known of version %s on %s".formatted(facts.engine(), facts.version(), facts.asOf()));
        Path cache = Files.createTempDirectory(temporaryFolder(), "engine-");
        String key = newKey();
        Map<String, String> values = Map.of(
                "weights", weights().toAbsolutePath().toString(),
                "name", context.chute(),
                "port", Integer.toString(PORT),
                "metricsPort", Integer.toString(METRICS_PORT),
                "gpus", Integer.toString(context.gpus()),
                "concurrency", Integer.toString(context.concurrency()),
                "key", key,
                "cache", cache.toString(),
                "script", cache.resolve("engine.py").toString());
        List<String> command = new ArrayList<>(program());
        facts.arguments().forEach(argument -> command.add(EngineFacts.filled(argument, values)));
        command.addAll(new OptionArguments(facts).of(getClass(), options));
        EngineCommand started = EngineCommand.of(command).keyedBy(key);
        for (Map.Entry<String, String> variable : facts.environment().entrySet()) {
            started = started.env(variable.getKey(), EngineFacts.filled(variable.getValue(), values));
        }
        if (facts.arguments().contains("{script}")) {
            copyScript(Path.of(values.get("script")));
        }
        client.keyedBy(key);
        return started;
    }

    /** The instance's own where it has one, which ends with it. */
    private static Path temporaryFolder() {
        return Path.of(Objects.requireNonNullElse(System.getenv("TMPDIR"), System.getProperty("java.io.tmpdir")));
    }

    private static void copyScript(Path place) throws IOException {
        try (InputStream script =
                Objects.requireNonNull(EngineChute.class.getResourceAsStream("diffusion.py"), "diffusion.py")) {
            Files.copy(script, place);
        }
    }

    private static String newKey() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
