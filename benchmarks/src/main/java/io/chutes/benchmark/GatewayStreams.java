package io.chutes.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What it costs one gateway to hold 5,000 streams of server-sent events: {@link Ticker} behind the runtime behind the whole platform, each a
 * process of its own. Printed are the platform's resident memory and heap (after a collection) before, when each stream has sent its first
 * event, when they have been held, and when all have ended. Needs 10,000 open files a process ({@code ulimit -n}).
 */
public final class GatewayStreams {
    private static final int STREAMS = 5_000;
    private static final int AT_ONCE = 50;
    private static final int SECONDS = 120;

    private GatewayStreams() {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        try (Scratch scratch = Scratch.of("gateway-streams");
                var instance = instance(scratch.folder());
                var platform = GatewayProcess.start(scratch.folder(), "ticker", STREAMS + 1, instance.port())) {
            measure(platform);
        }
    }

    private static void measure(GatewayProcess platform) throws IOException, InterruptedException, ExecutionException {
        var begun = new CountDownLatch(STREAMS);
        var late = new CountDownLatch(STREAMS);
        stream(platform, 1).read(new CountDownLatch(1), new CountDownLatch(1)); // what is made once is made now
        ProcessMemory before = ProcessMemory.of(platform.server().process());
        before.print("no stream", before, STREAMS);
        List<Future<Integer>> streams = new ArrayList<>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            while (streams.size() < STREAMS) {
                for (int i = 0; i < AT_ONCE; i++) {
                    streams.add(callers.submit(() -> stream(platform, SECONDS).read(begun, late)));
                }
                awaitBegun(streams, begun);
            }
            ProcessMemory first = ProcessMemory.of(platform.server().process());
            first.print(STREAMS + " streams, first event sent", before, STREAMS);
            late.await();
            ProcessMemory last = ProcessMemory.of(platform.server().process());
            last.print("the same, held for " + SECONDS * 3 / 4 + " s", before, STREAMS);
            for (Future<Integer> stream : streams) {
                if (stream.get() != SECONDS + 1) {
                    throw new IOException("a stream had %d events of %d".formatted(stream.get(), SECONDS + 1));
                }
            }
            System.out.printf(
                    "all %d ended completed; held against begun: heap %.2f x, resident %.2f x%n",
                    STREAMS, (double) last.heap() / first.heap(), (double) last.resident() / first.resident());
        }
        ProcessMemory.of(platform.server().process()).print("all ended", before, STREAMS);
    }

    // Not all connect at once, which no queue of a listening socket takes.
    private static void awaitBegun(List<Future<Integer>> streams, CountDownLatch begun)
            throws InterruptedException, ExecutionException {
        while (begun.getCount() > STREAMS - streams.size()) {
            for (Future<Integer> stream : streams) {
                if (stream.isDone()) {
                    stream.get();
                }
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static TickStream stream(GatewayProcess platform, int seconds) {
        String key = "Authorization: Bearer %s\r\n".formatted(platform.key());
        return new TickStream(platform.server().port(), platform.path() + "/ticks", key, seconds);
    }

    private static ServerProcess instance(Path folder) throws IOException, InterruptedException {
        Path manifest = Files.writeString(
                folder.resolve("ticker.json"), """
                {"name": "ticker", "routesClass": "%s", "scaling": {"concurrency": %d}}""".formatted(TickerRoutes.class.getName(), STREAMS + 1));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                folder + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                "io.chutes.runtime.Main",
                String.valueOf(manifest.getFileName()));
        ServerProcess process =
                ServerProcess.start(folder, folder.resolve("instance.log"), ServerProcess.freePort(), command);
        process.awaitAnswers();
        return process;
    }
}
