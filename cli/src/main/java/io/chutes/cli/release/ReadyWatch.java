package io.chutes.cli.release;

import io.chutes.cli.console.Cell;
import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Progress;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Phase;
import io.chutes.platform.client.PlatformClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Follows the newest instance of a version until it is ready, telling of each part of its start once it is over. */
public final class ReadyWatch {
    private static final Duration POLL = Duration.ofMillis(100);

    private final PlatformClient platform;
    private final Progress progress;
    private final Duration limit;
    private final Map<String, Integer> phasesTold = new HashMap<>();
    private String lastHeard = "nothing";

    public ReadyWatch(PlatformClient platform, Progress progress, Duration limit) {
        this.platform = platform;
        this.progress = progress;
        this.limit = limit;
    }

    /** The instances of a chute that have ended: what became of them says nothing of those to come. */
    public static Set<String> ended(List<InstanceState> instances) {
        return instances.stream()
                .filter(instance -> instance.status().isFinal())
                .map(InstanceState::id)
                .collect(Collectors.toSet());
    }

    /**
     * The ready instance; throws if it fails or the limit is over.
     *
     * @param past ids of instances that do not count
     * @param meanwhile done each time nothing is ready yet
     */
    public InstanceState await(String chute, int version, Set<String> past, Runnable meanwhile)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        progress.show("Waiting for an instance");
        while (System.nanoTime() < deadline) {
            List<InstanceState> instances = platform.chute(chute).instances().stream()
                    .filter(instance -> instance.version() == version && !past.contains(instance.id()))
                    .toList();
            for (InstanceState instance : instances) {
                if (instance.status() == InstanceStatus.READY) {
                    tell(instance);
                    return instance;
                }
            }
            if (!instances.isEmpty()) {
                InstanceState newest = instances.getFirst();
                tell(newest);
                if (newest.status() == InstanceStatus.FAILED) {
                    throw new CommandException(ExitStatus.FAILED, "The instance failed: " + Cell.text(newest.reason()));
                }
            }
            meanwhile.run();
            Thread.sleep(POLL);
        }
        throw new CommandException(
                ExitStatus.FAILED,
                "No instance was ready after %d s; the last that was heard: %s. chutes explain %s says more"
                        .formatted(limit.toSeconds(), lastHeard, chute));
    }

    private void tell(InstanceState instance) {
        List<Phase> phases = instance.phases();
        int told = phasesTold.getOrDefault(instance.id(), 0);
        for (Phase phase : phases.subList(Math.min(told, phases.size()), phases.size())) {
            progress.tell("  %-10s%8d ms".formatted(phase.name(), phase.millis()));
        }
        phasesTold.put(instance.id(), Math.max(told, phases.size()));
        String heard = Cell.text(instance.status()) + ": " + Cell.text(instance.reason());
        boolean isNews = !heard.equals(lastHeard);
        if (instance.status() == InstanceStatus.PENDING && isNews) {
            progress.tell("  " + heard);
        }
        if (isNews || told < phases.size()) {
            progress.show(heard);
        }
        lastHeard = heard;
    }
}
