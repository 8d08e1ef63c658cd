package io.chutes.runtime.trace;

import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call when it comes.
 *
 * @param came when it came
 * @param method the request method
 * @param route the endpoint's path, names in braces unfilled
 * @param path the path of the request
 * @param scheme {@code http} or {@code https}
 * @param protocolVersion such as {@code 1.1}
 * @param host the name under which the caller knows this server
 * @param port the port under which he does
 * @param client the address that the call comes from
 * @param requestId by which logs and answers name it
 * @param header the value of a header, by its name; null where the request has none such
 */
public record TracedCall(
        Instant came,
        String method,
        String route,
        String path,
        String scheme,
        String protocolVersion,
        String host,
        int port,
        String client,
        String requestId,
        Function<String, @Nullable String> header) {}
