package io.chutes.runtime;

import io.javalin.http.Context;
import org.slf4j.MDC;

/** What each line says that is logged on the thread of a call. */
final class LogContext implements AutoCloseable {
    private LogContext() {}

    static LogContext of(Context context, String endpoint) {
        MDC.put("requestId", RequestIds.of(context));
        MDC.put("traceId", TraceContext.of(context).traceId());
        MDC.put("endpoint", endpoint);
        return new LogContext();
    }

    @Override
    public void close() {
        MDC.clear();
    }
}
