package io.chutes.cli.watch;

import io.chutes.cli.console.Cell;
import io.chutes.cli.console.ScalingText;
import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.Event;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Phase;
import io.chutes.platform.api.ScalingDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Why a chute is as it is.
 *
 * @param chute what there is of it
 * @param scaling how many instances it was to have, newest first
 * @param events what has changed, newest first
 */
record Explanation(ChuteState chute, List<ScalingDecision> scaling, List<Event> events) {
    Explanation {
        scaling = List.copyOf(scaling);
        events = List.copyOf(events);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%s/%s: %s".formatted(chute.account(), chute.name(), state()));
        lines.add("Instances");
        chute.instances().forEach(instance -> lines.add("  " + line(instance)));
        if (chute.instances().isEmpty()) {
            lines.add("  none");
        }
        lines.add("Why as many, of %s".formatted(ScalingText.of(chute.scaling())));
        scaling.forEach(decision -> lines.add("  %s  version %d: %d, for %d calls and %d waiting: %s"
                .formatted(
                        Cell.text(decision.at()),
                        decision.version(),
                        decision.instances(),
                        decision.inFlight(),
                        decision.queued(),
                        Cell.text(decision.reason()))));
        lines.add("What changed");
        events.forEach(event ->
                lines.add("  %s  %s: %s".formatted(Cell.text(event.at()), event.type(), Cell.text(event.message()))));
        return lines;
    }

    /** The one sentence that most are after. */
    private String state() {
        long ready = chute.instances().stream()
                .filter(instance -> instance.status() == InstanceStatus.READY)
                .count();
        if (ready > 0) {
            return "ready, %d of its instances take calls".formatted(ready);
        }
        return chute.instances().stream()
                .findFirst()
                .map(newest -> newest.status() == InstanceStatus.STOPPED
                        ? "asleep; the next call, or chutes warmup, starts an instance"
                        : "not ready, the newest instance is %s: %s"
                                .formatted(Cell.text(newest.status()), Cell.text(newest.reason())))
                .orElse("asleep; the next call, or chutes warmup, starts an instance");
    }

    private static String line(InstanceState instance) {
        String place = instance.node() == null ? "" : " on " + instance.node();
        String gpu = instance.gpu() == null ? "" : ", %d × %s".formatted(instance.gpuCount(), instance.gpu());
        String phases = instance.phases().stream().map(Explanation::text).collect(Collectors.joining(", "));
        return "%s  version %d, %s%s%s: %s%s"
                .formatted(
                        instance.id(),
                        instance.version(),
                        Cell.text(instance.status()),
                        place,
                        gpu,
                        Cell.text(instance.reason()),
                        phases.isEmpty() ? "" : " (" + phases + ")");
    }

    private static String text(Phase phase) {
        return "%s %d ms".formatted(phase.name(), phase.millis());
    }
}
