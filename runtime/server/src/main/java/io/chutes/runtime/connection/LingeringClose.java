package io.chutes.runtime.connection;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;

/**
 * Reads on, after the answer, what the caller still sends of his request: to close a connection with bytes unread resets it, which
 * may take the answer from a caller who has not read it yet. The limits are those of nginx's {@code lingering_close}.
 */
public final class LingeringClose implements Filter {
    private static final Duration IN_ALL = Duration.ofSeconds(30);
    private static final Duration SILENCE = Duration.ofSeconds(5);

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
        var connection = new CallerConnection((HttpServletRequest) request);
        if (!request.isAsyncStarted() && connection.mayStillSend()) {
            response.flushBuffer();
            connection.readOn(IN_ALL, SILENCE);
        }
    }
}
