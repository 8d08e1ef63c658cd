package io.chutes.runtime.passthrough;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.annotation.Call;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Waiting for a server that says nothing. */
class UpstreamConnectionTest {
    @Test
    void waitsNoLongerThanTheCaller() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var connection = UpstreamConnection.open(silent.getLocalPort(), new WaitedFor(false))) {
            assertThatThrownBy(connection::read)
                    .isInstanceOfSatisfying(UnansweredException.class, e -> assertThat(e.status())
                            .isEqualTo(504));
        }
    }

    @Test
    void endsByAnInterrupt() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var connection = UpstreamConnection.open(silent.getLocalPort(), new WaitedFor(true))) {
            var reading = new FutureTask<>(connection::read);
            Thread.ofVirtual().start(reading).interrupt();

            assertThatThrownBy(reading::get).hasCauseInstanceOf(InterruptedException.class);
        }
    }

    private record WaitedFor(boolean still) implements Call {
        @Override
        public String requestId() {
            return "request";
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<String> caller() {
            return Optional.empty();
        }

        @Override
        public Instant deadline() {
            return Instant.MAX;
        }

        @Override
        public boolean cancelled() {
            return !still;
        }
    }
}
