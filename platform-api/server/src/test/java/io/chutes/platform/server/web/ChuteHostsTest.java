package io.chutes.platform.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.server.web.Work.Raw;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts are chutes'. */
final class ChuteHostsTest {
    private static final Raw ECHO = call -> call.context()
            .result(new TreeMap<>(call.context().pathParamMap()) + " "
                    + String.valueOf(call.context().queryString()));
    private static ApiServer server;

    @BeforeAll
    static void start() {
        var ingress = new Ingress(URI.create("https://api--v1.example.org"), List.of(), "example.org");
        server = ApiServer.start(
                "127.0.0.1",
                0,
                null,
                ingress,
                TestApi.open(
                        Route.undescribed(List.of(HandlerType.GET), "/c/{account}/{chute}", "A chute")
                                .raw(ECHO),
                        Route.undescribed(List.of(HandlerType.GET), "/c/{account}/{chute}/<path>", "Its endpoint")
                                .raw(ECHO),
                        Route.get("api", "/v1/me", "The platform").raw(ECHO)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    alice--hello.example.org          | /greet?a=b%20c    | {account=alice, chute=hello, path=greet} a=b%20c
                    ALICE--Hello.Example.ORG:8443     | /v1/a%20b         | {account=alice, chute=hello, path=v1/a b} null
                    a-b-c--d-e.example.org            | /x                | {account=a-b-c, chute=d-e, path=x} null
                    alice--hello.example.org          | /                 | {account=alice, chute=hello} null
                    alice--hello.example.org          | /v1/me            | {account=alice, chute=hello, path=v1/me} null
                    alice--hello.example.org          | /c/bob/other/x    | {account=alice, chute=hello, path=c/bob/other/x} null
                    api--v1.example.org               | /v1/me            | {} null
                    example.org                       | /v1/me            | {} null
                    notexample.org                    | /v1/me            | {} null
                    127.0.0.1                         | /c/alice/hello/x  | {account=alice, chute=hello, path=x} null
                    """)
    void leadsHostsOfChutesToThem(String host, String path, String seen) throws IOException {
        assertThat(get(host, path)).startsWith("HTTP/1.1 200 ").endsWith(seen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice-hello.example.org",
                "alice.example.org",
                "a--b--c.example.org",
                "--hello.example.org",
                "alice--.example.org",
                "www.alice--hello.example.org"
            })
    void saysThatAHostIsNone(String host) throws IOException {
        assertThat(get(host, "/greet"))
                .startsWith("HTTP/1.1 404 ")
                .contains("application/problem+json", "X-Request-Id: ")
                .contains("\"detail\":\"No chute is at '" + host
                        + "': the hosts of chutes are <account>--<chute>.example.org\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../v1/me", "/../../v1/me", "/x/../../c/bob/other/x", "/%2e%2e/%2e%2e/v1/me"})
    void doesNotLetAPathClimbOutOfItsChute(String path) throws IOException {
        assertThat(get("alice--hello.example.org", path)).doesNotContain("{}", "account=bob", "account=v1");
    }

    @Test
    void refusesWhatIsNoDomain() {
        for (String domain : List.of("", ".example.org", "Example.org", "*.example.org", "example.org:8080")) {
            assertThatThrownBy(() -> new Ingress(null, List.of(), domain))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + domain + "'");
        }
    }

    /** Clients of the JDK send no host but the one that they connect to. */
    private static String get(String host, String path) throws IOException {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(path, host)
                            .getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
