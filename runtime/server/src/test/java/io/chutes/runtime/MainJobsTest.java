package io.chutes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of an instance whose heap is small. */
class MainJobsTest {
    private static final String MIB = "€".repeat(1 << 20); // two bytes a character

    @TempDir
    Path folder;

    @Test
    void refusesTheJobThatItsHeapCannotKeepAndGoesOn() throws Exception {
        int port = MainProcess.freePort();
        Process chute = MainProcess.serving(WaitingRoutes.class, folder, port, Map.of("JAVA_TOOL_OPTIONS", "-Xmx64m"));
        try (var log = chute.inputReader();
                var caller = HttpClient.newHttpClient()) {
            assertThat(log.lines().anyMatch(line -> line.contains("Serving"))).isTrue();
            HttpRequest.Builder job = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + port + "/_chute/jobs/wait"))
                    .header("Content-Type", "application/json");

            int taken = 0;
            HttpResponse<String> answer = start(caller, job, MIB);
            while (answer.statusCode() == 202) {
                taken++;
                answer = start(caller, job, MIB);
            }

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(taken).isBetween(5, 8); // an eighth of 64 Mi, or of what a collector leaves of it
            assertThat(start(caller, job, "short").statusCode()).isEqualTo(202);
        } finally {
            chute.destroyForcibly();
        }
    }

    private static HttpResponse<String> start(HttpClient caller, HttpRequest.Builder job, String text)
            throws Exception {
        return caller.send(job.POST(BodyPublishers.ofString('"' + text + '"')).build(), BodyHandlers.ofString());
    }

    static final class WaitingRoutes implements ChuteRoutes {
        @Override
        public String name() {
            return "workshop";
        }

        @Override
        public void register(Routes routes) {
            routes.job("wait", Duration.ofMinutes(1), 0, Duration.ofMinutes(1), _ -> {
                new CountDownLatch(1).await();
                return null;
            });
        }
    }
}
