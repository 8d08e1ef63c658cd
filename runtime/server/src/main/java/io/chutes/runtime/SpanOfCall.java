package io.chutes.runtime;

import io.chutes.runtime.trace.CallSpan;
import io.chutes.runtime.trace.TracedCall;
import io.chutes.runtime.trace.Tracing;
import io.javalin.http.Context;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a trace says of a call, if anything does. */
record SpanOfCall(RunningCall call, @Nullable CallSpan span) implements AutoCloseable {
    /**
     * Begins the span, whose place in the trace is the call's from now on.
     *
     * @param route the endpoint's method and path
     */
    static SpanOfCall begin(@Nullable Tracing tracing, RunningCall call, String route) {
        if (tracing == null) {
            return new SpanOfCall(call, null);
        }
        Context context = call.context();
        CallSpan span = tracing.begin(new TracedCall(
                Instant.now().minus(call.age()),
                context.req().getMethod(),
                route.substring(route.indexOf('/')),
                context.path(),
                context.scheme(),
                context.protocol().replace("HTTP/", ""),
                context.req().getServerName(),
                context.req().getServerPort(),
                context.ip(),
                RequestIds.of(context),
                context::header));
        TraceContext.replace(context, span);
        return new SpanOfCall(call, span);
    }

    /** The call is over. */
    @Override
    public void close() {
        if (span != null) {
            CallOutcome outcome = call.outcome();
            span.ended(outcome.status(), outcome.cancelled(), call.turn());
        }
    }
}
