package io.chutes.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.chutes.template.llm.model.Chunk;
import io.chutes.template.llm.model.DecoderOptions;
import io.chutes.template.llm.model.Family;
import io.chutes.template.llm.model.Precision;
import io.chutes.template.llm.model.Quantization;
import io.chutes.template.llm.model.RandomDecoder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tokens a second by a decoder of 512 hidden and 8 layers with random weights, from the 16th to the 144th, the best one each time: the
 * template's model, against the same in eager PyTorch, both with two threads or as many as the argument says. They take turns; printed are
 * medians and their ratios, and for one sequence the share of what this memory would allow, were its weights all that is read. Then ours with
 * weights of 8 and of 4 bits.
 */
public final class Decoder {
    private static final String THREADS = "chutes.torch.threads";
    private static final int ROUNDS = 3;
    private static final double SECONDS = 1;
    private static final int FIRST = 16;
    private static final int LAST = 144;
    private static final int MOST = 8;
    private static final int VOCABULARY = 32_000;
    private static final int HIDDEN = 512;
    private static final int LAYERS = 8;
    private static final int INTERMEDIATE = 1408;
    private static final RandomDecoder MODEL =
            new RandomDecoder(Family.LLAMA, VOCABULARY, HIDDEN, LAYERS, 8, 8, 64, INTERMEDIATE, false, 512, 1);

    /** Numbers that each token multiplies: all but the embeddings. */
    private static final long MULTIPLIED =
            (long) VOCABULARY * HIDDEN + LAYERS * (4L * HIDDEN * HIDDEN + 3L * HIDDEN * INTERMEDIATE);

    private Decoder() {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws IOException {
        int threads = arguments.length == 0 ? 2 : Integer.parseInt(arguments[0]);
        System.setProperty(THREADS, Integer.toString(threads));
        try (Scratch scratch = Scratch.of("decoder")) {
            MODEL.write(scratch.folder());
            try (TorchPeer peer = TorchPeer.start(scratch.folder(), "decoder_peer.py")) {
                measure(scratch.folder(), peer, Precision.FP32, 1.7);
                measure(scratch.folder(), peer, Precision.BF16, 2);
            }
            measure(scratch.folder(), Quantization.INT8);
            measure(scratch.folder(), Quantization.INT4);
        }
    }

    private static void measure(Path folder, TorchPeer peer, Precision precision, double aim) throws IOException {
        DecoderOptions options =
                DecoderOptions.defaults().withPrecision(precision).withMaxSequences(MOST);
        try (var decoder = io.chutes.template.llm.model.Decoder.load(folder, options)) {
            double alone = measure(decoder, peer, 1, aim);
            measure(decoder, peer, MOST, 3);
            long bytes = MULTIPLIED * (precision == Precision.FP32 ? Float.BYTES : Short.BYTES);
            MemoryBandwidth bandwidth = MemoryBandwidth.of(bytes);
            System.out.printf(
                    "%s: %.0f MB of weights a token; memory is read at %.1f GB/s, and so many bytes again and again at %.1f: %.0f %% and %.0f %% of what that allows at batch 1%n",
                    precision,
                    bytes / 1e6,
                    bandwidth.memory() / 1e9,
                    bandwidth.again() / 1e9,
                    100 * alone * bytes / bandwidth.memory(),
                    100 * alone * bytes / bandwidth.again());
        }
    }

    /** Against nobody: eager PyTorch has no weights of so few bits. */
    private static void measure(Path folder, Quantization quantization) throws IOException {
        DecoderOptions options =
                DecoderOptions.defaults().withQuantization(quantization).withMaxSequences(MOST);
        try (var decoder = io.chutes.template.llm.model.Decoder.load(folder, options)) {
            for (int batch : List.of(1, MOST)) {
                rate(decoder, batch);
                double rate = median(Stream.generate(() -> rate(decoder, batch))
                        .limit(ROUNDS)
                        .toList());
                System.out.printf("%s, batch %d: %6.1f tokens/s%n", quantization, batch, rate);
            }
        }
    }

    private static double measure(io.chutes.template.llm.model.Decoder decoder, TorchPeer peer, int batch, double aim)
            throws IOException {
        Precision precision = decoder.options().precision();
        String line = "%s %d %d %s"
                .formatted(precision.name().toLowerCase(Locale.ROOT), batch, Integer.getInteger(THREADS), SECONDS);
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        rate(decoder, batch);
        peer.rate(line);
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(rate(decoder, batch));
            theirs.add(peer.rate(line));
            ratios.add(ours.getLast() / theirs.getLast());
        }
        System.out.printf(
                "%s, batch %d: %6.1f tokens/s, PyTorch eager %6.1f, %.2f x (%.2f to %.2f; aim %.1f)%n",
                precision,
                batch,
                median(ours),
                median(theirs),
                median(ratios),
                Collections.min(ratios),
                Collections.max(ratios),
                aim);
        return median(ours);
    }

    private static double rate(io.chutes.template.llm.model.Decoder decoder, int batch) {
        int[] tokens = new int[batch];
        decoder.step(chunks(batch, i -> new Chunk(i * LAST, 0, new int[FIRST], false)));
        long begin = clock();
        int steps = 0;
        while (clock() - begin < SECONDS * 1e9) {
            int position = FIRST + steps % (LAST - FIRST);
            List<FloatBuffer> scores =
                    decoder.step(chunks(batch, i -> new Chunk(i * LAST, position, new int[] {tokens[i]}, true)));
            for (int i = 0; i < batch; i++) {
                tokens[i] = best(scores.get(i));
            }
            steps++;
        }
        return steps * batch * 1e9 / (clock() - begin);
    }

    /** With one thread it is this process's processor time, which other processes leave as it is. */
    private static long clock() {
        return Integer.getInteger(THREADS) == 1
                ? ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime()
                : System.nanoTime();
    }

    private static List<Chunk> chunks(int batch, IntFunction<Chunk> chunk) {
        return IntStream.range(0, batch).mapToObj(chunk).toList();
    }

    private static int best(FloatBuffer scores) {
        int best = 0;
        for (int n = 0; n < scores.limit(); n++) {
            best = scores.get(n) > scores.get(best) ? n : best;
        }
        return best;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
