package io.chutes.cli.release;

import io.chutes.cli.console.Cell;
import io.chutes.cli.console.ScalingText;
import io.chutes.platform.api.CostEstimate;
import io.chutes.platform.api.CostEstimate.Span;
import io.chutes.platform.api.DeploymentPlan;
import java.util.ArrayList;
import java.util.List;

/** A plan as people read it. */
final class PlanText {
    private PlanText() {}

    static List<String> lines(DeploymentPlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add(plan.chute() + ": " + what(plan));
        plan.changes()
                .forEach(change -> lines.add(
                        "  %s %s".formatted(change.breaking() ? "BREAKING  " : "compatible", Cell.text(change))));
        plan.gpus()
                .forEach(gpu -> lines.add("  runs on   %s (%s, %d GB) for %s USD an hour"
                        .formatted(gpu.model(), gpu.name(), gpu.vramGb(), Cell.text(gpu.hourly()))));
        lines.add("  scales    " + ScalingText.of(plan.scaling()));
        CostEstimate cost = plan.cost();
        lines.add("  costs, USD at the prices of " + cost.pricesAsOf());
        lines.add("    ready, an hour      " + text(cost.hourly()));
        lines.add("    a cold start        " + text(cost.coldStart()));
        lines.add("    idle before it ends " + text(cost.idleTail()));
        lines.add("    a month, uncalled   %s (%d kept)".formatted(text(cost.monthlyFloor()), cost.keptInstances()));
        cost.notes().forEach(note -> lines.add("  note: " + note));
        return lines;
    }

    private static String what(DeploymentPlan plan) {
        String is =
                plan.version() == null ? "this image becomes a new version" : "this image is version " + plan.version();
        if (plan.serving() == null) {
            return is + " of a new chute";
        }
        return plan.serving().equals(plan.version())
                ? is + ", which serves"
                : "%s; version %d serves%s"
                        .formatted(is, plan.serving(), plan.changes().isEmpty() ? ", with the same settings" : "");
    }

    private static String text(Span span) {
        return span.least().equals(span.most())
                ? Cell.text(span.least())
                : Cell.text(span.least()) + " to " + Cell.text(span.most());
    }
}
