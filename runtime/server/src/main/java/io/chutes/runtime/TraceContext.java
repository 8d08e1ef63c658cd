package io.chutes.runtime;

import io.chutes.runtime.trace.CallSpan;
import io.javalin.http.Context;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a call stands in a trace (W3C Trace Context, level 1): the caller's trace or a new one, and this server's own place in it.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits, of this call
 * @param flags 2 hexadecimal digits, the caller's
 */
record TraceContext(String traceId, String spanId, String flags) {
    static final String HEADER = "traceparent";

    /** Of this version or a later one, which may say more. */
    private static final Pattern GIVEN =
            Pattern.compile("(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?");

    private static final HexFormat HEX = HexFormat.of();
    private static final String NOT_SAMPLED = "00";

    /** Takes what the caller says, or begins a trace, and tells the caller. */
    static void assign(Context context) {
        TraceContext trace = of(context.header(HEADER));
        context.attribute(HEADER, trace);
        context.header(HEADER, trace.toString());
    }

    /** Of a call that one was assigned to. */
    static TraceContext of(Context context) {
        TraceContext assigned = context.attribute(HEADER);
        if (assigned == null) {
            assign(context);
            return of(context);
        }
        return assigned;
    }

    /** A span of the call takes its place. */
    static void replace(Context context, CallSpan span) {
        String[] parts = span.traceparent().split("-", -1);
        context.attribute(HEADER, new TraceContext(parts[1], parts[2], parts[3]));
        context.header(HEADER, span.traceparent());
    }

    static TraceContext of(@Nullable String given) {
        Matcher said = GIVEN.matcher(given == null ? "" : given);
        boolean taken =
                said.matches() && (said.group(4) == null || !said.group(1).equals("00"));
        return taken
                ? new TraceContext(said.group(2), digits(), said.group(3))
                : new TraceContext(digits() + digits(), digits(), NOT_SAMPLED);
    }

    /** As the header has it, for whom this server calls or answers. */
    @Override
    public String toString() {
        return "00-" + traceId + "-" + spanId + "-" + flags;
    }

    /** 16 of them, not all zero. */
    private static String digits() {
        return HEX.toHexDigits(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    }
}
