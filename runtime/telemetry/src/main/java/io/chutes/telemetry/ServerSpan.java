package io.chutes.telemetry;

import io.chutes.runtime.trace.CallSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A span that is this thread's current one until it has ended. */
final class ServerSpan implements CallSpan {
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final int SERVER_ERROR = 500;

    private final Instant came;
    private final Span span;
    private final Scope scope;

    ServerSpan(Instant came, Span span, Scope scope) {
        this.came = came;
        this.span = span;
        this.scope = scope;
    }

    @Override
    public String traceparent() {
        SpanContext context = span.getSpanContext();
        return "00-%s-%s-%s"
                .formatted(
                        context.getTraceId(),
                        context.getSpanId(),
                        context.getTraceFlags().asHex());
    }

    @Override
    public void ended(int status, boolean cancelled, @Nullable Duration turn) {
        if (turn != null) {
            span.addEvent("run", came.plus(turn)); // before, it was in the queue
        }
        if (cancelled) {
            span.setAttribute(ERROR, "cancelled").setStatus(StatusCode.ERROR, "The caller left");
        } else {
            span.setAttribute(STATUS, (long) status);
            if (status >= SERVER_ERROR) {
                span.setAttribute(ERROR, Integer.toString(status)).setStatus(StatusCode.ERROR);
            }
        }
        scope.close();
        span.end();
    }
}
