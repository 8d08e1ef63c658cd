package io.chutes.benchmark;

import io.chutes.template.embedding.TextEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Sentences of 128 tokens a second by an encoder of MiniLM's shape (384 hidden, 6 layers) with random weights: the embedding template's
 * model, against the same in eager PyTorch, both in 32 bits with two threads. They take turns; printed are medians and their ratios.
 */
public final class Encoder {
    private static final int ROUNDS = 3;
    private static final int SECONDS = 1;
    private static final int TOKENS = 128;
    private static final int[] BATCHES = {1, 8, 32};

    private Encoder() {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.setProperty("chutes.torch.threads", "2");
        try (Scratch scratch = Scratch.of("encoder")) {
            Embedder.MODEL.write(scratch.folder());
            try (TextEncoder encoder = TextEncoder.open(scratch.folder());
                    TorchPeer peer = TorchPeer.start(scratch.folder(), "encoder_peer.py")) {
                for (int batch : BATCHES) {
                    measure(batch, encoder, peer);
                }
            }
        }
    }

    private static void measure(int batch, TextEncoder encoder, TorchPeer peer) throws IOException {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        rate(encoder, batch);
        peer.rate(batch + " " + SECONDS);
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(rate(encoder, batch));
            theirs.add(peer.rate(batch + " " + SECONDS));
            ratios.add(ours.getLast() / theirs.getLast());
        }
        System.out.printf(
                "batch %2d: %5.1f sentences/s, PyTorch eager %5.1f, %.2f x (%.2f to %.2f; aim 1.2)%n",
                batch, median(ours), median(theirs), median(ratios), Collections.min(ratios), Collections.max(ratios));
    }

    private static double rate(TextEncoder encoder, int batch) {
        var random = new Random(batch);
        List<long[]> sentences = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            sentences.add(random.longs(TOKENS, 0, Embedder.MODEL.vocabulary()).toArray());
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
}
