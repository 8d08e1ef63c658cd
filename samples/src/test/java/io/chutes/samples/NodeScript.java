package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A script that calls chutes by OpenAI's client for JavaScript.
 *
 * @param folder where it lies, beside the client
 */
record NodeScript(Path folder) {
    private static final Path SOURCES = Path.of("src", "test", "resources", "openai");
    private static final String SCRIPT = "calls.mjs";

    /** The oldest that the client was seen to run on. */
    private static final int NODE = 20;

    /** Copies it and the lock that pins the client. */
    static NodeScript into(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String file : List.of("package.json", "package-lock.json", SCRIPT)) {
            Files.copy(SOURCES.resolve(file), folder.resolve(file));
        }
        return new NodeScript(folder);
    }

    /** Installs the client; why it cannot be had, if so. */
    Optional<String> install() throws InterruptedException {
        Output version = run(Map.of(), "node", "--print", "process.versions.node.split('.')[0]");
        if (version.exitCode() != 0) {
            return Optional.of("node: " + version.text());
        } else if (Integer.parseInt(version.text()) < NODE) {
            return Optional.of("node is of version %s, and the client needs %d".formatted(version.text(), NODE));
        }
        Output npm = run(
                Map.of("NPM_CONFIG_UPDATE_NOTIFIER", "false"),
                "npm",
                "ci",
                "--omit-lockfile-registry-resolved",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefer-offline");
        return npm.exitCode() == 0 ? Optional.empty() : Optional.of("npm ci: " + npm.text());
    }

    /** Runs it with those variables, and answers the JSON that it printed. */
    JsonNode calls(Map<String, String> variables) throws IOException, InterruptedException {
        Output output = run(variables, "node", SCRIPT);
        assertThat(output.exitCode()).as(output.text()).isZero();
        return new JsonMapper().readTree(output.text());
    }

    private Output run(Map<String, String> variables, String... command) throws InterruptedException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(variables);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), text.strip());
        } catch (IOException e) {
            return new Output(127, String.valueOf(e.getMessage()));
        }
    }

    private record Output(int exitCode, String text) {}
}
