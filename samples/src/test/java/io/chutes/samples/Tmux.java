package io.chutes.samples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A tmux of its own, which has terminals to run commands in.
 *
 * @param folder where its socket is
 * @param environment the variables of its terminals, besides those of this process that are not for {@code chutes}
 */
record Tmux(Path folder, Map<String, String> environment) {
    /** Goes on after Ctrl-C, which all in the foreground hear, to say how the command ended; then stays open. */
    private static final String SHELL =
            "trap : INT; \"$@\"; printf '\\nexit %s\\n' \"$?\"; while :; do read -r _; done";

    static boolean isThere() throws InterruptedException {
        try {
            return new ProcessBuilder("tmux", "-V")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Runs a command in a new terminal. */
    Terminal run(String... command) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        List<String> arguments = new ArrayList<>(List.of("new-session", "-d", "-x", "160", "-y", "48"));
        arguments.addAll(List.of("-P", "-F", "#{pane_id} #{pane_pid}", "sh", "-c", SHELL, "sh"));
        arguments.addAll(List.of(command));
        String[] pane = tmux(arguments).strip().split(" ", 2);
        return new Terminal(
                this, pane[0], ProcessHandle.of(Long.parseLong(pane[1])).orElseThrow());
    }

    String tmux(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tmux", "-L", "chutes", "-f", "/dev/null"));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("CHUTES_") || name.startsWith("TMUX"));
        builder.environment().putAll(environment);
        builder.environment().put("TMUX_TMPDIR", folder.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("%s: %s".formatted(String.join(" ", command), said));
        }
        return said;
    }

    void end() throws IOException, InterruptedException {
        tmux(List.of("kill-server"));
    }
}
