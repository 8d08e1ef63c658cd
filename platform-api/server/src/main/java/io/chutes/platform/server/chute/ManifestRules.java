package io.chutes.platform.server.chute;

import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.manifest.Durations;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.ImageLimits;
import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.Limits;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.manifest.TimeoutsSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** What the platform asks of a manifest. The processor asks the same, but anybody can write a label. */
final class ManifestRules {
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
        rules.secrets(manifest.secrets(), manifest.image());
        new WeightsRules(rules.complaints).check(manifest.weights());
        new EngineRules(rules.complaints, manifest.timeouts()).check(manifest.engines());
        new JobRules(rules.complaints).check(manifest.jobs());
        return rules.complaints.errors();
    }

    private void page(Manifest manifest) {
        complaints.form(
                "/name",
                manifest.name(),
                Limits.NAME.matcher(manifest.name()).matches(),
                "3 to 63 lower-case letters, digits and single hyphens, a letter first");
        if (manifest.tagline().length() > Limits.LONGEST_TAGLINE) {
            complaints.add(
                    "/tagline",
                    "maxLength",
                    "tagline must be at most %d characters, got %d"
                            .formatted(
                                    Limits.LONGEST_TAGLINE, manifest.tagline().length()));
        }
        if (!manifest.readme().isEmpty() && !ImageLimits.isOfProject(manifest.readme())) {
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
                complaints.range("/hardware/count", gpu.count(), Limits.GPUS);
                complaints.range("/hardware/minVramGb", gpu.minVramGb(), Limits.MIN_VRAM_GB);
                BigDecimal cap = gpu.maxHourlyPrice();
                if (cap != null && !Limits.isPrice(cap.toString())) {
                    complaints.add(
                            "/hardware/maxHourlyPrice",
                            "range",
                            "hardware.maxHourlyPrice must be a decimal above 0, got " + cap);
                }
            }
            case Hardware.Cpu cpu -> {
                complaints.range("/hardware/cores", cpu.cores(), Limits.CORES);
                complaints.range("/hardware/memoryGb", cpu.memoryGb(), Limits.MEMORY_GB);
            }
        }
    }

    private void scaling(ScalingSpec scaling) {
        complaints.range("/scaling/concurrency", scaling.concurrency(), Limits.CONCURRENCY);
        complaints.range("/scaling/maxQueue", scaling.maxQueue(), Limits.MAX_QUEUE);
        complaints.range("/scaling/minInstances", scaling.minInstances(), Limits.MIN_INSTANCES);
        complaints.range("/scaling/maxInstances", scaling.maxInstances(), Limits.MAX_INSTANCES);
        complaints.range("/scaling/idleShutdown", scaling.idleShutdown(), Limits.IDLE_SHUTDOWN);
        if (scaling.minInstances() > scaling.maxInstances()) {
            complaints.add(
                    "/scaling/minInstances",
                    "range",
                    "scaling.minInstances must be at most maxInstances, %d, got %d"
                            .formatted(scaling.maxInstances(), scaling.minInstances()));
        }
        if (!Limits.isTarget(scaling.target())) {
            complaints.add(
                    "/scaling/target",
                    "range",
                    "scaling.target must be above 0 and at most 1, got " + scaling.target());
        }
    }

    private void timeouts(TimeoutsSpec timeouts) {
        complaints.range("/timeouts/startup", timeouts.startup(), Limits.STARTUP);
        complaints.range("/timeouts/firstByte", timeouts.firstByte(), Limits.FIRST_BYTE);
        complaints.range("/timeouts/idle", timeouts.idle(), Limits.IDLE);
        complaints.range("/timeouts/total", timeouts.total(), Limits.TOTAL);
        withinTotal("firstByte", timeouts.firstByte(), timeouts.total());
        withinTotal("idle", timeouts.idle(), timeouts.total());
    }

    private void secrets(List<String> secrets, ImageSpec image) {
        if (secrets.size() > Limits.MOST_SECRETS) {
            complaints.add(
                    "/secrets",
                    "maxItems",
                    "secrets must be at most %d, got %d".formatted(Limits.MOST_SECRETS, secrets.size()));
        }
        for (int i = 0; i < secrets.size(); i++) {
            complaints.form(
                    "/secrets/" + i,
                    secrets.get(i),
                    Limits.isSecret(secrets.get(i)),
                    "at most 64 upper-case letters, digits and underscores, a letter first and not CHUTES_…, PATH, JAVA_HOME or LANG");
            if (image.env().containsKey(secrets.get(i))) {
                complaints.add(
                        "/secrets/" + i,
                        "uniqueItems",
                        "secrets[%d] is %s, which image.env sets too, to another value: remove one"
                                .formatted(i, secrets.get(i)));
            }
        }
    }

    private void withinTotal(String name, Duration part, Duration total) {
        if (part.compareTo(total) > 0) {
            complaints.add(
                    "/timeouts/" + name,
                    "range",
                    "timeouts.%s must be at most total, %s, got %s"
                            .formatted(name, Durations.text(total), Durations.text(part)));
        }
    }
}
