package io.chutes.benchmark;

import io.chutes.platform.manifest.ScalingSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An hour of real calls to a language model, replayed on a virtual clock against the platform's way to scale, Knative's with its
 * documented defaults and the original's for private chutes: how long calls wait, and how many GPU-hours that takes. The same model of
 * an instance for all three: it is ready a fixed time after it was asked for, reads 5,000 tokens a second and writes one in 30 ms,
 * whatever else it does. Then an hour of a constant load, to see which comes to rest.
 */
public final class Scaling {
    private static final double READ_PER_SECOND = 5000;
    private static final double SECONDS_PER_WRITTEN = 0.03;
    private static final Map<String, Function<ScalingSpec, ScalingRule>> RULES = rules();

    private Scaling() {}

    private static Map<String, Function<ScalingSpec, ScalingRule>> rules() {
        Map<String, Function<ScalingSpec, ScalingRule>> rules = new LinkedHashMap<>();
        rules.put("ours", ScalingRule.Ours::new);
        rules.put("Knative", ScalingRule.Knative::new);
        rules.put("original", ScalingRule.Original::new);
        return rules;
    }

    /** Replays and prints. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("Scaling replays a trace: say where it is, as an absolute path, with"
                    + " -Dbenchmark.arguments=<path of azure-llm-2023-conv.csv>"
                    + " (Azure Public Dataset, Azure LLM inference trace 2023, conversation)");
            System.exit(2);
        }
        List<Replay.Call> calls = Trace.read(Path.of(arguments[0])).arrivals().stream()
                .map(it ->
                        new Replay.Call(it.at(), it.context() / READ_PER_SECOND + it.generated() * SECONDS_PER_WRITTEN))
                .toList();
        System.out.printf("%,d calls in %.0f s%n", calls.size(), calls.getLast().at());
        for (int concurrency : List.of(8, 4, 16)) {
            for (int coldStart : List.of(30, 10)) {
                compare(calls, concurrency, coldStart);
            }
        }
        constantLoad();
    }

    private static void compare(List<Replay.Call> calls, int concurrency, int coldStart) {
        ScalingSpec settings = settings(concurrency);
        System.out.printf("%nconcurrency %d, ready after %d s%n", concurrency, coldStart);
        System.out.printf(
                "%-10s%10s%10s%10s%10s%12s%12s%8s%n",
                "", "p50 s", "p95 s", "p99 s", "over 1 s", "GPU-hours", "events/h", "turns");
        Map<String, Replay.Outcome> outcomes = new LinkedHashMap<>();
        RULES.forEach((name, rule) -> {
            var outcome = new Replay(calls, rule.apply(settings), settings, coldStart).run();
            outcomes.put(name, outcome);
            System.out.printf(
                    "%-10s%10.2f%10.2f%10.2f%9.2f%%%12.2f%12.0f%8d%n",
                    name,
                    outcome.wait(0.5),
                    outcome.wait(0.95),
                    outcome.wait(0.99),
                    100 * outcome.shareOver(1),
                    outcome.gpuHours(),
                    outcome.eventsPerHour(),
                    outcome.turns());
        });
        Replay.Outcome ours = outcomes.get("ours");
        Replay.Outcome knative = outcomes.get("Knative");
        if (ours != null && knative != null) {
            System.out.printf(
                    "ours / Knative: p99 %.2f x, over 1 s %.2f x, GPU-hours %.3f x%n",
                    ours.wait(0.99) / knative.wait(0.99),
                    ours.shareOver(1) / knative.shareOver(1),
                    ours.gpuHours() / knative.gpuHours());
        }
    }

    private static void constantLoad() {
        ScalingSpec settings = settings(8);
        List<Replay.Call> calls = new ArrayList<>();
        for (int call = 0; call < 5 * 3600; call++) {
            calls.add(new Replay.Call(call / 5.0, 7));
        }
        System.out.printf("%na constant load: a call each 0.2 s that takes 7 s, for an hour%n");
        RULES.forEach((name, rule) -> {
            var outcome = new Replay(calls, rule.apply(settings), settings, 30).run();
            System.out.printf(
                    "%-10s last change after %.0f s, %d turns, %.2f GPU-hours%n",
                    name, outcome.lastEvent(), outcome.turns(), outcome.gpuHours());
        });
    }

    private static ScalingSpec settings(int concurrency) {
        return new ScalingSpec(concurrency, 10_000, 0, 100, ScalingSpec.DEFAULT.target(), Duration.ofMinutes(5));
    }
}
