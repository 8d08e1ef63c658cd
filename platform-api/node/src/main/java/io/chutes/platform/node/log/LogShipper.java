package io.chutes.platform.node.log;

import io.chutes.platform.api.Problem;
import io.chutes.platform.client.NodeClient;
import io.chutes.platform.client.PlatformException;
import io.chutes.platform.fleet.Agent;
import io.chutes.platform.fleet.LogBatch;
import io.chutes.platform.fleet.LogChunk;
import io.chutes.platform.fleet.LogReceipt;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ships what the instances of a node write, a bounded part at a time and one after the other, for ever. */
public final class LogShipper {
    private static final Logger LOG = LoggerFactory.getLogger(LogShipper.class);
    private static final Duration BETWEEN = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 2 * Lines.WINDOW;
    private static final Set<Integer> NEVER_TAKEN = Set.of(403, 404, 405, 413, 422);

    private final NodeClient client;
    private final Agent agent;
    private final Supplier<List<OutputSource>> sources;
    private final Runnable shipped;
    private final Map<String, Output> outputs = new LinkedHashMap<>();
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final Thread thread = Thread.ofVirtual().name("log-shipper").unstarted(this::run);

    /**
     * A shipper.
     *
     * @param sources the instances there are
     * @param shipped told when all that an instance wrote has been received
     */
    public LogShipper(NodeClient client, Agent agent, Supplier<List<OutputSource>> sources, Runnable shipped) {
        this.client = client;
        this.agent = agent;
        this.sources = sources;
        this.shipped = shipped;
    }

    /** Notes that an instance is about to write, and what of that must not be told. */
    public static void begin(Path folder, Collection<String> secrets) throws IOException {
        Output.begin(folder, secrets);
    }

    public void start() {
        thread.start();
    }

    /** Whether all that an instance wrote has been received, or never will be. */
    public boolean isDone(String id) {
        return done.contains(id);
    }

    /** Ends, after what there is has been shipped if that is done within the limit. */
    public void finish(Duration limit) throws InterruptedException {
        thread.interrupt();
        thread.join();
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (System.nanoTime() < end && round()) {}
        } catch (ExecutionException e) {
            LOG.warn("What instances wrote last was not shipped; it will be at the next start: {}", e.toString());
        }
    }

    private void run() {
        Duration pause = BETWEEN;
        try {
            while (true) {
                Thread.sleep(pause);
                try {
                    round();
                    pause = BETWEEN;
                } catch (ExecutionException e) {
                    LOG.warn("What instances write was not taken: {}", String.valueOf(e.getCause()));
                    pause = longer(pause);
                } catch (RuntimeException e) {
                    LOG.error("What instances write could not be shipped", e);
                    pause = longer(pause);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ships a part; false if there was nothing to ship. */
    private boolean round() throws InterruptedException, ExecutionException {
        List<OutputSource> all = sources.get();
        Set<String> there = all.stream().map(OutputSource::id).collect(Collectors.toSet());
        outputs.keySet().retainAll(there);
        done.retainAll(there);
        Map<String, LogChunk> chunks = new LinkedHashMap<>();
        long bytes = 0;
        for (OutputSource source : inTurn(all)) {
            LogChunk chunk = bytes < MOST_BYTES ? next(source) : null;
            if (chunk != null) {
                chunks.put(chunk.instance(), chunk);
                bytes += chunk.lines().isEmpty() ? 0 : Math.min(Lines.WINDOW, chunk.to() - chunk.from());
            }
        }
        if (!chunks.isEmpty()) {
            ship(List.copyOf(chunks.values()));
        }
        return !chunks.isEmpty();
    }

    // Whoever was shipped last comes last.
    private List<OutputSource> inTurn(List<OutputSource> all) {
        List<String> order = new ArrayList<>(outputs.keySet());
        return all.stream()
                .sorted(Comparator.comparingInt(source -> order.indexOf(source.id())))
                .toList();
    }

    private @Nullable LogChunk next(OutputSource source) {
        try {
            Output output = outputs.get(source.id());
            if (output == null) {
                output = Output.of(source);
                outputs.put(source.id(), output);
            }
            return output.next(source.ended()).orElse(null);
        } catch (IOException e) {
            LOG.warn("What instance {} wrote could not be read: {}", source.id(), e.toString());
            return null;
        }
    }

    private void ship(List<LogChunk> chunks) throws InterruptedException, ExecutionException {
        LogReceipt receipt;
        try {
            receipt = client.shipLogs(new LogBatch(agent, chunks)).get();
        } catch (ExecutionException e) {
            if (!isNeverTaken(e)) {
                throw e;
            }
            if (chunks.size() > 1) { // one may be at fault for all
                for (LogChunk chunk : chunks) {
                    ship(List.of(chunk));
                }
                return;
            }
            LOG.warn(
                    "What instance {} writes is not taken: {}",
                    chunks.getFirst().instance(),
                    String.valueOf(e.getCause()));
            Output output = outputs.get(chunks.getFirst().instance());
            if (output != null) {
                output.giveUp();
            }
            over(chunks.getFirst().instance());
            return;
        }
        for (LogChunk chunk : chunks) {
            Output output = outputs.remove(chunk.instance());
            if (output != null) {
                outputs.put(chunk.instance(), output);
                output.received(chunk, receipt.received().getOrDefault(chunk.instance(), 0L));
                if (output.isDone()) {
                    over(chunk.instance());
                }
            }
        }
    }

    private void over(String id) {
        done.add(id);
        shipped.run();
    }

    private static boolean isNeverTaken(ExecutionException e) {
        return e.getCause() instanceof PlatformException refusal
                && NEVER_TAKEN.contains(refusal.problem().map(Problem::status).orElse(0));
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
