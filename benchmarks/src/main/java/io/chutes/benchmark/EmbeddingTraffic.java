package io.chutes.benchmark;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** Whether {@link Embedder} keeps to its memory in an hour of {@link Traffic} of all kinds; how often each was asked is printed beside. */
public final class EmbeddingTraffic implements Traffic.Calls {
    private static final int TOKENS = 512;
    private static final int TEXTS = 16;

    private final Traffic traffic;
    private final Map<Call, Integer> counts = new ConcurrentSkipListMap<>();

    private EmbeddingTraffic(Traffic traffic) {
        this.traffic = traffic;
    }

    /**
     * Measures and prints.
     *
     * @param arguments as {@link Traffic#of} takes them
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        try (Scratch scratch = Scratch.of("embedding-traffic")) {
            Embedder.MODEL.write(ModelChute.weights(scratch.folder()));
            try (ServerProcess server = ModelChute.start(
                    "embedder", scratch.folder(), "1", "-Xms192m", "-Xmx192m", "-XX:+AlwaysPreTouch")) {
                Traffic traffic = Traffic.of(server, arguments);
                traffic.run(new EmbeddingTraffic(traffic));
            }
        }
    }

    @Override
    public String state() {
        return counts.values().stream().mapToInt(Integer::intValue).sum() + " calls: " + counts;
    }

    /** What a caller may do. */
    private enum Call {
        TEXT,
        TEXTS,
        TOKENS,
        BASE64,
        SHORTENED,
        ALONE,
        CUT,
        TOO_LONG,
        NO_JSON
    }

    @Override
    public void call(Random random) throws IOException, InterruptedException {
        Call call = Call.values()[random.nextInt(Call.values().length)];
        String text = text(random);
        String texts = Stream.generate(() -> text(random))
                .limit(1 + random.nextInt(TEXTS))
                .toList()
                .toString();
        switch (call) {
            case TEXT -> embed(200, text, "");
            case TEXTS -> embed(200, texts, "");
            case TOKENS ->
                embed(
                        200,
                        Collections.nCopies(Traffic.length(random, TOKENS), 5).toString(),
                        "");
            case BASE64 -> embed(200, texts, ", \"encoding_format\": \"base64\"");
            case SHORTENED -> embed(200, text, ", \"dimensions\": 100");
            case ALONE -> traffic.expect(200, "/embed", "{\"texts\": %s}".formatted(texts));
            case CUT -> embed(200, "\"%s\"".formatted("hello ".repeat(TOKENS)), ", \"truncate\": true");
            case TOO_LONG -> embed(422, "\"%s\"".formatted("hello ".repeat(TOKENS)), "");
            case NO_JSON -> traffic.expect(400, "/embed", "{\"texts\": [");
        }
        counts.merge(call, 1, Integer::sum);
    }

    private static String text(Random random) {
        return "\"%s\"".formatted("hello ".repeat(Traffic.length(random, TOKENS - 2)));
    }

    private void embed(int status, String input, String more) throws IOException, InterruptedException {
        traffic.expect(status, "/v1/embeddings", "{\"input\": %s%s}".formatted(input, more));
    }
}
