package io.chutes.platform.server.chute;

import io.chutes.platform.manifest.BatchSpec;
import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.Limits;
import io.chutes.platform.manifest.ParameterSpec;
import io.chutes.platform.manifest.PassthroughSpec;
import io.chutes.platform.manifest.RequestMethods;
import io.chutes.platform.manifest.ScalingSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the platform asks of the endpoints of a manifest. */
final class EndpointRules {
    private final Complaints complaints;
    private final ScalingSpec scaling;
    private final Set<String> names = new HashSet<>();
    private final Set<String> addresses = new HashSet<>();

    EndpointRules(Complaints complaints, ScalingSpec scaling) {
        this.complaints = complaints;
        this.scaling = scaling;
    }

    void check(List<EndpointSpec> endpoints) {
        for (int i = 0; i < endpoints.size(); i++) {
            check("/endpoints/" + i, endpoints.get(i));
        }
    }

    private void check(String pointer, EndpointSpec endpoint) {
        if (!names.add(endpoint.name())) {
            complaints.add(
                    pointer + "/name", "uniqueItems", "two endpoints have the name '%s'".formatted(endpoint.name()));
        }
        address(pointer, endpoint);
        method(pointer, endpoint);
        stream(pointer, endpoint);
        parameters(pointer, endpoint);
        batch(pointer, endpoint, endpoint.batch());
        passthrough(pointer, endpoint.path(), endpoint.passthrough());
    }

    private void address(String pointer, EndpointSpec endpoint) {
        complaints.form(
                pointer + "/path",
                endpoint.path(),
                endpoint.template().isWellFormed(),
                "segments of lower-case letters, digits, hyphens and underscores or names in braces, each after a slash");
        // Two paths that differ in the names of their parameters alone are the same to a caller.
        if (!addresses.add(endpoint.method() + " " + endpoint.template().shape())) {
            complaints.add(
                    pointer, "uniqueItems", "two endpoints take %s %s".formatted(endpoint.method(), endpoint.path()));
        }
    }

    private void method(String pointer, EndpointSpec endpoint) {
        if (!RequestMethods.isKnown(endpoint.method())) {
            complaints.add(
                    pointer + "/method",
                    "enum",
                    "method must be one of %s, got '%s'".formatted(RequestMethods.ALL, endpoint.method()));
        }
        if (RequestMethods.isIdempotent(endpoint.method()) && !endpoint.idempotent()) {
            complaints.add(
                    pointer + "/idempotent", "const", "every %s is idempotent, got false".formatted(endpoint.method()));
        }
        if (RequestMethods.isBodiless(endpoint.method()) && endpoint.inputType() != null) {
            complaints.add(
                    pointer + "/inputType",
                    "const",
                    "a %s takes no body, got one of %s".formatted(endpoint.method(), endpoint.inputType()));
        }
    }

    private void stream(String pointer, EndpointSpec endpoint) {
        if (endpoint.dialect() != null && !endpoint.mayStream()) {
            complaints.add(
                    pointer + "/dialect",
                    "const",
                    "an endpoint that never streams has no dialect, got %s".formatted(endpoint.dialect()));
        }
        if (endpoint.event() != null && endpoint.stream()) {
            complaints.add(
                    pointer + "/event",
                    "const",
                    "an endpoint that always streams has its event's schema as its output");
        }
    }

    private void parameters(String pointer, EndpointSpec endpoint) {
        List<String> placeholders = endpoint.template().parameters();
        List<String> declared = endpoint.parameters().stream()
                .filter(parameter -> parameter.in() == ParameterSpec.In.PATH)
                .map(ParameterSpec::name)
                .toList();
        if (!sorted(placeholders).equals(sorted(declared))) {
            complaints.add(
                    pointer + "/parameters",
                    "required",
                    "path %s has the parameters %s, got %s".formatted(endpoint.path(), placeholders, declared));
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < endpoint.parameters().size(); i++) {
            ParameterSpec parameter = endpoint.parameters().get(i);
            parameter(pointer + "/parameters/" + i, parameter);
            if (!seen.add(parameter.in() + " " + parameter.name())) {
                complaints.add(
                        pointer + "/parameters/" + i,
                        "uniqueItems",
                        "two parameters have the name '%s'".formatted(parameter.name()));
            }
        }
    }

    private void parameter(String pointer, ParameterSpec parameter) {
        switch (parameter.in()) {
            case PATH -> {
                if (!parameter.required()) {
                    complaints.add(
                            pointer + "/required",
                            "const",
                            "parameter '%s' of the path is always required, got false".formatted(parameter.name()));
                }
            }
            case QUERY ->
                complaints.form(
                        pointer + "/name",
                        parameter.name(),
                        Limits.QUERY_NAME.matcher(parameter.name()).matches(),
                        "letters, digits, hyphens and underscores");
        }
    }

    private void batch(String pointer, EndpointSpec endpoint, @Nullable BatchSpec batch) {
        if (batch == null) {
            return;
        }
        complaints.range(pointer + "/batch/maxSize", batch.maxSize(), Limits.BATCH_SIZE);
        complaints.range(pointer + "/batch/maxWait", batch.maxWait(), Limits.BATCH_WAIT);
        if (batch.maxSize() > scaling.concurrency()) {
            complaints.add(
                    pointer + "/batch/maxSize",
                    "range",
                    "maxSize must be at most scaling.concurrency, %d, got %d"
                            .formatted(scaling.concurrency(), batch.maxSize()));
        }
        if (endpoint.mayStream() || endpoint.passthrough() != null) {
            complaints.add(pointer + "/batch", "const", "an endpoint that streams or passes its calls on has no batch");
        }
    }

    private void passthrough(String pointer, String ownPath, @Nullable PassthroughSpec passthrough) {
        if (passthrough == null) {
            return;
        }
        complaints.localPort(pointer + "/passthrough/port", passthrough.port());
        if (!passthrough.path().equals(ownPath) && !Limits.isPassthroughPath(passthrough.path())) {
            complaints.add(
                    pointer + "/passthrough/path",
                    "pattern",
                    "passthrough.path must begin with a slash and have no query, got '%s'"
                            .formatted(passthrough.path()));
        }
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted().toList();
    }
}
