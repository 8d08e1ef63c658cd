package io.chutes.platform.node.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftProcessesTest {
    @TempDir
    private Path folder;

    @Test
    void endsAProcessThatIgnoresThePoliteRequest() throws Exception {
        Process deaf = marked("trap '' TERM; echo up; while :; do sleep 1; done");

        new LeftProcesses(folder).end();

        assertThat(deaf.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void doesNotWaitForADeadProcessThatNobodyBuries() throws Exception {
        Process careless = new ProcessBuilder(
                        "/bin/sh", "-c", "CHUTES_NODE_FOLDER='" + folder + "' sleep 1000 & echo up; exec sleep 1000")
                .start();
        firstLine(careless);
        try {
            new LeftProcesses(folder).end();

            assertThat(careless.isAlive()).isTrue();
        } finally {
            careless.destroyForcibly();
        }
    }

    @Test
    void leavesTheProcessesOfOthersAlone() throws Exception {
        Process other = new ProcessBuilder("sleep", "1000").start();
        try {
            new LeftProcesses(folder).end();

            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    private Process marked(String script) throws Exception {
        var builder = new ProcessBuilder("/bin/sh", "-c", script);
        builder.environment().put(LeftProcesses.MARKER, folder.toString());
        Process process = builder.start();
        firstLine(process);
        return process;
    }

    private static void firstLine(Process process) throws Exception {
        assertThat(new BufferedReader(process.inputReader(StandardCharsets.UTF_8)).readLine())
                .isEqualTo("up");
    }
}
