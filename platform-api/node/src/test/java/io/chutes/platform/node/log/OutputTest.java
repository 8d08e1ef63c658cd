package io.chutes.platform.node.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.fleet.LogChunk;
import io.chutes.platform.node.engine.Redaction;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shipped of files that are appended to, as engines append to them. */
class OutputTest {
    private static final String SECRET = "sesame \"open\"";

    @TempDir
    private Path folder;

    @Test
    void shipsWholeLinesAsTheyComeAndTheRestAtTheEnd() throws Exception {
        Output output = started();
        append("one\ntwo\r\nthr");
        assertThat(all(output, false)).containsExactly("one", "two");
        append("ee\n\nfour");
        assertThat(all(output, false)).containsExactly("three", "");
        assertThat(output.isDone()).isFalse();

        assertThat(all(output, true)).containsExactly("four");
        assertThat(output.isDone()).isTrue();
    }

    @Test
    void goesOnWhereThePlatformIsAndNeverTellsALineTwice() throws Exception {
        append("one\ntwo\n");
        Output output = started();
        output.received(output.next(false).orElseThrow(), 4);

        LogChunk lost = output.next(false).orElseThrow();
        append("three\n");
        LogChunk again = output.next(false).orElseThrow();
        assertThat(List.of(lost.from(), lost.to())).containsExactly(4L, 8L);
        assertThat(texts(again)).containsExactly("two", "three");
        output.received(again, 8); // it had arrived after all, and the second is not taken
        assertThat(all(output, false)).containsExactly("three");

        Output next = Output.of(new OutputSource("i1", folder, true, null));
        next.received(next.next(true).orElseThrow(), 14);
        assertThat(all(next, true)).isEmpty();
        assertThat(next.isDone()).isTrue();
    }

    @Test
    void tellsNoSecretHoweverItIsWritten() throws Exception {
        Output output = started();
        append("plain sesame \"open\"!\n{\"message\":\"sesame \\\"open\\\"\"}\n");
        append("x".repeat(Lines.WINDOW - 5) + SECRET + "y".repeat(100) + "\nnext\n");

        List<String> lines = all(output, true);
        assertThat(lines.subList(0, 2)).containsExactly("plain ***!", "{\"message\":\"***\"}");
        assertThat(lines.get(2)).endsWith("… (cut: the line is longer than 16384 characters)");
        assertThat(lines.getLast()).isEqualTo("next");
        assertThat(lines).noneMatch(line -> line.contains("sesa"));
    }

    @Test
    void tellsNothingWhereWhatMustNotBeToldIsForgotten() throws Exception {
        Output.begin(folder, List.of(SECRET));
        append("sesame \"open\"\n");
        Output next = Output.of(new OutputSource("i1", folder, true, null));

        assertThat(all(next, true))
                .containsExactly(
                        "14 bytes are not told: the node's agent was restarted, and with it what must not be told was forgotten");
        assertThat(next.isDone()).isTrue();

        Output.begin(folder, List.of());
        assertThat(all(Output.of(new OutputSource("i1", folder, true, null)), true))
                .containsExactly("sesame \"open\"");
    }

    @Test
    void boundsLinesAndTakesAnyBytes() throws Exception {
        Output output = started();
        byte[] random = new byte[300_000];
        new Random(1).nextBytes(random);
        append("begin\n" + "a".repeat(6 << 20) + "\nmiddle\n");
        append(random);
        append("\n\u0000end\n".getBytes(UTF_8));

        List<String> lines = all(output, true);
        assertThat(lines.getFirst()).isEqualTo("begin");
        assertThat(lines.get(1)).startsWith("aaaa").endsWith("characters)");
        assertThat(lines.get(2)).isEqualTo("middle");
        assertThat(lines.getLast()).isEqualTo("\uFFFDend");
        assertThat(lines).allMatch(line -> line.getBytes(UTF_8).length <= 64 * 1024 && !line.contains("\0"));
    }

    @Test
    void dropsTheOldestOfAFloodAndSaysHowMany() throws Exception {
        Output output = started();
        append("first\n");
        assertThat(all(output, false)).containsExactly("first");
        String line = "x".repeat(99) + "\n";
        append(line.repeat(200_000)); // 20 MB

        List<String> lines = all(output, false);
        assertThat(lines.getFirst()).matches("[0-9]+ lines \\([0-9]+ bytes\\) were dropped: .*");
        long dropped = Long.parseLong(lines.getFirst().split(" ", 2)[0]);
        assertThat(dropped + lines.size() - 1).isEqualTo(200_000);
        assertThat(lines.subList(1, lines.size())).containsOnly(line.strip());
    }

    @Test
    void emptiesAFileThatGetsTooLarge() throws Exception {
        Output output = started();
        append("first\n");
        assertThat(all(output, false)).containsExactly("first");
        byte[] mebibyte = "0123456789abcde\n".repeat(1 << 16).getBytes(UTF_8);
        try (OutputStream engine = new FileOutputStream(file().toFile(), true)) {
            for (int i = 0; i <= 64; i++) {
                engine.write(mebibyte);
            }
            assertThat(all(output, false))
                    .containsExactly("%d lines (%d bytes) were dropped: written faster than they could be shipped"
                            .formatted(65 << 16, 65L << 20));
            assertThat(Files.size(file())).isZero();
            engine.write("after\n".getBytes(UTF_8));
        }
        assertThat(all(output, false)).containsExactly("after");

        Output next = Output.of(new OutputSource("i1", folder, true, new Redaction(List.of())));
        next.received(next.next(true).orElseThrow(), 6L + (65L << 20));
        assertThat(all(next, true)).containsExactly("after");
    }

    private Output started() throws IOException {
        Output.begin(folder, List.of(SECRET));
        return Output.of(new OutputSource("i1", folder, false, new Redaction(List.of(SECRET))));
    }

    /** Everything that can be shipped now, by a platform that takes it all. */
    private static List<String> all(Output output, boolean ended) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Optional<LogChunk> chunk = output.next(ended); chunk.isPresent(); chunk = output.next(ended)) {
            texts.addAll(texts(chunk.get()));
            output.received(chunk.get(), chunk.get().to());
        }
        return texts;
    }

    private static List<String> texts(LogChunk chunk) {
        return chunk.lines().stream().map(LogChunk.Line::text).toList();
    }

    private Path file() {
        return folder.resolve("output.log");
    }

    private void append(String text) throws IOException {
        append(text.getBytes(UTF_8));
    }

    private void append(byte[] bytes) throws IOException {
        try (OutputStream out = new FileOutputStream(file().toFile(), true)) {
            out.write(bytes);
        }
    }
}
