package io.chutes.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;

/**
 * Whether {@link Chatter} keeps to its memory in an hour of {@link Traffic} of all kinds; what the model is busy with, its rooms of keys and
 * values too, is printed beside.
 */
public final class MixedTraffic implements Traffic.Calls {
    /** Those of 4,096 tokens, all of which are in use at times: a room of which ever more is touched for the first time would grow. */
    private static final long KV_BYTES = 128 << 20;

    private static final int LONGEST = 1900;
    private static final int ANSWER = 30;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ChatterProcess chatter;
    private final Traffic traffic;
    private final Map<Call, Integer> counts = new ConcurrentSkipListMap<>();

    private MixedTraffic(ChatterProcess chatter, Traffic traffic) {
        this.chatter = chatter;
        this.traffic = traffic;
    }

    /**
     * Measures and prints.
     *
     * @param arguments as {@link Traffic#of} takes them
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        try (Scratch scratch = Scratch.of("mixed-traffic");
                var chatter = ChatterProcess.start(
                        scratch.folder(),
                        "1",
                        "-D%s=%d".formatted(Chatter.KV_BYTES, KV_BYTES),
                        "-Xms192m",
                        "-Xmx192m",
                        "-XX:+AlwaysPreTouch")) {
            var calls = new MixedTraffic(chatter, Traffic.of(chatter.server(), arguments));
            calls.traffic.run(calls);
            System.out.println(calls.counts + "; left at the end: " + calls.state());
        }
    }

    @Override
    public String state() throws IOException, InterruptedException {
        return counts.values().stream().mapToInt(Integer::intValue).sum() + " calls, "
                + chatter.server().get("/busy");
    }

    /** What a caller may do. */
    private enum Call {
        CHAT,
        DRAWN,
        WHOLE,
        COMPLETION,
        LEFT,
        JSON,
        SCHEMA,
        LIKELIHOODS,
        TOO_LONG,
        NO_JSON
    }

    @Override
    public void call(Random random) throws IOException, InterruptedException {
        Call call = Call.values()[random.nextInt(Call.values().length)];
        int length = Traffic.length(random, LONGEST);
        int answer = 1 + random.nextInt(ANSWER);
        String prompt = "\"messages\": [{\"role\": \"user\", \"content\": \"%s\"}], \"max_tokens\": %d"
                .formatted("b".repeat(length), answer);
        switch (call) {
            case CHAT ->
                chatter.chat(ChatStream.LEAST + length, answer, ", \"temperature\": 0")
                        .read();
            case DRAWN ->
                chatter.chat(
                                ChatStream.LEAST + length,
                                answer,
                                ", \"top_p\": 0.9, \"n\": 1, \"repetition_penalty\": 1.1")
                        .read();
            case WHOLE -> traffic.expect(200, "/v1/chat/completions", "{%s, \"n\": 2}".formatted(prompt));
            case COMPLETION ->
                traffic.expect(
                        200,
                        "/v1/completions",
                        "{\"prompt\": \"%s\", \"max_tokens\": %d}".formatted("c".repeat(length), answer));
            case LEFT ->
                leave("{%s, \"stream\": true, \"max_completion_tokens\": 100}"
                        .formatted(prompt.replaceAll(", \"max_tokens.*", "")));
            case JSON ->
                traffic.expect(
                        200,
                        "/v1/chat/completions",
                        "{%s, \"response_format\": {\"type\": \"json_object\"}}".formatted(prompt));
            case SCHEMA ->
                traffic.expect(
                        200,
                        "/v1/chat/completions",
                        "{%s, \"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"a\", \"schema\": {\"type\": \"array\", \"maxItems\": %d, \"items\": {\"type\": \"boolean\"}}}}}"
                                .formatted(prompt, 1 + random.nextInt(20)));
            case LIKELIHOODS ->
                traffic.expect(
                        200, "/v1/chat/completions", "{%s, \"logprobs\": true, \"top_logprobs\": 5}".formatted(prompt));
            case TOO_LONG ->
                traffic.expect(
                        422,
                        "/v1/completions",
                        "{\"prompt\": \"%s\", \"max_tokens\": %d}".formatted("d".repeat(5000 + length), answer));
            case NO_JSON -> traffic.expect(400, "/v1/chat/completions", "{%s".formatted(prompt));
        }
        counts.merge(call, 1, Integer::sum);
    }

    /** Reads the first token of a stream, and goes. */
    private void leave(String body) throws IOException, InterruptedException {
        var answer =
                HTTP.send(traffic.request("/v1/chat/completions", body), HttpResponse.BodyHandlers.ofInputStream());
        try (var in = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
            if (answer.statusCode() != 200 || !in.readLine().startsWith("data: ")) {
                throw new IOException("a stream began with status " + answer.statusCode());
            }
        }
    }
}
