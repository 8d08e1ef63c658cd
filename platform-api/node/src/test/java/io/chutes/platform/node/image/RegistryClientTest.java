package io.chutes.platform.node.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.chutes.platform.node.NodeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that pulls from a registry which is not its platform's own. */
class RegistryClientTest {
    private static final String NODE_TOKEN = "the-node's-token";
    private static final ImageReference IMAGE = ImageReference.parse("alice/hello@sha256:" + "0".repeat(64));
    private static final String HELLO = "sha256:b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

    @TempDir
    Path blobs;

    private final List<String> shownToTheRegistry = new CopyOnWriteArrayList<>();
    private HttpServer platform;
    private HttpServer registry;
    private String realm;

    @BeforeEach
    void start() throws IOException {
        platform = serve(exchange -> {
            boolean known =
                    ("Bearer " + NODE_TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            String query = exchange.getRequestURI().getQuery();
            answer(
                    exchange,
                    known && query.equals("service=images&scope=repository:alice/hello:pull") ? 200 : 401,
                    "{\"token\":\"for alice/hello\"}");
        });
        registry = serve(exchange -> {
            String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            shownToTheRegistry.add(shown);
            if (shown.equals("Bearer for alice/hello")) {
                answer(exchange, 200, "hello world");
            } else {
                exchange.getResponseHeaders()
                        .set("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"images\",scope=\"x\"");
                answer(exchange, 401, "");
            }
        });
        realm = address(platform) + "/v2/token";
    }

    @AfterEach
    void stop() {
        platform.stop(0);
        registry.stop(0);
    }

    @Test
    void asksItsPlatformForATokenAndShowsItsOwnToNobodyElse() throws Exception {
        assertThat(client().blob(IMAGE, HELLO)).hasContent("hello world");
        assertThat(shownToTheRegistry).containsExactly("null", "Bearer for alice/hello");
    }

    @Test
    void goesToNoRealmButItsPlatforms() {
        realm = address(registry) + "/v2/token";

        assertThatThrownBy(() -> client().blob(IMAGE, HELLO))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining(realm)
                .hasMessageContaining("refused");
        assertThat(shownToTheRegistry).containsExactly("null");
    }

    @Test
    void givesUpARegistryThatBeginsToAnswerAndSendsNoMore() throws Exception {
        var stalls = new CountDownLatch(1);
        registry.removeContext("/");
        registry.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("hello".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            try (exchange) {
                stalls.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(() -> client().blob(IMAGE, HELLO))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining(address(registry).toString())
                .hasMessageContaining(HELLO)
                .hasMessageContaining("nothing for 0.5 s");
        stalls.countDown();
        assertThat(blobs).isEmptyDirectory();
    }

    private RegistryClient client() {
        var login = new RegistryLogin(address(platform), address(registry), NODE_TOKEN, HttpClient.newHttpClient());
        return new RegistryClient(address(registry), login, blobs, Duration.ofMillis(500));
    }

    private static HttpServer serve(HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", handler);
        server.start();
        return server;
    }

    private static URI address(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
