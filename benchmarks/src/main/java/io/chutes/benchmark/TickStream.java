package io.chutes.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/**
 * A stream of {@link Ticker}, over a connection of its own.
 *
 * @param port of whoever is asked
 * @param path there
 * @param headers more of the request's, each with its line's end
 * @param seconds how long it lasts
 */
record TickStream(int port, String path, String headers, int seconds) {
    /**
     * Reads it to its last event, which must be the right one; how many values it had.
     *
     * @param first told of its first event
     * @param late told when three quarters of it are over
     */
    int read(CountDownLatch first, CountDownLatch late) throws IOException {
        String body = "{\"seconds\": " + seconds + "}";
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8), 512)) {
            socket.getOutputStream()
                    .write("POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n%s"
                            .formatted(path, headers, body.length(), body)
                            .getBytes(UTF_8));
            int events = 0;
            for (String line = answer.readLine(); line != null; line = answer.readLine()) {
                if (line.startsWith("id: ")) {
                    events++;
                    if (events == 1) {
                        first.countDown();
                    } else if (events == seconds * 3 / 4 + 1) {
                        late.countDown();
                    }
                } else if (line.equals("event: completed")) {
                    return events;
                }
            }
            throw new IOException("a stream ended after %d events".formatted(events));
        }
    }
}
