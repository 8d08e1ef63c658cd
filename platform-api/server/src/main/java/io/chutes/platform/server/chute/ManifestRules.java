package io.chutes.platform.server.chute;

import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.manifest.TimeoutsSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the platform asks of a manifest. The processor asks the same, but anybody can write a label. */
final class ManifestRules {
    private static final Pattern NAME = Pattern.compile("[a-z](-?[a-z0-9])+");
    private static final int SHORTEST_NAME = 3;
    private static final int LONGEST_NAME = 63;
    private static final Pattern PATH = Pattern.compile("(/([a-z0-9][a-z0-9_-]*|\\{[a-z][a-z0-9_]*}))+");
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final List<FieldError> errors = new ArrayList<>();

    private ManifestRules() {}

    /** Every rule that is broken, by its place in the manifest. */
    static List<FieldError> broken(Manifest manifest) {
        var rules = new ManifestRules();
        rules.name(manifest.name());
        rules.hardware(manifest.hardware());
        rules.scaling(manifest.scaling());
        rules.timeouts(manifest.timeouts());
        rules.endpoints(manifest.endpoints());
        rules.supported(manifest);
        return rules.errors;
    }

    private void scaling(ScalingSpec scaling) {
        range("/scaling/concurrency", scaling.concurrency(), 1, 1024);
        range("/scaling/maxQueue", scaling.maxQueue(), 0, 10_000);
        range("/scaling/maxInstances", scaling.maxInstances(), 1, 100);
        range("/scaling/minInstances", scaling.minInstances(), 0, scaling.maxInstances());
        if (!(scaling.target() > 0 && scaling.target() <= 1)) {
            complain("/scaling/target", "range", "target must be above 0 and at most 1, got " + scaling.target());
        }
        range("/scaling/idleShutdown", scaling.idleShutdown(), Duration.ZERO, Duration.ofDays(7));
    }

    private void timeouts(TimeoutsSpec timeouts) {
        Duration least = Duration.ofMillis(100);
        range("/timeouts/startup", timeouts.startup(), Duration.ofSeconds(1), Duration.ofHours(2));
        range("/timeouts/total", timeouts.total(), least, Duration.ofDays(1));
        range("/timeouts/firstByte", timeouts.firstByte(), least, timeouts.total());
        range("/timeouts/idle", timeouts.idle(), least, timeouts.total());
    }

    /** What can be declared and this platform does not do yet: better no deployment than one that is not what it says. */
    private void supported(Manifest manifest) {
        if (manifest.scaling().maxInstances() > 1) {
            unsupported("/scaling/maxInstances", "runs one instance of a chute: set maxInstances to 1");
        }
        if (!manifest.scaling().idleShutdown().equals(ScalingSpec.DEFAULT.idleShutdown())) {
            unsupported("/scaling/idleShutdown", "keeps an instance while there is credit: remove idleShutdown");
        }
        if (!manifest.secrets().isEmpty()) {
            unsupported("/secrets", "keeps no secrets: remove " + manifest.secrets());
        }
        if (!manifest.weights().isEmpty()) {
            unsupported(
                    "/weights", "fetches no weights: put the files into the image by @Image(files), or remove them");
        }
        if (!manifest.jobs().isEmpty()) {
            unsupported("/jobs", "runs no jobs: remove the methods with @Job");
        }
    }

    private void unsupported(String pointer, String message) {
        complain(pointer, "unsupported", "This version of the platform " + message);
    }

    private void name(String name) {
        if (name == null
                || name.length() < SHORTEST_NAME
                || name.length() > LONGEST_NAME
                || !NAME.matcher(name).matches()) {
            complain(
                    "/name",
                    "pattern",
                    "name must be 3 to 63 lower-case letters, digits and single hyphens, got '" + name + "'");
        }
    }

    private void hardware(Hardware hardware) {
        if (hardware == null) {
            complain("/hardware", "required", "hardware must be an object of kind gpu or cpu");
            return;
        }
        switch (hardware) {
            case Hardware.Gpu gpu -> range("/hardware/count", gpu.count(), 1, 8);
            case Hardware.Cpu cpu -> {
                range("/hardware/cores", cpu.cores(), 1, 64);
                range("/hardware/memoryGb", cpu.memoryGb(), 1, 512);
            }
        }
    }

    private void endpoints(List<EndpointSpec> endpoints) {
        Set<String> seen = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < endpoints.size(); i++) {
            EndpointSpec endpoint = endpoints.get(i);
            String pointer = "/endpoints/" + i;
            if (endpoint.path() == null || !PATH.matcher(endpoint.path()).matches()) {
                complain(pointer + "/path", "pattern", "path must match " + PATH + ", got '" + endpoint.path() + "'");
            }
            if (endpoint.method() == null || !METHODS.contains(endpoint.method())) {
                complain(
                        pointer + "/method",
                        "enum",
                        "method must be one of " + METHODS.stream().sorted().toList() + ", got '" + endpoint.method()
                                + "'");
            }
            String shape = String.valueOf(endpoint.path()).replaceAll("\\{[^/]*}", "{}");
            if (!seen.add(endpoint.method() + " " + shape)) {
                complain(pointer, "uniqueItems", endpoint.method() + " " + endpoint.path() + " is there twice");
            }
            if (!names.add(endpoint.name())) {
                complain(pointer + "/name", "uniqueItems", "the endpoint " + endpoint.name() + " is there twice");
            }
        }
    }

    private void range(String pointer, int value, int least, int most) {
        if (value < least || value > most) {
            complain(
                    pointer,
                    "range",
                    "%s must be %d to %d, got %d".formatted(pointer.substring(1), least, most, value));
        }
    }

    private void range(String pointer, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            complain(
                    pointer,
                    "range",
                    "%s must be %s to %s, got %s".formatted(pointer.substring(1), least, most, value));
        }
    }

    private void complain(String pointer, String rule, String message) {
        errors.add(new FieldError(pointer, rule, message));
    }
}
