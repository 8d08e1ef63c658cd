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
 * Six callers who ask a server all kinds of things, all at once every so often, so that other work on the machine has room beside it.
 * Printed are twelve times its resident memory, what lives on its heap and what is allocated beside it (by malloc, as libtorch does), and at
 * the end what each grows an hour, by a line through all but the first third of sixty samples.
 *
 * @param minutes how long
 * @param calls how many a minute, unless the server is slower
 */
record Traffic(ServerProcess server, double minutes, double calls) {
    private static final int CALLERS = 6;
    private static final int SAMPLES = 60;
    private static final int LINES = 12;
    private static final double MIB = 1 << 20;
    private static final double FLAT = 0.02;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern IN_MALLOC =
            Pattern.compile("<(total|system) type=\"(\\w+)\"(?: count=\"\\d+\")? size=\"(\\d+)\"/>");

    /** What is asked. */
    interface Calls {
        /** Asks one thing. */
        void call(Random random) throws IOException, InterruptedException;

        /** What was asked, and what the server is busy with. */
        String state() throws IOException, InterruptedException;
    }

    /**
     * That for a server, by arguments that say how it is.
     *
     * @param arguments for how many minutes, 60 if not given, and how many calls in each, 30 if not given
     */
    static Traffic of(ServerProcess server, String... arguments) {
        return new Traffic(
                server,
                arguments.length == 0 ? 60 : Double.parseDouble(arguments[0]),
                arguments.length < 2 ? 30 : Double.parseDouble(arguments[1]));
    }

    void run(Calls asked) throws IOException, InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        List<Future<?>> callers = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                var random = new Random(caller);
                callers.add(threads.submit(() -> {
                    ask(asked, random, begin);
                    return null;
                }));
            }
            for (int i = 1; i <= SAMPLES; i++) {
                sleepUntil(begin + (long) (i * minutes * 60e9 / SAMPLES));
                samples.add(sample((System.nanoTime() - begin) / 60e9));
                if (i % (SAMPLES / LINES) == 0) {
                    System.out.println(samples.getLast() + asked.state());
                }
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
        print("heap", late, sample -> sample.memory.heap());
        print("malloc", late, Sample::malloc);
        double slope = print("resident", late, sample -> sample.memory.resident());
        double most = FLAT * late.getLast().memory.resident() / MIB;
        System.out.printf(
                "%s: resident memory grows by %+.1f MiB an hour, and %.1f (%.0f %% of it) would be flat%n",
                slope < most ? "FLAT" : "GROWS", slope, most, 100 * FLAT);
    }

    private void ask(Calls asked, Random random, long begin) throws IOException, InterruptedException {
        long end = begin + (long) (minutes * 60e9);
        for (long next = begin; next < end; ) {
            sleepUntil(next);
            asked.call(random);
            next = Math.max(next + (long) (CALLERS * 60e9 / calls), System.nanoTime());
        }
    }

    private static void sleepUntil(long time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time - System.nanoTime());
    }

    private static double print(String what, List<Sample> samples, ToDoubleFunction<Sample> part) {
        Trend trend = Trend.of(samples.stream()
                .map(sample -> new Trend.Point(sample.minute / 60, part.applyAsDouble(sample) / MIB))
                .toList());
        System.out.printf(
                "%-8s %6.1f MiB at the end, %+.1f MiB an hour (standard error %.1f)%n",
                what, part.applyAsDouble(samples.getLast()) / MIB, trend.slope(), trend.error());
        return trend.slope();
    }

    /** A length up to the most there may be, the short ones as likely as the long: as many from 1 to 2 as from 100 to 200. */
    static int length(Random random, int most) {
        return (int) Math.exp(random.nextDouble() * Math.log(most + 1.0));
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
