package io.chutes.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingProcessTest {
    @TempDir
    Path folder;

    @Test
    void leavesNothingBehindOfWhatItStarted() throws Exception {
        Path log = folder.resolve("log");

        var code = run(log, "sleep 1000 & echo $" + TrainingProcess.MARK + "; exit 3", Duration.ofMinutes(1));

        assertThat(code).hasValue(3);
        assertNothingIsLeft(log);
    }

    @Test
    void isEndedAfterItsLimitWithWhatItStarted() throws Exception {
        Path log = folder.resolve("log");

        assertThat(run(log, "echo $" + TrainingProcess.MARK + "; sleep 1000 & wait", Duration.ofSeconds(1)))
                .isEmpty();

        assertNothingIsLeft(log);
    }

    private OptionalInt run(Path log, String script, Duration limit) throws Exception {
        return new TrainingProcess(folder, Map.of("PATH", "/usr/bin:/bin"), log)
                .run(List.of("/bin/sh", "-c", script), limit);
    }

    private static void assertNothingIsLeft(Path log) throws Exception {
        String mark = Files.readString(log).strip();
        assertThat(mark).isNotEmpty();
        assertThat(TrainingProcess.marked(mark)).isEmpty();
    }
}
