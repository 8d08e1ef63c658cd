package io.chutes.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.cli.Main;
import io.chutes.cli.console.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Somebody at a shell.
 *
 * @param home the folder of what the commands keep for them
 * @param environment the variables of the shell
 */
record Cli(Path home, Map<String, String> environment) {
    /** What a command said, and how it ended. */
    record Said(int exit, String out, String err) {
        JsonNode json() throws IOException {
            return new JsonMapper().readTree(out);
        }
    }

    Cli(Path home) {
        this(home, Map.of("XDG_CONFIG_HOME", home.resolve("config").toString()));
    }

    Cli with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Cli(home, more);
    }

    Path config() {
        return home.resolve("config/chutes/config.json");
    }

    Said run(String... arguments) {
        return given("", arguments);
    }

    /** Runs a command that has something to read, and no terminal. */
    Said given(String input, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = Main.run(
                new Surroundings(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        environment,
                        false),
                arguments);
        return new Said(exit, out.toString(), err.toString());
    }

    /** Runs a command that must succeed, and returns what it printed. */
    String done(String... arguments) {
        Said said = run(arguments);
        if (said.exit() != 0) {
            throw new AssertionError(
                    "%s: exit %d%n%s%s".formatted(String.join(" ", arguments), said.exit(), said.out(), said.err()));
        }
        return said.out();
    }

    /** The same with {@code --json}. */
    JsonNode json(String... arguments) throws IOException {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--json";
        return new JsonMapper().readTree(done(all));
    }
}
