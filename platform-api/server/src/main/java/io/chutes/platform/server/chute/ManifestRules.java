package io.chutes.platform.server.chute;

import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.Manifest;
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
    private static final Pattern PATH = Pattern.compile("(/[a-z0-9][a-z0-9_-]*)+");
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final List<FieldError> errors = new ArrayList<>();

    private ManifestRules() {}

    /** Every rule that is broken, by its place in the manifest. */
    static List<FieldError> broken(Manifest manifest) {
        var rules = new ManifestRules();
        rules.name(manifest.name());
        rules.hardware(manifest.hardware());
        rules.endpoints(manifest.endpoints());
        return rules.errors;
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
            case Hardware.Gpu gpu -> range("/hardware/count", gpu.count(), 8);
            case Hardware.Cpu cpu -> {
                range("/hardware/cores", cpu.cores(), 64);
                range("/hardware/memoryGb", cpu.memoryGb(), 512);
            }
        }
    }

    private void endpoints(List<EndpointSpec> endpoints) {
        Set<String> seen = new HashSet<>();
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
            if (!seen.add(endpoint.method() + " " + endpoint.path())) {
                complain(pointer, "uniqueItems", endpoint.method() + " " + endpoint.path() + " is there twice");
            }
        }
    }

    private void range(String pointer, int value, int most) {
        if (value < 1 || value > most) {
            complain(pointer, "range", pointer.substring(1) + " must be 1 to " + most + ", got " + value);
        }
    }

    private void complain(String pointer, String rule, String message) {
        errors.add(new FieldError(pointer, rule, message));
    }
}
