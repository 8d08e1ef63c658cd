package io.chutes.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether {@link Chatter} keeps to its memory: six callers ask it all kinds of things for an hour. Printed are sixty times its resident memory, what lives on its heap,
 * what is allocated beside it (by malloc, as libtorch does) and the rooms of keys and values in use, and at the end what each grows an hour, by a line through all but
 * the first third.
 */
public final class MixedTraffic {
    private static final int CALLERS = 6;
    private static final int SAMPLES = 60;
    private static final double MIB = 1 << 20;
    private static final double FLAT = 0.02;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern IN_MALLOC =
            Pattern.compile("<(total|system) type=\"(\\w+)\"(?: count=\"\\d+\")? size=\"(\\d+)\"/>");

    private final ChatterProcess chatter;
    private final long end;
    private final Map<Call, Integer> counts = new ConcurrentSkipListMap<>();

    private MixedTraffic(ChatterProcess chatter, long end) {
        this.chatter = chatter;
        this.end = end;
    }

    /**
     * Measures and prints.
     *
     * @param arguments for how many minutes; 60 if not given
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        double minutes = arguments.length == 0 ? 60 : Double.parseDouble(arguments[0]);
        try (Scratch scratch = Scratch.of("mixed-traffic");
                var chatter =
                        ChatterProcess.start(scratch.folder(), "2", "-Xms192m", "-Xmx192m", "-XX:+AlwaysPreTouch")) {
            new MixedTraffic(chatter, System.nanoTime() + (long) (minutes * 60e9)).run(minutes);
        }
    }

    private void run(double minutes) throws IOException, InterruptedException, ExecutionException {
        List<Future<?>> callers = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                var random = new Random(caller);
                callers.add(threads.submit(() -> caller(random)));
            }
            long begin = System.nanoTime();
            for (int i = 1; i <= SAMPLES; i++) {
                TimeUnit.NANOSECONDS.sleep(begin + (long) (i * minutes * 60e9 / SAMPLES) - System.nanoTime());
                samples.add(sample((System.nanoTime() - begin) / 60e9));
                System.out.println(samples.getLast());
                for (Future<?> caller : callers) {
                    if (caller.state() == Future.State.FAILED) {
                        chatter.close();
                        caller.get();
                    }
                }
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
        }
        System.out.println(counts + "; left at the end: " + chatter.server().get("/busy"));
        List<Sample> late = samples.subList(SAMPLES / 3, SAMPLES);
        print("resident", late, sample -> sample.memory.resident());
        print("heap", late, sample -> sample.memory.heap());
        print("malloc", late, Sample::malloc);
    }

    private static void print(String what, List<Sample> samples, ToDoubleFunction<Sample> part) {
        Trend trend = Trend.of(samples.stream()
                .map(sample -> new Trend.Point(sample.minute / 60, part.applyAsDouble(sample)))
                .toList());
        double mean = samples.stream().mapToDouble(part).average().orElseThrow();
        System.out.printf(
                "%-8s %6.1f MiB, %+.1f MiB an hour (standard error %.1f): %s%n",
                what,
                mean / MIB,
                trend.slope() / MIB,
                trend.error() / MIB,
                trend.slope() < Math.max(FLAT * mean, 2 * trend.error()) ? "flat" : "GROWS");
    }

    /**
     * How it stood.
     *
     * @param malloc bytes in use
     * @param busy what the model was busy with
     */
    private record Sample(double minute, ProcessMemory memory, long malloc, String busy) {
        @Override
        public String toString() {
            return "minute %5.1f: resident %6.1f MiB, heap %5.1f, malloc %6.1f; %s"
                    .formatted(minute, memory.resident() / MIB, memory.heap() / MIB, malloc / MIB, busy);
        }
    }

    private Sample sample(double minute) throws IOException, InterruptedException {
        Process process = chatter.server().process();
        long malloc = 0;
        String info = ProcessMemory.jcmd(process, "System.native_heap_info");
        // What all arenas have of the system, and what was mapped apart, without what is free in them.
        for (Matcher part = IN_MALLOC.matcher(info.substring(info.lastIndexOf("</heap>"))); part.find(); ) {
            long size = Long.parseLong(part.group(3));
            malloc += switch (part.group(1) + " " + part.group(2)) {
                case "system current", "total mmap" -> size;
                case "total fast", "total rest" -> -size;
                default -> 0;
            };
        }
        return new Sample(
                minute, ProcessMemory.of(process), malloc, chatter.server().get("/busy"));
    }

    private Void caller(Random random) throws IOException, InterruptedException {
        while (System.nanoTime() < end) {
            call(random);
        }
        return null;
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

    private void call(Random random) throws IOException, InterruptedException {
        Call call = Call.values()[random.nextInt(Call.values().length)];
        int length = 1 + random.nextInt(400);
        int answer = 1 + random.nextInt(60);
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
            case WHOLE -> expect(200, "/v1/chat/completions", "{%s, \"n\": 2}".formatted(prompt));
            case COMPLETION ->
                expect(
                        200,
                        "/v1/completions",
                        "{\"prompt\": \"%s\", \"max_tokens\": %d}".formatted("c".repeat(length), answer));
            case LEFT ->
                leave("{%s, \"stream\": true, \"max_completion_tokens\": 1000}"
                        .formatted(prompt.replaceAll(", \"max_tokens.*", "")));
            case JSON ->
                expect(
                        200,
                        "/v1/chat/completions",
                        "{%s, \"response_format\": {\"type\": \"json_object\"}}".formatted(prompt));
            case SCHEMA ->
                expect(
                        200,
                        "/v1/chat/completions",
                        "{%s, \"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"a\", \"schema\": {\"type\": \"array\", \"maxItems\": %d, \"items\": {\"type\": \"boolean\"}}}}}"
                                .formatted(prompt, 1 + random.nextInt(20)));
            case LIKELIHOODS ->
                expect(200, "/v1/chat/completions", "{%s, \"logprobs\": true, \"top_logprobs\": 5}".formatted(prompt));
            case TOO_LONG ->
                expect(
                        422,
                        "/v1/completions",
                        "{\"prompt\": \"%s\", \"max_tokens\": %d}".formatted("d".repeat(5000 + length), answer));
            case NO_JSON -> expect(400, "/v1/chat/completions", "{%s".formatted(prompt));
        }
        counts.merge(call, 1, Integer::sum);
    }

    private void expect(int status, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(request(path, body), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != status) {
            throw new IOException("%d was expected, got %d: %s".formatted(status, answer.statusCode(), answer.body()));
        }
    }

    /** Reads the first token of a stream, and goes. */
    private void leave(String body) throws IOException, InterruptedException {
        var answer = HTTP.send(request("/v1/chat/completions", body), HttpResponse.BodyHandlers.ofInputStream());
        try (var in = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
            if (answer.statusCode() != 200 || !in.readLine().startsWith("data: ")) {
                throw new IOException("a stream began with status " + answer.statusCode());
            }
        }
    }

    private HttpRequest request(String path, String body) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + chatter.server().port() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
