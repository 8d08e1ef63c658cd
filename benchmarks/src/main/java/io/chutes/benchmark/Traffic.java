package io.chutes.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Six callers who ask a server all kinds of things for some time. Printed are sixty times its resident memory, what lives on its heap and what
 * is allocated beside it (by malloc, as libtorch does), and at the end what each grows an hour, by a line through all but the first third.
 */
record Traffic(ServerProcess server) {
    private static final int CALLERS = 6;
    private static final int SAMPLES = 60;
    private static final double MIB = 1 << 20;
    private static final double FLAT = 0.02;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern IN_MALLOC =
            Pattern.compile("<(total|system) type=\"(\\w+)\"(?: count=\"\\d+\")? size=\"(\\d+)\"/>");

    /** What is asked. */
    interface Calls {
        /** Asks one thing. */
        void call(Random random) throws IOException, InterruptedException;

        /** What the server is busy with. */
        String state() throws IOException, InterruptedException;
    }

    void run(double minutes, Calls calls) throws IOException, InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        long end = begin + (long) (minutes * 60e9);
        List<Future<?>> callers = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                var random = new Random(caller);
                callers.add(threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        calls.call(random);
                    }
                    return null;
                }));
            }
            for (int i = 1; i <= SAMPLES; i++) {
                TimeUnit.NANOSECONDS.sleep(begin + (long) (i * minutes * 60e9 / SAMPLES) - System.nanoTime());
                samples.add(sample((System.nanoTime() - begin) / 60e9));
                System.out.println(samples.getLast() + calls.state());
                for (Future<?> caller : callers) {
                    if (caller.state() == Future.State.FAILED) {
                        server.close();
                        caller.get();
                    }
                }
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
        }
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
     */
    private record Sample(double minute, ProcessMemory memory, long malloc) {
        @Override
        public String toString() {
            return "minute %5.1f: resident %6.1f MiB, heap %5.1f, malloc %6.1f; "
                    .formatted(minute, memory.resident() / MIB, memory.heap() / MIB, malloc / MIB);
        }
    }

    private Sample sample(double minute) throws IOException, InterruptedException {
        long malloc = 0;
        String info = ProcessMemory.jcmd(server.process(), "System.native_heap_info");
        // What all arenas have of the system, and what was mapped apart, without what is free in them.
        for (Matcher part = IN_MALLOC.matcher(info.substring(info.lastIndexOf("</heap>"))); part.find(); ) {
            long size = Long.parseLong(part.group(3));
            malloc += switch (part.group(1) + " " + part.group(2)) {
                case "system current", "total mmap" -> size;
                case "total fast", "total rest" -> -size;
                default -> 0;
            };
        }
        return new Sample(minute, ProcessMemory.of(server.process()), malloc);
    }

    /** Asks something that is answered by that status. */
    void expect(int status, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(request(path, body), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != status) {
            throw new IOException("%d was expected, got %d: %s".formatted(status, answer.statusCode(), answer.body()));
        }
    }

    HttpRequest request(String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
