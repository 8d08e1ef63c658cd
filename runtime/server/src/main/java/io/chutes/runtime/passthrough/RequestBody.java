package io.chutes.runtime.passthrough;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.chutes.runtime.connection.CallerConnection;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of a call on its way to the server behind, on a thread of its own: that server may answer before it heard all.
 * What it does not want to hear any more is still taken from the caller, who might else never read the answer.
 */
final class RequestBody {
    private static final Logger LOG = LoggerFactory.getLogger(RequestBody.class);
    private static final int MOST_UNWANTED_BYTES = 16 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final byte[] buffer = new byte[16 << 10];
    private final InputStream from;
    private final Socket to;
    private final boolean chunked;
    private final Thread thread;
    private long unwanted;
    private volatile boolean brokeOff;

    private RequestBody(HttpServletRequest request, Socket to) throws IOException {
        this.from = new CallerConnection(request).body();
        this.to = to;
        this.chunked = isChunked(request);
        int first = from.read(buffer);
        this.thread = Thread.ofVirtual().name("body to port " + to.getPort()).unstarted(() -> copy(first));
    }

    static boolean isChunked(HttpServletRequest request) {
        return request.getHeader("Transfer-Encoding") != null;
    }

    /** Waits for nothing but the first bytes, which makes a caller begin who expects to be told so. */
    static RequestBody send(HttpServletRequest request, Socket to) throws IOException {
        var body = new RequestBody(request, to);
        body.thread.start();
        return body;
    }

    /** Whether the caller broke off before the end. */
    boolean brokeOff() {
        return brokeOff;
    }

    /** Stops sending, and returns when nothing reads the request any more; a caller who sends on for long is cut off. */
    void end(Runnable cutOff) throws InterruptedException {
        close();
        try {
            if (thread.join(PATIENCE)) {
                return;
            }
        } finally {
            if (thread.isAlive()) {
                cutOff.run();
            }
        }
        thread.join();
    }

    private void copy(int first) {
        try {
            for (int length = first; length >= 0 && unwanted < MOST_UNWANTED_BYTES; length = from.read(buffer)) {
                pass(length);
            }
            if (chunked && unwanted == 0) {
                pass(0);
            }
        } catch (IOException e) {
            brokeOff = true;
            close();
        }
    }

    private void pass(int length) {
        try {
            OutputStream out = to.getOutputStream();
            if (chunked) {
                out.write((Integer.toHexString(length) + "\r\n").getBytes(US_ASCII));
            }
            out.write(buffer, 0, length);
            if (chunked) {
                out.write("\r\n".getBytes(US_ASCII));
            }
        } catch (IOException e) {
            unwanted += length;
        }
    }

    private void close() {
        try {
            to.close();
        } catch (IOException e) {
            LOG.debug("Could not close the connection to port {}", to.getPort(), e);
        }
    }
}
