package io.chutes.runtime.trace;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the standard variables of OpenTelemetry ask for. Where none is set, nothing is looked for and no class loaded; what is asked for
 * and cannot be given is said in the log.
 */
public final class TracingVariables {
    private static final Logger LOG = LoggerFactory.getLogger(TracingVariables.class);
    private static final String PREFIX = "OTEL_";
    private static final List<String> ENDPOINTS =
            List.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
    private static final List<String> PROTOCOLS =
            List.of("OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL");
    private static final String SPOKEN = "http/protobuf";

    private final Map<String, String> environment;

    private TracingVariables(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The tracing that the variables ask for, begun.
     *
     * @throws IllegalArgumentException if a variable has a value that cannot be honoured
     */
    public static Optional<Tracing> start(Map<String, String> environment, String chute) {
        return new TracingVariables(environment).start(chute);
    }

    private Optional<Tracing> start(String chute) {
        var set = new TreeSet<String>();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !value.isBlank()) {
                set.add(name);
            }
        });
        if (set.isEmpty() || is("OTEL_SDK_DISABLED", "true")) {
            return Optional.empty();
        }
        onlySpansAreSent("OTEL_METRICS_EXPORTER", "metrics are for Prometheus alone, at /_chute/metrics", "prometheus");
        onlySpansAreSent("OTEL_LOGS_EXPORTER", "the log is on standard output alone", "console");
        if (is("OTEL_TRACES_EXPORTER", "none")) {
            return Optional.empty();
        }
        if (ENDPOINTS.stream().noneMatch(set::contains) && !set.contains("OTEL_TRACES_EXPORTER")) {
            LOG.warn("{} set, and no spans are sent: {} says where to", set, ENDPOINTS.getFirst());
            return Optional.empty();
        }
        for (String protocol : PROTOCOLS) {
            if (set.contains(protocol) && !is(protocol, SPOKEN)) {
                throw new IllegalArgumentException(
                        "%s is '%s', and %s alone is spoken here: unset it, and name that port of the collector"
                                .formatted(protocol, environment.get(protocol), SPOKEN));
            }
        }
        Optional<Tracing> tracing =
                ServiceLoader.load(TracingProvider.class).findFirst().map(provider -> provider.start(chute));
        if (tracing.isEmpty()) {
            LOG.warn(
                    "{} set, and no spans are sent: add the dependency io.chutes:chutes-runtime-telemetry to the chute",
                    set);
        }
        return tracing;
    }

    private void onlySpansAreSent(String variable, String instead, String honoured) {
        String value = environment.getOrDefault(variable, "");
        if (!value.isBlank() && !value.equals("none") && !value.equals(honoured)) {
            LOG.warn("{} is '{}', which is not honoured: {}", variable, value, instead);
        }
    }

    private boolean is(String variable, String value) {
        return environment.getOrDefault(variable, "").strip().equalsIgnoreCase(value);
    }
}
