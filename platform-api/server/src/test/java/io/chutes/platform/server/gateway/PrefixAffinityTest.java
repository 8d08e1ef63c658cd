package io.chutes.platform.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.server.scaling.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Prompts go where their beginning was read, unless that is busy. */
final class PrefixAffinityTest {
    private static final Load.Served LLM = new Load.Served(1, 1);
    private static final List<String> INSTANCES = List.of("a", "b", "c");

    @Property(tries = 200)
    void prefersWhoReadTheLongestCommonBeginning(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 2_000_000) Integer> calls) {
        var affinity = new PrefixAffinity();
        Map<List<Byte>, String> last = new HashMap<>();

        for (int call : calls) {
            byte[] prompt = prompt(call);
            assertThat(affinity.preferred(LLM, Prefix.of(prompt), INSTANCES)).isEqualTo(longest(last, prompt));
            String instance = INSTANCES.get(call % INSTANCES.size());
            affinity.read(LLM, Prefix.of(prompt), instance);
            for (int end = Prefix.BLOCK; end <= prompt.length; end += Prefix.BLOCK) {
                last.put(bytes(prompt, end), instance);
            }
        }

        assertThat(affinity.preferred(new Load.Served(1, 2), Prefix.of(prompt(calls.getFirst())), INSTANCES))
                .isEmpty();
        assertThat(affinity.preferred(LLM, Prefix.of(prompt(calls.getFirst())), List.of("gone")))
                .isEmpty();
    }

    @Property(tries = 100)
    void remembersOnlySoMuchAndTheNewestOfIt(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 2_000_000) Integer> calls) {
        var affinity = new PrefixAffinity(8);

        for (int call : calls) {
            Prefix prefix = Prefix.of(prompt(call));
            affinity.read(LLM, prefix, "a");
            assertThat(affinity.size()).isLessThanOrEqualTo(8);
            if (!prefix.blocks().isEmpty() && prefix.blocks().size() <= 8) {
                assertThat(affinity.preferred(LLM, prefix, INSTANCES)).contains("a");
            }
        }
    }

    @Property(tries = 200)
    void neverPrefersWhoIsFurtherAheadThanAQuarterOfItsPlaces(
            @ForAll @IntRange(min = 1, max = 12) int concurrency,
            @ForAll @IntRange(max = 4) int maxQueue,
            @ForAll @Size(min = 1, max = 120) List<@IntRange(max = 99) Integer> calls) {
        var load = new Load();
        var settings = new ScalingSpec(concurrency, maxQueue, 0, 3, 0.75, Duration.ofMinutes(1));
        List<Load.Place> open = new ArrayList<>();

        for (int call : calls) {
            if (call % 3 == 0 && !open.isEmpty()) {
                open.remove(call % open.size()).close();
                continue;
            }
            String preferred = INSTANCES.get(call % INSTANCES.size());
            int before = load.calls(preferred);
            int fewest = INSTANCES.stream().mapToInt(load::calls).min().orElseThrow();
            Optional<Load.Taken> taken = load.take(LLM, INSTANCES, settings, preferred);
            boolean hasRoom = before < concurrency + maxQueue;
            if (hasRoom && before - fewest <= concurrency / 4) {
                assertThat(taken.map(Load.Taken::instance)).contains(preferred);
            } else {
                taken.ifPresent(it -> assertThat(load.calls(it.instance())).isEqualTo(fewest + 1));
            }
            assertThat(taken.isPresent()).isEqualTo(fewest < concurrency + maxQueue);
            taken.ifPresent(it -> open.add(it.place()));
        }

        open.forEach(Load.Place::close);
        assertThat(INSTANCES)
                .allSatisfy(instance -> assertThat(load.calls(instance)).isZero());
    }

    /** Prompts that often begin alike: of 0 to 9 blocks, each one of two. */
    private static byte[] prompt(int seed) {
        var random = new Random(seed % 1024);
        var prompt = new byte[random.nextInt(10 * Prefix.BLOCK)];
        IntStream.range(0, prompt.length).forEach(i -> prompt[i] = (byte) (seed >> (i / Prefix.BLOCK) & 1));
        return prompt;
    }

    private static Optional<String> longest(Map<List<Byte>, String> last, byte[] prompt) {
        for (int end = prompt.length / Prefix.BLOCK * Prefix.BLOCK; end > 0; end -= Prefix.BLOCK) {
            String instance = last.get(bytes(prompt, end));
            if (instance != null) {
                return Optional.of(instance);
            }
        }
        return Optional.empty();
    }

    private static List<Byte> bytes(byte[] prompt, int end) {
        return IntStream.range(0, end).mapToObj(i -> prompt[i]).toList();
    }
}
