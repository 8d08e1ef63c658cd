package io.chutes.platform.server.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.price.PriceList;
import io.chutes.platform.server.placement.Node.Gpus;
import io.chutes.platform.server.placement.Node.Part;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SchedulerTest {
    private static final Scheduler SCHEDULER = new Scheduler(PriceList.shipped());
    private static final String IMAGE = "alice/hello@sha256:1";
    private static final String WEIGHTS = "hf://alice/model@1";
    private static final String OTHER_WEIGHTS = "hf://alice/adapter@2";
    private static final List<String> MODELS = List.of("L4", "A10", "A40", "H100");

    @Property(tries = 200)
    void neverPlacesBeyondCapacity(@ForAll("clusters") Cluster cluster, @ForAll("manyNeeds") List<Need> needs) {
        Cluster now = cluster;
        for (Need need : needs) {
            if (SCHEDULER.choose(need, now) instanceof Placement.On on) {
                now = now.with(need.chuteId(), on);
            }
        }

        for (Node node : now.nodes()) {
            assertThat(node.cores().free()).isBetween(0, node.cores().all());
            assertThat(node.memoryGb().free()).isBetween(0, node.memoryGb().all());
            assertThat(node.gpus()).allSatisfy(it -> assertThat(it.part().free())
                    .isBetween(0, it.part().all()));
        }
    }

    @Property(tries = 200)
    void choosesTheSameInWhateverOrderNodesCome(
            @ForAll("clusters") Cluster cluster, @ForAll("needs") Need need, @ForAll Random random) {
        List<Node> shuffled = new ArrayList<>(cluster.nodes());
        Collections.shuffle(shuffled, random);

        assertThat(SCHEDULER.choose(need, new Cluster(shuffled))).isEqualTo(SCHEDULER.choose(need, cluster));
    }

    @Property(tries = 200)
    void placesInALargerClusterWhatItPlacesInASmaller(
            @ForAll("clusters") Cluster cluster, @ForAll("needs") Need need, @ForAll("nodes") Node more) {
        var larger = new ArrayList<>(cluster.nodes());
        larger.add(named(more, "another"));

        if (SCHEDULER.choose(need, cluster) instanceof Placement.On) {
            assertThat(SCHEDULER.choose(need, new Cluster(larger))).isInstanceOf(Placement.On.class);
        }
    }

    @Property(tries = 300)
    void namesForEachNodeAFilterThatRulesItOut(@ForAll("clusters") Cluster cluster, @ForAll("needs") Need need) {
        if (!(SCHEDULER.choose(need, cluster) instanceof Placement.Nowhere nowhere)) {
            return;
        }

        assertThat(nowhere.ruledOut().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        cluster.nodes().stream().map(Node::name).toList());
        for (Node node : cluster.nodes()) {
            Filter by = Objects.requireNonNull(nowhere.ruledOut().get(node.name()));
            Placement relaxed =
                    switch (by) {
                        case FREE -> SCHEDULER.choose(need, new Cluster(List.of(emptied(node))));
                        case GPUS -> {
                            assertThat(node.gpus()).allMatch(it -> it.part().all() == 0);
                            yield nowhere;
                        }
                        case INCLUDE, EXCLUDE, VRAM, PRICE, COUNT, CORES, MEMORY ->
                            SCHEDULER.choose(without(by, need), new Cluster(List.of(node)));
                    };
            if (by == Filter.FREE) {
                assertThat(relaxed).isInstanceOf(Placement.On.class);
            } else if (relaxed instanceof Placement.Nowhere still && by != Filter.GPUS) {
                assertThat(still.ruledOut().get(node.name())).isGreaterThan(by);
            }
        }
    }

    @Property(tries = 300)
    void fetchesNoMoreThanAnywhereAtThatPrice(@ForAll("clusters") Cluster cluster, @ForAll("needs") Need need) {
        if (!(SCHEDULER.choose(need, cluster) instanceof Placement.On chosen)) {
            return;
        }

        Node taken = node(cluster, chosen);
        for (Node other : cluster.nodes()) {
            if (SCHEDULER.choose(need, new Cluster(List.of(other))) instanceof Placement.On on
                    && price(other, on).compareTo(price(taken, chosen)) == 0) {
                assertThat(weightsMissing(need, other)).isGreaterThanOrEqualTo(weightsMissing(need, taken));
                assertThat(weightsMissing(need, other) > weightsMissing(need, taken)
                                || taken.holds().contains(IMAGE)
                                || !other.holds().contains(IMAGE))
                        .isTrue();
            }
        }
    }

    @Property(tries = 300)
    void paysNoMoreThanAnywhere(@ForAll("clusters") Cluster cluster, @ForAll("needs") Need need) {
        if (!(SCHEDULER.choose(need, cluster) instanceof Placement.On chosen)) {
            return;
        }

        for (Node other : cluster.nodes()) {
            if (SCHEDULER.choose(need, new Cluster(List.of(other))) instanceof Placement.On on) {
                assertThat(price(other, on)).isGreaterThanOrEqualTo(price(node(cluster, chosen), chosen));
            }
        }
    }

    private static Node node(Cluster cluster, Placement.On chosen) {
        return cluster.nodes().stream()
                .filter(it -> it.name().equals(chosen.node()))
                .findFirst()
                .orElseThrow();
    }

    private static BigDecimal price(Node node, Placement.On on) {
        return node.gpus().stream()
                .filter(it -> it.model().equals(on.gpu()))
                .map(it -> it.hourly() != null
                        ? it.hourly()
                        : PriceList.shipped().gpu(it.model()).orElseThrow().hourlyPrice())
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }

    private static int weightsMissing(Need need, Node node) {
        var missing = new HashSet<>(need.weights());
        missing.removeAll(node.holds());
        return missing.size();
    }

    @Test
    void takesTheCheapestModelThatFits() {
        assertThat(choose(gpus(1, "H100", "L4"), node("a", "H100", 8), node("b", "L4", 1)))
                .isEqualTo(new Placement.On("b", "L4", 1, 0, 0));
    }

    @Test
    void takesTheNodeThatHasTheImage() {
        Node has = new Node("z", Part.of(4), Part.of(16), node("z", "L4", 8).gpus(), Set.of(IMAGE), Map.of(7L, 2));

        assertThat(choose(gpus(1, "L4"), node("a", "L4", 1), has)).isEqualTo(new Placement.On("z", "L4", 1, 0, 0));
    }

    @Test
    void spreadsAChuteAndKeepsLargeHoles() {
        Node sibling = node("a", "L4", 1).with(7, new Placement.On("a", null, 0, 0, 0));

        assertThat(choose(gpus(1, "L4"), sibling, node("b", "L4", 4), node("c", "L4", 2)))
                .isEqualTo(new Placement.On("c", "L4", 1, 0, 0));
    }

    @Test
    void neverMixesModelsOrNodes() {
        Node both = new Node(
                "a",
                Part.of(4),
                Part.of(16),
                List.of(new Gpus("L4", Part.of(1)), new Gpus("A10", Part.of(1))),
                Set.of(),
                Map.of());

        assertThat(reason(gpus(2, "L4", "A10"), both, node("b", "L4", 1)))
                .isEqualTo("no node has 2 free GPUs of A10, L4: 2 nodes have fewer GPUs of a model than asked for");
    }

    @Test
    void saysHowManyNodesAreFullAndWhyOthersAreNone() {
        Node full = taken(node("a", "L4", 1), "L4");

        assertThat(reason(gpus(1, "L4"), full, named(full, "b"), node("c", "H100", 8), node("d", "L4", 0)))
                .isEqualTo("no node has 1 free GPU of L4: 2 nodes have what is asked for, all taken;"
                        + " 1 node has no model of include; 1 node has no GPU; when some is free again is not known");
    }

    @Test
    void namesOnlyTheFirstOfManyModels() {
        assertThat(reason(gpus(1), node("a", "L4", 0)))
                .startsWith("no node has 1 free GPU of A4000, A4000_ADA, A10, A5000, L4, RTX_3090 and 20 more: ");
    }

    @Test
    void placesByCoresAndMemoryWhereNoGpuIsAsked() {
        Node small = new Node("a", Part.of(8), Part.of(1), List.of(), Set.of(), Map.of());
        Node large = new Node("b", Part.of(4), Part.of(16), List.of(), Set.of(), Map.of());

        assertThat(choose(new Hardware.Cpu(2, 4), small, large)).isEqualTo(new Placement.On("b", null, 0, 2, 4));
        assertThat(reason(new Hardware.Cpu(8, 4), small, large))
                .isEqualTo("no node has 8 free cores and 4 GiB of free memory: 1 node has less memory than asked for;"
                        + " 1 node has fewer cores than asked for");
    }

    @Test
    void saysThatThereIsNoNode() {
        assertThat(reason(gpus(1, "L4"))).isEqualTo("no node has reported lately");
    }

    @Provide
    Arbitrary<Cluster> clusters() {
        return nodes().list().ofMinSize(0).ofMaxSize(8).map(nodes -> {
            List<Node> named = new ArrayList<>();
            for (Node node : nodes) {
                named.add(named(node, "node-" + named.size()));
            }
            return new Cluster(named);
        });
    }

    @Provide
    Arbitrary<Node> nodes() {
        Arbitrary<Gpus> gpus = Combinators.combine(
                        Arbitraries.of(MODELS),
                        parts(0, 8),
                        Arbitraries.of("0", "0.2").map(BigDecimal::new).injectNull(0.7))
                .as(Gpus::new);
        return Combinators.combine(
                        parts(0, 16),
                        parts(0, 64),
                        gpus.list().ofMaxSize(2).uniqueElements(Gpus::model),
                        Arbitraries.of(IMAGE, WEIGHTS, OTHER_WEIGHTS).set(),
                        Arbitraries.of(Map.<Long, Integer>of(), Map.of(1L, 2)))
                .as((cores, memory, models, holds, instances) ->
                        new Node("node", cores, memory, models, holds, instances));
    }

    @Provide
    Arbitrary<Need> needs() {
        Arbitrary<Set<String>> some = Arbitraries.of(MODELS).set().ofMaxSize(2);
        Arbitrary<Hardware> gpus = Combinators.combine(
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(0, 24, 48, 80),
                        some,
                        some,
                        Arbitraries.of("0.25", "0.60", "2").map(BigDecimal::new).injectNull(0.5))
                .as(Hardware.Gpu::new);
        Arbitrary<Hardware> cpus = Combinators.combine(
                        Arbitraries.integers().between(1, 8),
                        Arbitraries.integers().between(1, 32))
                .as(Hardware.Cpu::new);
        return Combinators.combine(Arbitraries.longs().between(1, 3), Arbitraries.oneOf(gpus, gpus, cpus))
                .as((chute, hardware) -> new Need(chute, hardware, IMAGE, Set.of(WEIGHTS, OTHER_WEIGHTS)));
    }

    @Provide
    Arbitrary<List<Need>> manyNeeds() {
        return needs().list().ofMinSize(1).ofMaxSize(40);
    }

    private static Arbitrary<Part> parts(int least, int most) {
        return Arbitraries.integers()
                .between(least, most)
                .flatMap(all -> Arbitraries.integers().between(0, all).map(free -> new Part(all, free)));
    }

    private static Need without(Filter filter, Need need) {
        Hardware relaxed =
                switch (need.hardware()) {
                    case Hardware.Gpu it ->
                        new Hardware.Gpu(
                                filter == Filter.COUNT ? 0 : it.count(),
                                filter == Filter.VRAM ? 0 : it.minVramGb(),
                                filter == Filter.INCLUDE ? Set.of() : it.include(),
                                filter == Filter.EXCLUDE ? Set.of() : it.exclude(),
                                filter == Filter.PRICE ? null : it.maxHourlyPrice());
                    case Hardware.Cpu it ->
                        new Hardware.Cpu(
                                filter == Filter.CORES ? 0 : it.cores(), filter == Filter.MEMORY ? 0 : it.memoryGb());
                };
        return new Need(need.chuteId(), relaxed, need.image(), need.weights());
    }

    private static Node emptied(Node node) {
        return new Node(
                node.name(),
                Part.of(node.cores().all()),
                Part.of(node.memoryGb().all()),
                node.gpus().stream()
                        .map(it -> new Gpus(it.model(), Part.of(it.part().all()), it.hourly()))
                        .toList(),
                node.holds(),
                node.instances());
    }

    private static Node taken(Node node, @Nullable String model) {
        return node.with(1, new Placement.On(node.name(), model, 1, 0, 0));
    }

    private static Node named(Node node, String name) {
        return new Node(name, node.cores(), node.memoryGb(), node.gpus(), node.holds(), node.instances());
    }

    private static Node node(String name, String model, int count) {
        return new Node(name, Part.of(4), Part.of(16), List.of(new Gpus(model, Part.of(count))), Set.of(), Map.of());
    }

    private static Hardware gpus(int count, String... models) {
        return new Hardware.Gpu(count, 0, Set.of(models), Set.of(), null);
    }

    private static Placement choose(Hardware hardware, Node... nodes) {
        return SCHEDULER.choose(new Need(7, hardware, IMAGE, Set.of()), new Cluster(List.of(nodes)));
    }

    private static String reason(Hardware hardware, Node... nodes) {
        return choose(hardware, nodes) instanceof Placement.Nowhere(String reason, var _) ? reason : "placed";
    }
}
