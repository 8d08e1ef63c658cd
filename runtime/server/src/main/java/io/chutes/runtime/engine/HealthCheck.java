package io.chutes.runtime.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server on a port of 127.0.0.1 whether it can take calls, over a plain socket: all that matters is the status, and the limit
 * holds whatever it sends and however slowly.
 */
record HealthCheck(int port, String path) {
    private static final int STATUS_LINE = "HTTP/1.1 200".length();

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int MOST_BYTES = 64 << 10;
    private static final Logger LOG = LoggerFactory.getLogger(HealthCheck.class);

    /**
     * Why it cannot; empty if it can.
     *
     * @param key what the server wants of its callers; empty if nothing
     */
    Optional<String> failure(String key, Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), millisLeft(until));
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n%s\r\n"
                            .formatted(path, port, key.isEmpty() ? "" : "Authorization: Bearer " + key + "\r\n")
                            .getBytes(US_ASCII));
            String line = statusLine(socket, until);
            takeRest(socket);
            return line.matches("HTTP/1\\.[01] 2[0-9][0-9]")
                    ? Optional.empty()
                    : Optional.of("GET %s is answered by '%s'".formatted(path, printable(line)));
        } catch (ConnectException e) {
            return Optional.of("nothing listens on port %d of 127.0.0.1".formatted(port));
        } catch (SocketTimeoutException e) {
            return Optional.of("GET %s is not answered within %d ms".formatted(path, limit.toMillis()));
        } catch (IOException e) {
            return Optional.of("GET %s is not answered: %s".formatted(path, e.getMessage()));
        }
    }

    private static String statusLine(Socket socket, long until) throws IOException {
        InputStream in = socket.getInputStream();
        var line = new StringBuilder();
        while (line.length() < STATUS_LINE) {
            socket.setSoTimeout(millisLeft(until));
            int octet = in.read();
            if (octet < 0) {
                return line.toString();
            }
            line.append((char) octet);
        }
        return line.toString();
    }

    /** A server that is cut off while it answers may say so in its log, each time. */
    private static void takeRest(Socket socket) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        byte[] buffer = new byte[MOST_BYTES];
        try {
            int read = 0;
            for (int taken = 0; read >= 0 && taken < MOST_BYTES; taken += read) {
                socket.setSoTimeout(millisLeft(until));
                read = socket.getInputStream().read(buffer);
            }
        } catch (IOException e) {
            LOG.debug("The answer does not end", e);
        }
    }

    private static int millisLeft(long until) throws SocketTimeoutException {
        long millis = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        return Math.toIntExact(millis);
    }

    private static String printable(String line) {
        return line.replaceAll("[^ -~]", "?");
    }
}
