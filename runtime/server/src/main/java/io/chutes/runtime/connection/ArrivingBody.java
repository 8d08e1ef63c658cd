package io.chutes.runtime.connection;

import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;

/**
 * The body of a request as it comes; the end of one that breaks off is a {@link BrokenBodyException}. Jetty's own stream has other ends for
 * a chunked body that breaks off between a chunk and the end of its line: mostly that of a whole one, at times an unchecked exception.
 */
final class ArrivingBody extends InputStream {
    private final HttpServletRequest request;

    ArrivingBody(HttpServletRequest request) {
        this.request = request;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int read = request.getInputStream().read(buffer, offset, length);
            if (read < 0 && brokeOff()) {
                throw new EOFException("The body broke off after a chunk");
            }
            return read;
        } catch (IOException | UncheckedIOException | HttpException.RuntimeException e) {
            throw new BrokenBodyException(e);
        }
    }

    /** Whether Jetty noticed and its stream did not say so: below the servlet, another read fails. */
    private boolean brokeOff() {
        return Content.Chunk.isFailure(
                ServletContextRequest.getServletContextRequest(request).read());
    }
}
