package io.chutes.platform.server.chute;

import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.manifest.TimeoutsSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** What the platform asks of a manifest. The processor asks the same, but anybody can write a label. */
final class ManifestRules {
    private static final Pattern NAME = Pattern.compile("(?=.{3,63}$)[a-z](-?[a-z0-9])+");
    private static final int LONGEST_TAGLINE = 1024;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Complaints complaints = new Complaints();

    private ManifestRules() {}

    /** Every rule that is broken, by its place in the manifest. */
    static List<FieldError> broken(Manifest manifest) {
        var rules = new ManifestRules();
        rules.page(manifest);
        rules.hardware(manifest.hardware());
        rules.scaling(manifest.scaling());
        rules.timeouts(manifest.timeouts());
        new ImageRules(rules.complaints).check(manifest.image());
        new EndpointRules(rules.complaints, manifest.scaling()).check(manifest.endpoints());
        new Unsupported(rules.complaints).check(manifest);
        return rules.complaints.errors();
    }

    private void page(Manifest manifest) {
        complaints.pattern(
                "/name",
                manifest.name(),
                NAME,
                "3 to 63 lower-case letters, digits and single hyphens, a letter first");
        if (manifest.tagline().length() > LONGEST_TAGLINE) {
            complaints.add(
                    "/tagline",
                    "maxLength",
                    "tagline must be at most %d characters, got %d"
                            .formatted(LONGEST_TAGLINE, manifest.tagline().length()));
        }
        if (!manifest.readme().isEmpty() && !ImageRules.isOfProject(manifest.readme())) {
            complaints.add(
                    "/readme",
                    "pattern",
                    "readme must be a path from the project's folder that does not lead out of it, got '%s'"
                            .formatted(manifest.readme()));
        }
    }

    private void hardware(Hardware hardware) {
        switch (hardware) {
            case Hardware.Gpu gpu -> {
                complaints.range("/hardware/count", gpu.count(), 1, 8);
                complaints.range("/hardware/minVramGb", gpu.minVramGb(), 0, 192);
                BigDecimal cap = gpu.maxHourlyPrice();
                if (cap != null && cap.signum() <= 0) {
                    complaints.add(
                            "/hardware/maxHourlyPrice", "range", "hardware.maxHourlyPrice must be above 0, got " + cap);
                }
            }
            case Hardware.Cpu cpu -> {
                complaints.range("/hardware/cores", cpu.cores(), 1, 64);
                complaints.range("/hardware/memoryGb", cpu.memoryGb(), 1, 512);
            }
        }
    }

    private void scaling(ScalingSpec scaling) {
        complaints.range("/scaling/concurrency", scaling.concurrency(), 1, 1024);
        complaints.range("/scaling/maxQueue", scaling.maxQueue(), 0, 10_000);
        complaints.range("/scaling/minInstances", scaling.minInstances(), 0, 100);
        complaints.range("/scaling/maxInstances", scaling.maxInstances(), 1, 100);
        complaints.range("/scaling/idleShutdown", scaling.idleShutdown(), Duration.ZERO, Duration.ofDays(7));
        if (scaling.minInstances() > scaling.maxInstances()) {
            complaints.add(
                    "/scaling/minInstances",
                    "range",
                    "scaling.minInstances must be at most maxInstances, %d, got %d"
                            .formatted(scaling.maxInstances(), scaling.minInstances()));
        }
        // Not the other way round: it may be no number at all.
        if (!(scaling.target() > 0 && scaling.target() <= 1)) {
            complaints.add(
                    "/scaling/target",
                    "range",
                    "scaling.target must be above 0 and at most 1, got " + scaling.target());
        }
    }

    private void timeouts(TimeoutsSpec timeouts) {
        complaints.range("/timeouts/startup", timeouts.startup(), Duration.ofSeconds(1), Duration.ofHours(2));
        complaints.range("/timeouts/firstByte", timeouts.firstByte(), SHORTEST, HOUR);
        complaints.range("/timeouts/idle", timeouts.idle(), SHORTEST, HOUR);
        complaints.range("/timeouts/total", timeouts.total(), SHORTEST, Duration.ofHours(24));
        withinTotal("firstByte", timeouts.firstByte(), timeouts.total());
        withinTotal("idle", timeouts.idle(), timeouts.total());
    }

    private void withinTotal(String name, Duration part, Duration total) {
        if (part.compareTo(total) > 0) {
            complaints.add(
                    "/timeouts/" + name,
                    "range",
                    "timeouts.%s must be at most total, %s, got %s"
                            .formatted(name, Complaints.text(total), Complaints.text(part)));
        }
    }
}
