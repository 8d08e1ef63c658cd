package io.chutes.benchmark;

import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.price.PriceList;
import io.chutes.platform.server.placement.Cluster;
import io.chutes.platform.server.placement.Need;
import io.chutes.platform.server.placement.Node;
import io.chutes.platform.server.placement.Node.Gpus;
import io.chutes.platform.server.placement.Node.Part;
import io.chutes.platform.server.placement.Placement.On;
import io.chutes.platform.server.placement.Scheduler;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decisions of the scheduler, each with its reservation, in clusters of up to 20,000 nodes with ten instances each: what one takes of a
 * processor's time, and how that grows against n log n.
 */
public final class Placement {
    private static final List<String> MODELS = List.of("L4", "A10", "A40", "L40S", "A100", "H100");
    private static final int CHUTES = 5000;
    private static final int INSTANCES_A_NODE = 10;
    private static final int WARM_UP = 2000;
    private static final int DECISIONS = 2000;

    private Placement() {}

    /** Measures and prints. */
    public static void main(String[] arguments) {
        var scheduler = new Scheduler(PriceList.shipped());
        measure(scheduler, 1000);
        System.out.printf(
                "%8s%12s%10s%10s%10s%22s%n",
                "nodes", "instances", "p50 ms", "p99 ms", "mean ms", "p50 / (n log n), ns");
        for (int nodes : List.of(1250, 2500, 5000, 10_000, 20_000)) {
            double[] millis = measure(scheduler, nodes);
            double p50 = millis[millis.length / 2];
            System.out.printf(
                    "%,8d%,12d%10.3f%10.3f%10.3f%22.3f%n",
                    nodes,
                    nodes * INSTANCES_A_NODE,
                    p50,
                    millis[millis.length * 99 / 100],
                    Arrays.stream(millis).average().orElseThrow(),
                    p50 * 1e6 / (nodes * Math.log(nodes) / Math.log(2)));
        }
    }

    private static double[] measure(Scheduler scheduler, int nodes) {
        var random = new Random(1);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Cluster cluster = cluster(nodes, random);
        var millis = new double[DECISIONS];
        for (int decision = -WARM_UP; decision < DECISIONS; decision++) {
            Need need = need(random);
            long began = threads.getCurrentThreadCpuTime();
            @Nullable Cluster next = scheduler.choose(need, cluster) instanceof On on ? cluster.with(need.chuteId(), on) : null;
            if (decision >= 0) {
                millis[decision] = (threads.getCurrentThreadCpuTime() - began) / 1e6;
            }
            // Every other one stays, so that the cluster fills but never gets full.
            cluster = next != null && decision % 2 == 0 ? next : cluster;
        }
        Arrays.sort(millis);
        return millis;
    }

    private static Cluster cluster(int nodes, Random random) {
        List<Node> all = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            String model = MODELS.get(random.nextInt(MODELS.size()));
            Node node = new Node(
                    "node-" + i,
                    Part.of(128),
                    Part.of(1024),
                    List.of(new Gpus(model, Part.of(8))),
                    Set.of(
                            image(i % CHUTES),
                            image((i + 1 + random.nextInt(CHUTES - 1)) % CHUTES),
                            weights(i % CHUTES),
                            weights((i + 1 + random.nextInt(CHUTES - 1)) % CHUTES)),
                    Map.of());
            for (int instance = 0; instance < INSTANCES_A_NODE; instance++) {
                On part = random.nextInt(3) > 0 && node.gpus().getFirst().part().free() > 1
                        ? new On(node.name(), model, 1, 0, 0)
                        : new On(node.name(), null, 0, 2, 8);
                node = node.with(random.nextInt(CHUTES), part);
            }
            all.add(node);
        }
        return new Cluster(all);
    }

    private static Need need(Random random) {
        int chute = random.nextInt(CHUTES);
        Hardware hardware = random.nextInt(4) == 0
                ? new Hardware.Cpu(2, 8)
                : new Hardware.Gpu(1 + random.nextInt(2), random.nextBoolean() ? 24 : 48, Set.of(), Set.of(), null);
        return new Need(chute, hardware, image(chute), Set.of(weights(chute)));
    }

    private static String weights(int chute) {
        return "hf://alice/model-%d@%040x".formatted(chute, chute);
    }

    private static String image(int chute) {
        return "alice/chute-" + chute + "@sha256:" + chute;
    }
}
