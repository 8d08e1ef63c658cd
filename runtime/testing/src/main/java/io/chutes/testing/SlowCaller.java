package io.chutes.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A caller of one HTTP connection that sends and reads only when the test says so, with small buffers: but for some KiB in
 * them, what it does not read the chute cannot send. Closing it is a caller that leaves. It waits 30 s at most for the chute, so
 * that a test ends.
 */
public final class SlowCaller implements AutoCloseable {
    private static final int SMALL = 1024;
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final BufferedReader lines;

    private SlowCaller(Socket socket, BufferedReader lines) {
        this.socket = socket;
        this.lines = lines;
    }

    static SlowCaller connect(URI chute) {
        try {
            var socket = new Socket();
            socket.setReceiveBufferSize(SMALL);
            socket.connect(new InetSocketAddress(chute.getHost(), chute.getPort()), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            var reader = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
            return new SlowCaller(socket, new BufferedReader(reader, 1));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not reach " + chute, e);
        }
    }

    /** Sends the head of a request with a JSON body of so many bytes, and nothing of the body. */
    public SlowCaller begin(String method, String path, int bodyBytes) {
        return send("""
                %s %s HTTP/1.1\r
                Host: localhost\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                """.formatted(method, path, bodyBytes));
    }

    /** Sends a part of the body. */
    public SlowCaller send(String part) {
        try {
            socket.getOutputStream().write(part.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("The chute took no more", e);
        }
    }

    /** The next line of the answer, its head first; waits for it. Null if the chute closed the connection. */
    public @Nullable String readLine() {
        try {
            return lines.readLine();
        } catch (SocketTimeoutException e) {
            throw new UncheckedIOException("The chute sent nothing for %d ms".formatted(PATIENCE_MILLIS), e);
        } catch (IOException e) {
            throw new UncheckedIOException("The answer broke off", e);
        }
    }

    /** Leaves, without a word. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not leave", e);
        }
    }
}
