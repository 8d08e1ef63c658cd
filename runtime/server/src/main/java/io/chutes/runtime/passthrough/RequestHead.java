package io.chutes.runtime.passthrough;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;

/** The head of a request as the server behind sees it: the caller's method, query string and headers at another path. */
final class RequestHead {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private RequestHead() {}

    /** The connection is for this call alone: its end is the end of the call, for both sides. */
    static byte[] of(
            HttpServletRequest request, int port, String path, String requestId, String traceparent, String key) {
        String query = request.getQueryString();
        var head = new StringBuilder(request.getMethod())
                .append(' ')
                .append(path)
                .append(query == null ? "" : "?" + escaped(query))
                .append(" HTTP/1.1\r\n");
        line(head, "Host", "127.0.0.1:" + port);
        line(head, "Connection", "close");
        line(head, "X-Request-Id", requestId);
        line(head, "traceparent", traceparent);
        if (!key.isEmpty()) {
            line(head, "Authorization", "Bearer " + key);
        }
        if (RequestBody.isChunked(request)) {
            line(head, "Transfer-Encoding", "chunked");
        }
        for (String name : PassingHeaders.of(
                Collections.list(request.getHeaderNames()), Collections.list(request.getHeaders("Connection")))) {
            Collections.list(request.getHeaders(name)).forEach(value -> line(head, name, value));
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Characters that are none of a URI are written as their octets, which is what they are read as. */
    private static String escaped(String query) {
        var escaped = new StringBuilder();
        for (byte octet : query.getBytes(StandardCharsets.UTF_8)) {
            escaped.append(octet < 0 ? "%" + HEX.toHexDigits(octet) : String.valueOf((char) octet));
        }
        return escaped.toString();
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
