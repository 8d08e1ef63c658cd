package io.chutes.telemetry;

import io.chutes.runtime.trace.Tracing;
import io.chutes.runtime.trace.TracingProvider;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Map;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * OpenTelemetry's own SDK, set up by its variables. Spans are sent by OTLP over HTTP; metrics and logs are not, for they are elsewhere.
 * It is the global one, so that a chute's own spans join in.
 */
public final class OpenTelemetryProvider implements TracingProvider {
    private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
    private static final String NO_NAME = "unknown_service";

    @Override
    public Tracing start(String chute) {
        // It says by java.util.logging what it could not send, which else were no JSON.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        var sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook() // the runtime says when the last span has ended
                .addPropertiesSupplier(() -> Map.of("otel.exporter.otlp.protocol", "http/protobuf"))
                .addPropertiesCustomizer(_ -> Map.of("otel.metrics.exporter", "none", "otel.logs.exporter", "none"))
                .addResourceCustomizer((resource, _) -> named(resource, chute))
                .setResultAsGlobal()
                .build()
                .getOpenTelemetrySdk();
        return new OpenTelemetryTracing(sdk);
    }

    private static Resource named(Resource resource, String chute) {
        String name = resource.getAttribute(SERVICE_NAME);
        return name == null || name.startsWith(NO_NAME)
                ? resource.merge(Resource.create(Attributes.of(SERVICE_NAME, chute)))
                : resource;
    }
}
