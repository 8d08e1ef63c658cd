package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The Docker Engine of this machine, if there is one.
 *
 * @param configuration a folder that keeps logins out of the configuration of whoever runs the tests
 */
record Docker(Path configuration) {
    boolean isThere() throws InterruptedException {
        return run("", "info").exitCode() == 0;
    }

    /** Runs a command that succeeds, and answers what it printed. */
    String succeeds(String input, String... arguments) throws InterruptedException {
        Output output = run(input, arguments);
        assertThat(output.exitCode())
                .as("docker %s: %s", String.join(" ", arguments), output.text())
                .isZero();
        return output.text().strip();
    }

    Output run(String input, String... arguments) throws InterruptedException {
        var command = new ProcessBuilder(new ArrayList<>(List.of("docker"))).redirectErrorStream(true);
        command.command().addAll(List.of(arguments));
        command.environment().put("DOCKER_CONFIG", configuration.toString());
        try {
            Process process = command.start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), text);
        } catch (IOException e) {
            return new Output(127, String.valueOf(e.getMessage()));
        }
    }

    record Output(int exitCode, String text) {}
}
