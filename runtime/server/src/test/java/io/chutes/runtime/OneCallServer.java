package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.FutureTask;

/** A server that answers each connection byte by byte as a test says, well-formed or not. */
final class OneCallServer implements AutoCloseable {
    private final ServerSocket listening;

    private OneCallServer(ServerSocket listening) {
        this.listening = listening;
    }

    static OneCallServer start() throws IOException {
        return new OneCallServer(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Takes the next connection, reads the head of the request and does what is told, which may end in any way. */
    void behave(Behaviour behaviour) {
        FutureTask<String> ignored = next((head, socket) -> {
            behaviour.show(socket);
            return head;
        });
    }

    /** Takes the next connection, reads the head of the request and says that. */
    void answer(String text) {
        behave(socket -> say(socket, text));
    }

    /** Takes the next connection, reads the head of the request and does what is told with the rest. */
    <T> FutureTask<T> next(Conversation<T> conversation) {
        var done = new FutureTask<T>(() -> {
            try (Socket socket = listening.accept()) {
                String head = head(socket.getInputStream());
                return conversation.hold(head, socket);
            }
        });
        Thread.ofVirtual().start(done);
        return done;
    }

    static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            head.append((char) octet);
            if (head.toString().endsWith("\r\n\r\n")) {
                break;
            }
        }
        return head.toString();
    }

    /** What happens on a connection after the head of a request. */
    @FunctionalInterface
    interface Conversation<T> {
        T hold(String head, Socket socket) throws Exception;
    }

    /** What happens on a connection, whatever was asked. */
    @FunctionalInterface
    interface Behaviour {
        void show(Socket socket) throws Exception;
    }
}
