package io.chutes.runtime.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class HealthCheckTest {
    /** A byte now and then keeps each single read from being over in time. */
    @Test
    void takesTheAnswerOfAServerThatNeverEndsIt() throws Exception {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var cutOff = new FutureTask<>(() -> {
                try (Socket socket = listening.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
                    while (true) {
                        socket.getOutputStream().write('x');
                        Thread.sleep(50);
                    }
                }
            });
            Thread.ofVirtual().start(cutOff);

            assertThat(new HealthCheck(listening.getLocalPort(), "/health").failure("", Duration.ofSeconds(60)))
                    .isEmpty();
        }
    }
}
