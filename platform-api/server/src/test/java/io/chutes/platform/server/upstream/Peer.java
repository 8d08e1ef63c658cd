package io.chutes.platform.server.upstream;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An instance that does over each connection what a test has it do, byte by byte, and hangs up then. */
final class Peer implements AutoCloseable {
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger taken = new AtomicInteger();

    /** What it does over a connection, of which it is the n-th. */
    @FunctionalInterface
    interface Script {
        void run(InputStream in, OutputStream out, int n) throws IOException;
    }

    Peer(Script script) {
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> listen(script));
    }

    /** One that reads each request and answers it with that. */
    static Peer answering(String answer) {
        return new Peer((in, out, _) -> {
            while (request(in) != null) {
                say(out, answer);
            }
        });
    }

    private void listen(Script script) {
        try (listening) {
            while (true) {
                Socket socket = listening.accept();
                open.add(socket);
                int n = taken.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket, script, n));
            }
        } catch (IOException _) {
            // It was closed.
        }
    }

    private static void serve(Socket socket, Script script, int n) {
        try (socket) {
            script.run(socket.getInputStream(), socket.getOutputStream(), n);
        } catch (IOException _) {
            // The other side hung up, which is for the test to look at where it matters.
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /** How many connections it took. */
    int taken() {
        return taken.get();
    }

    static void say(OutputStream out, String bytes) throws IOException {
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** The next request, whole as its {@code Content-Length} has it; null if there is none. */
    static @Nullable String request(InputStream in) throws IOException {
        String head = head(in);
        int length = head.lines()
                .filter(line -> line.startsWith("Content-Length: "))
                .mapToInt(line -> Integer.parseInt(line.substring("Content-Length: ".length())))
                .findFirst()
                .orElse(0);
        return head.isEmpty() ? null : head + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    /** The head of the next request; empty if there is none. */
    static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Closeable socket : open) {
            socket.close();
        }
    }
}
