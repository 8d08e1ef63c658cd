package io.chutes.runtime.passthrough;

import io.chutes.annotation.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A connection to the server behind, for one call. */
final class UpstreamConnection implements AutoCloseable {
    /** How often it is asked whether anybody still waits for the answer. */
    private static final int GLANCE_MILLIS = 250;

    private final byte[] buffer = new byte[16 << 10];
    private final int port;
    private final Call call;
    private final Socket socket;

    private UpstreamConnection(int port, Call call, Socket socket) {
        this.port = port;
        this.call = call;
        this.socket = socket;
    }

    static UpstreamConnection open(int port, Call call) throws UnansweredException {
        try {
            var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(GLANCE_MILLIS);
            return new UpstreamConnection(port, call, socket);
        } catch (ConnectException e) {
            throw UnansweredException.upstream(port, "nothing listens there");
        } catch (IOException e) {
            throw UnansweredException.upstream(port, reason(e));
        }
    }

    Socket socket() {
        return socket;
    }

    void send(byte[] head) throws UnansweredException {
        try {
            socket.getOutputStream().write(head);
        } catch (IOException e) {
            throw UnansweredException.upstream(port, reason(e));
        }
    }

    /** The next bytes of the answer, good until the next call of this method; null at its end. */
    @Nullable ByteBuffer read() throws UnansweredException, InterruptedException {
        while (true) {
            try {
                int length = socket.getInputStream().read(buffer);
                return length < 0 ? null : ByteBuffer.wrap(buffer, 0, length);
            } catch (SocketTimeoutException e) {
                if (call.cancelled()) {
                    throw UnansweredException.abandoned();
                }
            } catch (IOException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while waiting for port " + port);
                }
                throw UnansweredException.upstream(port, reason(e));
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not close the connection to port " + port, e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
