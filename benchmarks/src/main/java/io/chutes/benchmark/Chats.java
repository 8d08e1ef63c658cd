package io.chutes.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Streamed chats with {@link Chatter} over HTTP: tokens a second of one and of eight at once, with as many tokens each, the best token each
 * time and drawn ones, and the processor time that each takes. The callers are {@link ChatStream}s in this process, a thread each, on
 * the same processors as the model: what they take, about as much as the server's writing, counts against the tokens a second, and not as
 * processor time. The model's process has made some thousand tokens before, so that its JVM compiles less meanwhile. Then chats that arrive
 * while others run, at 0.7 × what it was seen to answer: how long their first token takes and how long they waited for a place, by chance
 * (Poisson) and, if a trace is given, as its calls came, with an eighth of their tokens.
 */
public final class Chats {
    private static final int ROUNDS = 5;
    private static final int WARM_UP = 10;
    private static final int PROMPT = 32;
    private static final int ANSWER = 64;
    private static final int MANY = 8;
    private static final int MOST = 16;
    private static final double LOAD = 0.7;
    private static final String TOO_MANY = "HTTP/1.1 429";
    private static final int SHORTER = 8;
    private static final int LONGEST = 1024;

    private final ChatterProcess chatter;
    private final ExecutorService callers;

    private Chats(ChatterProcess chatter, ExecutorService callers) {
        this.chatter = chatter;
        this.callers = callers;
    }

    /**
     * Measures and prints.
     *
     * @param arguments the model's threads, 2 if not given: with one, the processor's time is told as it is on a busy machine too; a trace; and for how many seconds
     *     chats arrive, 60 if not given
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        String threads = arguments.length > 0 ? arguments[0] : "2";
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 60;
        try (Scratch scratch = Scratch.of("chats");
                var chatter = ChatterProcess.start(scratch.folder(), threads);
                var callers = Executors.newCachedThreadPool()) {
            var chats = new Chats(chatter, callers);
            chats.warmUp();
            chats.compare("the best token each time", ", \"temperature\": 0");
            chats.compare("drawn of all", ", \"temperature\": 1");
            chats.compare("drawn by top-k 20, top-p 0.95", ", \"temperature\": 0.6, \"top_k\": 20, \"top_p\": 0.95");
            chats.compare("drawn by top-p 0.9 alone", ", \"temperature\": 1, \"top_p\": 0.9");
            chats.arrive("by chance", alike(MOST * seconds), seconds);
            if (arguments.length > 1) {
                chats.arrive("as in the trace", shortened(Trace.read(Path.of(arguments[1]))), seconds);
            }
        }
    }

    private void warmUp() throws InterruptedException, ExecutionException {
        for (int round = 0; round < WARM_UP; round++) {
            rate(MANY, "");
        }
    }

    private void compare(String how, String settings) throws InterruptedException, ExecutionException {
        List<Rate> one = new ArrayList<>();
        List<Rate> many = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        rate(MANY, settings);
        for (int round = 0; round < ROUNDS; round++) {
            one.add(rate(1, settings));
            many.add(rate(MANY, settings));
            ratios.add(many.getLast().tokens / one.getLast().tokens);
        }
        System.out.printf(
                "%-30s 1 chat %5.1f tokens/s (%4.1f ms of processor time each), %d at once %5.1f (%4.1f): %.2f x (%.2f to %.2f; aim 5), by processor time %.2f x%n",
                how,
                median(one, Rate::tokens),
                median(one, Rate::processor),
                MANY,
                median(many, Rate::tokens),
                median(many, Rate::processor),
                Wrk.median(ratios),
                Collections.min(ratios),
                Collections.max(ratios),
                median(one, Rate::processor) / median(many, Rate::processor));
    }

    /**
     * How quick it was.
     *
     * @param tokens a second
     * @param processor milliseconds of the process for each
     */
    private record Rate(double tokens, double processor) {}

    private Rate rate(int count, String settings) throws InterruptedException, ExecutionException {
        Duration before = used();
        long begin = System.nanoTime();
        List<Future<ChatStream.Times>> chats = IntStream.range(0, count)
                .mapToObj(_ -> callers.submit(
                        () -> chatter.chat(PROMPT, ANSWER, settings).read()))
                .toList();
        for (Future<?> chat : chats) {
            chat.get();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        double tokens = count * ANSWER;
        return new Rate(tokens / seconds, used().minus(before).toNanos() / 1e6 / tokens);
    }

    private Duration used() {
        return chatter.server().process().info().totalCpuDuration().orElseThrow();
    }

    /** They arrive at a part of the rate at which as many as may run answer them. */
    private void arrive(String how, List<Trace.Arrival> arrivals, int seconds)
            throws InterruptedException, ExecutionException {
        double most = answered(arrivals.subList(0, 4 * MOST));
        double rate = LOAD * most;
        int count = (int) Math.min(arrivals.size(), rate * seconds);
        double scale = count / rate / arrivals.get(count - 1).at();
        List<Future<ChatStream.Times>> chats = new ArrayList<>();
        long begin = System.nanoTime();
        for (Trace.Arrival arrival : arrivals.subList(0, count)) {
            TimeUnit.NANOSECONDS.sleep((long) (1e9 * scale * arrival.at()) - (System.nanoTime() - begin));
            chats.add(callers.submit(() -> chat(arrival)));
        }
        List<ChatStream.Times> times = new ArrayList<>();
        for (Future<ChatStream.Times> chat : chats) {
            try {
                times.add(chat.get());
            } catch (ExecutionException e) {
                if (!String.valueOf(e.getMessage()).contains(TOO_MANY)) {
                    throw e;
                }
            }
        }
        System.out.printf(
                "%d chats arrive %s, %.2f a second of the %.2f it answers, %d find no place to wait: first token p50 %.0f ms, p99 %.0f; of that waiting for a place p50 %.0f, p99 %.0f; whole p50 %.0f%n",
                count,
                how,
                rate,
                most,
                count - times.size(),
                percentile(times, ChatStream.Times::first, 50),
                percentile(times, ChatStream.Times::first, 99),
                percentile(times, ChatStream.Times::queue, 50),
                percentile(times, ChatStream.Times::queue, 99),
                percentile(times, ChatStream.Times::whole, 50));
    }

    /** So many a second, where the next begins when one ends. */
    private double answered(List<Trace.Arrival> arrivals) throws InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        try (var few = Executors.newFixedThreadPool(MOST)) {
            List<Future<ChatStream.Times>> chats = arrivals.stream()
                    .map(arrival -> few.submit(() -> chat(arrival)))
                    .toList();
            for (Future<?> chat : chats) {
                chat.get();
            }
        }
        return arrivals.size() * 1e9 / (System.nanoTime() - begin);
    }

    private ChatStream.Times chat(Trace.Arrival arrival) throws IOException {
        return chatter.chat(
                        arrival.context(),
                        arrival.generated(),
                        ", \"temperature\": 0.6, \"top_k\": 20, \"top_p\": 0.95")
                .read();
    }

    /** Chats that differ in nothing but when they come. */
    private static List<Trace.Arrival> alike(int count) {
        var random = new Random(1);
        List<Trace.Arrival> arrivals = new ArrayList<>();
        for (double at = 0; arrivals.size() < count; at -= Math.log(1 - random.nextDouble())) {
            arrivals.add(new Trace.Arrival(at, PROMPT, ANSWER / 4));
        }
        return arrivals;
    }

    private static List<Trace.Arrival> shortened(Trace trace) {
        return trace.arrivals().stream()
                .map(arrival -> new Trace.Arrival(
                        arrival.at(),
                        Math.clamp(arrival.context() / SHORTER, ChatStream.LEAST, LONGEST),
                        Math.clamp(arrival.generated() / SHORTER, 1, LONGEST)))
                .toList();
    }

    private static double percentile(
            List<ChatStream.Times> times, ToDoubleFunction<ChatStream.Times> part, int percent) {
        List<Double> sorted = times.stream().map(part::applyAsDouble).sorted().toList();
        return 1e3 * sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    private static double median(List<Rate> rates, ToDoubleFunction<Rate> part) {
        return Wrk.median(rates.stream().map(part::applyAsDouble).toList());
    }
}
