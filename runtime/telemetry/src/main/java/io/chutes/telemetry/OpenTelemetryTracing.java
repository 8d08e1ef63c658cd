package io.chutes.telemetry;

import io.chutes.runtime.trace.CallSpan;
import io.chutes.runtime.trace.TracedCall;
import io.chutes.runtime.trace.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Server spans with the attributes of OpenTelemetry's semantic conventions for HTTP. */
final class OpenTelemetryTracing implements Tracing {
    private static final long LAST_SECONDS = 5;
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
    private static final AttributeKey<String> PROTOCOL = AttributeKey.stringKey("network.protocol.version");
    private static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> CLIENT = AttributeKey.stringKey("client.address");
    private static final AttributeKey<String> USER_AGENT = AttributeKey.stringKey("user_agent.original");
    private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("chutes.request.id");

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final TextMapPropagator propagator;

    OpenTelemetryTracing(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("io.chutes.runtime");
        this.propagator = sdk.getPropagators().getTextMapPropagator();
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // the span closes its scope when the call has ended
    public CallSpan begin(TracedCall call) {
        Context parent = propagator.extract(Context.root(), call, OpenTelemetryTracing::header);
        Span span = tracer.spanBuilder(call.method() + " " + call.route())
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(call.came())
                .setAttribute(METHOD, call.method())
                .setAttribute(ROUTE, call.route())
                .setAttribute(PATH, call.path())
                .setAttribute(SCHEME, call.scheme())
                .setAttribute(PROTOCOL, call.protocolVersion())
                .setAttribute(SERVER, call.host())
                .setAttribute(PORT, (long) call.port())
                .setAttribute(CLIENT, call.client())
                .setAttribute(REQUEST_ID, call.requestId())
                .startSpan();
        String userAgent = call.header().apply("User-Agent");
        if (userAgent != null) {
            span.setAttribute(USER_AGENT, userAgent);
        }
        return new ServerSpan(call.came(), span, parent.with(span).makeCurrent());
    }

    @Override
    public void close() {
        sdk.getSdkTracerProvider().shutdown().join(LAST_SECONDS, TimeUnit.SECONDS);
    }

    private static @Nullable String header(@Nullable TracedCall call, String name) {
        return call == null ? null : call.header().apply(name);
    }
}
