package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;

/** A caller who writes and reads as it likes, and leaves when it likes. */
final class RawCaller implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final BufferedReader reader;

    private RawCaller(Socket socket) throws IOException {
        this.socket = socket;
        this.reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    static RawCaller of(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new RawCaller(socket);
    }

    RawCaller get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    RawCaller send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(UTF_8));
        return this;
    }

    /** Sends nothing more, and waits for the answer. */
    RawCaller end() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** The next line of what was answered; null at its end. */
    String line() throws IOException {
        return reader.readLine();
    }

    /** Reads until a line that has this in it, which is returned. */
    String lineWith(String part) throws IOException {
        for (String line = line(); line != null; line = line()) {
            if (line.contains(part)) {
                return line;
            }
        }
        throw new AssertionError("no line with " + part);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
