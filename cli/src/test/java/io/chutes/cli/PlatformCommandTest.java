package io.chutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlatformCommandTest {
    @TempDir
    Path data;

    private int code;
    private String err = "";

    @AfterEach
    void stop() {
        platform("stop");
    }

    @Test
    void saysWhyItDoesNotStartAndRunsInTheBackgroundUntilItIsStopped() throws Exception {
        assertThat(platform("status")).isEmpty();
        assertThat(code).isEqualTo(3);
        assertThat(err).isEqualTo("chutes: No platform runs on %s: chutes platform start starts one%n".formatted(data));
        platform("stop");
        assertThat(code).isEqualTo(3);
        platform("start", "--port", "70000");
        assertThat(code).isEqualTo(2);
        Files.writeString(
                data.resolve("platform.json"),
                "{\"url\":\"http://127.0.0.1:1\",\"pid\":1,\"startedAt\":\"2020-01-01T00:00:00Z\"}");
        platform("status");
        assertThat(code).as("a process of another time").isEqualTo(3);
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            platform("start", "--port", Integer.toString(taken.getLocalPort()));
            assertThat(code).isEqualTo(1);
            assertThat(err)
                    .contains(
                            "The platform ended as it started",
                            data.resolve("platform.log").toString())
                    .contains("127.0.0.1:" + taken.getLocalPort());
        }

        assertThat(platform("start", "--port", "0")).startsWith("The platform answers at http://127.0.0.1:");
        var status = new JsonMapper().readTree(platform("status", "--json"));
        String url = status.path("url").asText();
        long process = status.path("pid").asLong();
        assertThat(platform("start", "--port", "0"))
                .isEqualTo("It runs already at %s (process %d)%n".formatted(url, process));
        assertThat(code).isZero();
        assertThat(ProcessHandle.of(process))
                .hasValueSatisfying(it -> assertThat(it.isAlive()).isTrue());

        assertThat(platform("stop")).isEqualTo("Stopped\n");

        assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
        platform("status");
        assertThat(code).isEqualTo(3);
    }

    private String platform(String command, String... options) {
        var out = new StringWriter();
        var said = new StringWriter();
        String[] arguments =
                Arrays.copyOf(new String[] {"platform", command, "--data", data.toString()}, 4 + options.length);
        System.arraycopy(options, 0, arguments, 4, options.length);
        code = Main.run(new PrintWriter(out, true), new PrintWriter(said, true), arguments);
        err = said.toString();
        return out.toString();
    }
}
