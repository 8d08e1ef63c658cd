package io.chutes.cli.quickstart;

import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Phase;
import io.chutes.platform.client.PlatformClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Follows the newest instance of a chute until it is ready, printing each part of its start once it is over. */
final class ColdStartWatch {
    static final Duration POLL = Duration.ofMillis(100);

    private final PlatformClient platform;
    private final Progress progress;
    private final Duration limit;
    private int phasesShown;
    private String lastHeard = "nothing";

    ColdStartWatch(PlatformClient platform, Progress progress, Duration limit) {
        this.platform = platform;
        this.progress = progress;
        this.limit = limit;
    }

    /**
     * The first instance from after a moment, ready; throws if it fails or the limit is over.
     *
     * @param waiting a call that waits for the instance; what it fails with is thrown
     */
    InstanceState awaitReady(ChuteState deployed, Instant since, CompletableFuture<?> waiting)
            throws InterruptedException {
        Instant deadline = Instant.now().plus(limit);
        while (Instant.now().isBefore(deadline)) {
            List<InstanceState> instances = platform.chute(deployed.name()).instances().stream()
                    .filter(instance -> instance.version() == deployed.version()
                            && !instance.createdAt().isBefore(since))
                    .toList();
            if (!instances.isEmpty()) {
                InstanceState newest = instances.getFirst();
                show(newest);
                if (newest.status() == InstanceStatus.READY) {
                    return newest;
                }
                if (newest.status() == InstanceStatus.FAILED) {
                    throw new QuickstartException("The instance failed: " + newest.reason());
                }
            }
            if (waiting.state() == Future.State.FAILED) {
                throw new QuickstartException(
                        String.valueOf(waiting.exceptionNow().getMessage()));
            }
            Thread.sleep(POLL);
        }
        throw new QuickstartException("The instance was not ready after " + Progress.seconds(limit)
                + "; the last that was heard: " + lastHeard);
    }

    private void show(InstanceState instance) {
        List<Phase> phases = instance.phases();
        for (Phase phase : phases.subList(Math.min(phasesShown, phases.size()), phases.size())) {
            progress.line("  %-10s%8d ms", phase.name(), phase.millis());
        }
        phasesShown = Math.max(phasesShown, phases.size());
        String reason = instance.status().name().toLowerCase(Locale.ROOT) + ": " + instance.reason();
        boolean isWaiting = instance.status() == InstanceStatus.PENDING;
        if (isWaiting && !reason.equals(lastHeard)) {
            progress.line("  %s", reason);
        }
        lastHeard = reason;
    }
}
