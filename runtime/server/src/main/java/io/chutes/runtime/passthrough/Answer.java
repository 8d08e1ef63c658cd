package io.chutes.runtime.passthrough;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;

/** The answer of the server behind on its way to the caller: what has come is sent on before more is waited for. */
final class Answer {
    private static final int NO_CONTENT = 204;

    private final int port;
    private final AnswerParser parser;
    private final HttpServletResponse response;
    private final Runnable progress;
    private boolean begun;

    Answer(int port, String requestMethod, HttpServletResponse response, Runnable progress) {
        this.port = port;
        this.parser = new AnswerParser(requestMethod);
        this.response = response;
        this.progress = progress;
    }

    /** Whether the caller may have seen some of it. */
    boolean begun() {
        return begun;
    }

    /** Sends all of it; an {@link IOException} is about the caller. */
    void relay(UpstreamConnection upstream) throws IOException, UnansweredException, InterruptedException {
        while (true) {
            ByteBuffer bytes = upstream.read();
            boolean complete = bytes == null ? pass(parser.end()) : passAll(bytes);
            if (begun) {
                progress.run();
                response.flushBuffer();
            }
            if (complete) {
                return;
            }
        }
    }

    private boolean passAll(ByteBuffer bytes) throws IOException, UnansweredException {
        for (Piece piece = parser.next(bytes); piece != null; piece = parser.next(bytes)) {
            if (pass(piece)) {
                return true;
            }
        }
        return false;
    }

    /** Whether this was the last. */
    private boolean pass(Piece piece) throws IOException, UnansweredException {
        return switch (piece) {
            case Piece.Head(int status, List<HttpField> fields) -> {
                begin(status, fields);
                yield false;
            }
            case Piece.Bytes(ByteBuffer bytes) -> {
                byte[] some = new byte[bytes.remaining()];
                bytes.get(some);
                response.getOutputStream().write(some);
                yield false;
            }
            case Piece.End() -> true;
            case Piece.Broken(String reason) -> {
                if (begun) { // so that the caller sees an answer cut off, not one that never came and may be asked for
                    // again
                    response.flushBuffer();
                }
                throw UnansweredException.upstream(port, reason);
            }
        };
    }

    private void begin(int status, List<HttpField> fields) {
        progress.run(); // which refuses where somebody else answers: then the response is not touched
        begun = true;
        response.setStatus(status);
        response.setHeader("Content-Type", null);
        Set<String> seen = new HashSet<>(Set.of("server-timing")); // ours is there, and this is one more
        List<String> passing = PassingHeaders.of(
                fields.stream().map(HttpField::getName).toList(),
                fields.stream()
                        .filter(field -> field.getName().equalsIgnoreCase("Connection"))
                        .map(HttpField::getValue)
                        .toList());
        for (HttpField field : fields) {
            boolean bodiless = status == NO_CONTENT && field.is("Content-Length");
            if (bodiless || !passing.contains(field.getName())) {
                continue;
            }
            if (seen.add(field.getName().toLowerCase(Locale.ROOT))) {
                response.setHeader(field.getName(), field.getValue());
            } else {
                response.addHeader(field.getName(), field.getValue());
            }
        }
    }
}
