package io.chutes.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chutes.template.embedding.RandomEncoder;
import io.chutes.template.embedding.TextEncoder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Sentences of 128 tokens a second by an encoder of MiniLM's shape (384 hidden, 6 layers) with random weights: the embedding template's
 * model, against the same in eager PyTorch (Debian's {@code python3-torch}, with {@code libopenblas0-pthread}), both in 32 bits with two
 * threads. PyTorch has a process with one thread of OpenBLAS under each of its own and one with two, as either may be the faster: what counts
 * is the better one. They take turns; printed are medians and their ratios.
 */
public final class Encoder {
    private static final int ROUNDS = 3;
    private static final int SECONDS = 1;
    private static final int TOKENS = 128;
    private static final int VOCABULARY = 30_522;
    private static final int[] BATCHES = {1, 8, 32};
    private static final RandomEncoder MINI_LM =
            new RandomEncoder("bert", "mean_tokens", "gelu", VOCABULARY, 384, 6, 12, 1536, 512, 1);

    private Encoder() {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.setProperty("chutes.torch.threads", "2");
        try (Scratch scratch = Scratch.of("encoder")) {
            MINI_LM.write(scratch.folder());
            try (TextEncoder encoder = TextEncoder.open(scratch.folder());
                    Peer one = Peer.start(scratch.folder(), 1);
                    Peer two = Peer.start(scratch.folder(), 2)) {
                for (int batch : BATCHES) {
                    measure(batch, encoder, List.of(one, two));
                }
            }
        }
    }

    private static void measure(int batch, TextEncoder encoder, List<Peer> peers) throws IOException {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        rate(encoder, batch);
        best(peers, batch);
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(rate(encoder, batch));
            theirs.add(best(peers, batch));
            ratios.add(ours.getLast() / theirs.getLast());
        }
        System.out.printf(
                "batch %2d: %5.1f sentences/s, PyTorch eager %5.1f, %.2f x (%.2f to %.2f; aim 1.2)%n",
                batch, median(ours), median(theirs), median(ratios), Collections.min(ratios), Collections.max(ratios));
    }

    private static double best(List<Peer> peers, int batch) throws IOException {
        double best = 0;
        for (Peer peer : peers) {
            best = Math.max(best, peer.rate(batch));
        }
        return best;
    }

    private static double rate(TextEncoder encoder, int batch) {
        var random = new Random(batch);
        List<long[]> sentences = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            sentences.add(random.longs(TOKENS, 0, VOCABULARY).toArray());
        }
        long begin = System.nanoTime();
        int done = 0;
        while (System.nanoTime() - begin < SECONDS * 1_000_000_000L) {
            encoder.vectors(sentences);
            done += batch;
        }
        return done * 1e9 / (System.nanoTime() - begin);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** A Python process that measures when it is told to. */
    private record Peer(Process process, BufferedReader out, PrintWriter in) implements AutoCloseable {
        static Peer start(Path folder, int blasThreads) throws IOException {
            Path script = folder.resolve("encoder_peer.py");
            try (InputStream source = Encoder.class.getResourceAsStream("encoder_peer.py")) {
                Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
            }
            var builder = new ProcessBuilder("/usr/bin/python3", script.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("OPENBLAS_NUM_THREADS", Integer.toString(blasThreads));
            Process process = builder.start();
            return new Peer(
                    process, process.inputReader(UTF_8), new PrintWriter(process.getOutputStream(), true, UTF_8));
        }

        double rate(int batch) throws IOException {
            in.println(batch + " " + SECONDS);
            String line = out.readLine();
            if (line == null) {
                throw new IOException("python3 ended: it says why above");
            }
            return Double.parseDouble(line);
        }

        @Override
        public void close() {
            in.close();
            process.destroy();
        }
    }
}
