package io.chutes.template.engine;

import io.chutes.annotation.EngineCommand;
import io.chutes.annotation.StartupContext;
import io.chutes.annotation.Warmup;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A chute around an engine: a process in the same container, which the runtime starts, looks after, starts again and ends. What the
 * platform owns is set here and nowhere else: host, port, key, number of GPUs, calls at once, and the name of the model.
 */
public abstract class EngineChute {
    /** What endpoints that pass calls to the engine know it by; it listens on a port that was free as it started. */
    public static final int PORT = 10101;

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

    /** Calls the engine, with its key: for hooks and endpoints of the chute's own. */
    protected final EngineAnswer get(String path) throws IOException, InterruptedException {
        return client.get(path);
    }

    /** Calls the engine, with its key and a body that is written as JSON: for hooks and endpoints of the chute's own. */
    protected final EngineAnswer post(String path, Object body) throws IOException, InterruptedException {
        return client.post(path, body);
    }

    /** Makes sure that the engine wants its key, before whatever else warms it up. */
    @Warmup
    public final void checkEngineKey() throws IOException, InterruptedException {
        client.requireKey(facts.guarded());
    }

    final EngineClient engine() {
        return client;
    }

    /** How the engine is started, with a key that nobody else knows. */
    final EngineCommand command(StartupContext context, Class<? extends Annotation> options) throws IOException {
        return command(context, options, Map.of());
    }

    /**
     * How the engine is started, with a key that nobody else knows.
     *
     * @param own values that the file of its facts names, beside those of all engines
     */
    final EngineCommand command(StartupContext context, Class<? extends Annotation> options, Map<String, String> own)
            throws IOException {
        context.progress(
                "%s, by what was known of version %s on %s".formatted(facts.engine(), facts.version(), facts.asOf()));
        List<String> command = new ArrayList<>(checkedProgram());
        List<String> chosen = new OptionArguments(facts).of(getClass(), options);
        String key = newKey();
        int port = FreePort.find();
        Map<String, String> values = new HashMap<>(own);
        values.put("weights", weights().toAbsolutePath().toString());
        EngineFiles written = EngineFiles.create(); // after the chute's own code, as the engine's end deletes it
        values.put("name", context.chute());
        values.put("port", Integer.toString(port));
        values.put("gpus", Integer.toString(context.gpus()));
        values.put("concurrency", Integer.toString(context.concurrency()));
        values.put("key", key);
        values.put("cache", written.folder().toString());
        if (facts.script() != null) {
            values.put("script", written.copy(facts.script()).toString());
        }
        facts.arguments().forEach(argument -> command.add(EngineFacts.filled(argument, values)));
        command.addAll(chosen);
        EngineCommand started =
                EngineCommand.of(command).keyedBy(key).listeningOn(port).writingTo(written.folder());
        for (Map.Entry<String, String> variable : facts.environment().entrySet()) {
            started = started.env(variable.getKey(), EngineFacts.filled(variable.getValue(), values));
        }
        client.listensOn(port, key);
        return started;
    }

    private List<String> checkedProgram() {
        List<String> program = program();
        program.stream().filter(part -> part.startsWith("--")).findFirst().ifPresent(flag -> {
            throw new IllegalStateException(
                    "program() is what starts %s, and %s is what it is told: say that by an option of the chute's annotation"
                            .formatted(facts.engine(), flag));
        });
        return program;
    }

    private static String newKey() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
