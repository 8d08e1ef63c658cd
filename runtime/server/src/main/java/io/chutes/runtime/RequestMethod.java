package io.chutes.runtime;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The method of a request is the one in its first line: Javalin would take that of a header, which nobody on the way has looked at.
 * HEAD is answered as GET is, and the server leaves the body out (RFC 9110 §9.3.2).
 */
final class RequestMethod implements Filter {
    private static final String OVERRIDE = "X-HTTP-Method-Override";

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var http = (HttpServletRequest) request;
        boolean plain = !http.getMethod().equals("HEAD") && http.getHeader(OVERRIDE) == null;
        chain.doFilter(plain ? http : new AsSent(http), response);
    }

    private static final class AsSent extends HttpServletRequestWrapper {
        AsSent(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getMethod() {
            return super.getMethod().equals("HEAD") ? "GET" : super.getMethod();
        }

        @Override
        public @Nullable String getHeader(String name) {
            return name.equalsIgnoreCase(OVERRIDE) ? null : super.getHeader(name);
        }
    }
}
