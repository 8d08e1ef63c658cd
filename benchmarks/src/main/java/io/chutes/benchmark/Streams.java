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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What it costs to hold many streams of server-sent events at once: {@link Ticker} in a process of its own, resident memory and heap
 * (after a collection) before, when each stream has sent its first event, when they have been held, and when all have ended. The manifest lets
 * more calls run than a chute may ask for, so that one instance holds them all.
 */
public final class Streams {
    private static final int STREAMS = 2_000;
    private static final int SECONDS = 60;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern HEAP = Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\".*} ([0-9.E]+)");

    private final ServerProcess server;
    private final CountDownLatch begun = new CountDownLatch(STREAMS);
    private final CountDownLatch held = new CountDownLatch(STREAMS);

    private Streams(ServerProcess server) {
        this.server = server;
    }

    /** Measures and prints. */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        try (Scratch scratch = Scratch.of("streams")) {
            Path manifest = Files.writeString(
                    scratch.folder().resolve("ticker.json"), """
                    {"name": "ticker", "routesClass": "%s", "scaling": {"concurrency": %d}}""".formatted(TickerRoutes.class.getName(), STREAMS + 1));
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xmx1g",
                    "-cp",
                    scratch.folder() + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                    "io.chutes.runtime.Main",
                    String.valueOf(manifest.getFileName()));
            int port = ServerProcess.freePort();
            try (ServerProcess server =
                    ServerProcess.start(scratch.folder(), scratch.folder().resolve("server.log"), port, command)) {
                server.awaitAnswers();
                new Streams(server).measure();
            }
        }
    }

    private void measure() throws IOException, InterruptedException, ExecutionException {
        stream(1, new CountDownLatch(1), new CountDownLatch(1)); // what is made once is made now
        Memory before = memory();
        print("no stream", before, before);
        List<Future<Integer>> streams = new ArrayList<>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < STREAMS; i++) {
                streams.add(callers.submit(() -> stream(SECONDS, begun, held)));
            }
            begun.await();
            Memory first = memory();
            print(STREAMS + " streams, first event sent", first, before);
            held.await();
            Memory last = memory();
            print("the same, held for " + SECONDS * 3 / 4 + " s", last, before);
            for (Future<Integer> stream : streams) {
                if (stream.get() != SECONDS + 1) {
                    throw new IOException("a stream had %d events of %d".formatted(stream.get(), SECONDS + 1));
                }
            }
            System.out.printf(
                    "all %d ended completed; held against begun: heap %.2f x, resident %.2f x%n",
                    STREAMS, (double) last.heap / first.heap, (double) last.resident / first.resident);
        }
        print("all ended", memory(), before);
    }

    private int stream(int seconds, CountDownLatch first, CountDownLatch late) throws IOException {
        return new TickStream(server.port(), "/ticks", "", seconds).read(first, late);
    }

    /** In bytes. */
    private record Memory(long resident, long heap) {}

    private Memory memory() throws IOException, InterruptedException {
        long pid = server.process().pid();
        Process collection = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (collection.waitFor() != 0) {
            throw new IOException("jcmd GC.run failed");
        }
        long heap = 0;
        for (Matcher area = HEAP.matcher(server.get("/_chute/metrics")); area.find(); ) {
            heap += (long) Double.parseDouble(area.group(1));
        }
        Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
        if (heap == 0 || !resident.find()) {
            throw new IOException("the memory of process %d is not told".formatted(pid));
        }
        return new Memory(Long.parseLong(resident.group(1)) << 10, heap);
    }

    private static void print(String what, Memory now, Memory before) {
        System.out.printf(
                "%-32s heap %6.1f MiB (%5.1f KiB a stream), resident %6.1f MiB (%5.1f KiB a stream)%n",
                what,
                now.heap / (double) (1 << 20),
                (now.heap - before.heap) / 1024.0 / STREAMS,
                now.resident / (double) (1 << 20),
                (now.resident - before.resident) / 1024.0 / STREAMS);
    }
}
