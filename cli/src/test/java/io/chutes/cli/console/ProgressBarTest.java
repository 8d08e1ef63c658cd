package io.chutes.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ProgressBarTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(written, true, StandardCharsets.UTF_8);
    private final ProgressBar bar = new ProgressBar(terminal, () -> 60);

    @Test
    void isBelowWhatWasBegunAndGoneBeforeAnythingElseIsWritten() {
        bar.begin("Building");
        bar.reach(0.25);
        await().atMost(Duration.ofMinutes(1)).until(() -> screen().contains("25 %"));
        assertThat(screen()).startsWith("Building\n[######---");

        bar.above(terminal).print("{}\n");

        assertThat(screen()).isEqualTo("Building\n{}\n");
        bar.show("Waiting for an instance that is described at some length");
        await().atMost(Duration.ofMinutes(1)).until(() -> screen().matches("(?s).* \\d+ s  Waiting for an \\.\\.\\."));
        bar.tell("Ready");
        assertThat(screen()).isEqualTo("Building\n{}\nReady\n");
        assertThat(written.toString(StandardCharsets.UTF_8)).doesNotContain("\u001b");
    }

    @Test
    void doesNotHideThatAStreamTakesNoMore() {
        var full = new PrintStream(new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("full");
            }
        });

        assertThat(bar.above(terminal).checkError()).isFalse();
        PrintStream above = bar.above(full);
        above.println("{}");
        assertThat(above.checkError()).isTrue();
    }

    /** What somebody sees on it. */
    private String screen() {
        var screen = new StringBuilder();
        for (String line : written.toString(StandardCharsets.UTF_8).split("\n", -1)) {
            var shown = new StringBuilder();
            for (String over : line.split("\r", -1)) {
                shown.replace(0, Math.min(over.length(), shown.length()), over);
            }
            screen.append(shown.toString().stripTrailing()).append('\n');
        }
        return screen.deleteCharAt(screen.length() - 1).toString();
    }
}
