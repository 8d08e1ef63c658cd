package io.chutes.platform.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.chutes.platform.api.Balance;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.api.FaucetDeposit;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Problem;
import io.chutes.platform.api.Registration;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.NodeReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlatformClientTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private int status = 200;
    private String answer = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add("%s %s %s %s"
                    .formatted(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            exchange.getRequestHeaders().getFirst("Authorization"),
                            body)
                    .strip());
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void asksEachRouteAsItIs() {
        answer = "{\"name\":\"alice\",\"key\":\"ck_1_2\"}";
        assertThat(new PlatformClient(address(), null)
                        .register(new Registration("alice"))
                        .key())
                .isEqualTo("ck_1_2");
        answer = "{\"account\":\"alice\",\"available\":\"1.500000000\"}";
        assertThat(client().balance()).isEqualTo(new Balance("alice", Money.of("1.5")));
        client().faucet(new FaucetDeposit("d1", Money.of("2")));
        answer =
                "{\"account\":\"alice\",\"name\":\"hello\",\"version\":1,\"image\":\"i\",\"path\":\"/c/alice/hello\",\"instances\":[]}";
        assertThat(client().deploy(new Deployment("alice/hello@sha256:0")).path())
                .isEqualTo("/c/alice/hello");
        client().chute("hel lo");
        answer = "{\"items\":[],\"next\":null}";
        client().ledger("a b");
        client().chutes(null);
        status = 204;
        answer = "";
        client().deleteChute("hello");

        assertThat(requests)
                .containsExactly(
                        "POST /v1/accounts null {\"name\":\"alice\"}",
                        "GET /v1/balance Bearer ck_1_2",
                        "POST /v1/deposits/faucet Bearer ck_1_2 {\"id\":\"d1\",\"amount\":\"2.000000000\"}",
                        "POST /v1/chutes Bearer ck_1_2 {\"image\":\"alice/hello@sha256:0\"}",
                        "GET /v1/chutes/hel%20lo Bearer ck_1_2",
                        "GET /v1/ledger?cursor=a%20b Bearer ck_1_2",
                        "GET /v1/chutes Bearer ck_1_2",
                        "DELETE /v1/chutes/hello Bearer ck_1_2");
    }

    @Test
    void throwsWhatAProblemSays() {
        status = 422;
        answer = """
                {"type":"about:blank","title":"Unprocessable","status":422,"detail":"the name is taken","requestId":"r1",
                 "errors":[{"pointer":"/name","rule":"pattern","message":"lower case"}]}""";

        assertThatThrownBy(() -> client().balance())
                .isInstanceOfSatisfying(PlatformException.class, failure -> assertThat(
                                failure.problem().map(Problem::requestId))
                        .hasValue("r1"))
                .hasMessage("The platform answered 422: the name is taken (/name: lower case) [request r1]");
    }

    @Test
    void keepsTheTextOfAnAnswerThatIsNoProblem() {
        status = 502;
        answer = "<html>bad gateway</html>";

        assertThatThrownBy(() -> client().balance()).hasMessageContaining("502: <html>bad gateway</html>");
    }

    @Test
    void namesTheAddressThatDoesNotAnswer() {
        server.stop(0);

        assertThatThrownBy(() -> client().balance())
                .isInstanceOfSatisfying(PlatformException.class, failure -> assertThat(failure.problem())
                        .isEmpty())
                .hasMessageContaining(address() + "/v1/balance");
    }

    @Test
    void aNodesReportFailsOrIsCancelledByItself() {
        var report = new NodeReport("process", new Capacity(1, 1, Map.of()), List.of(), List.of(), -1, 0);
        status = 401;
        answer = "no";
        CompletableFuture<?> refused = new NodeClient(address(), "t").sync(report);
        assertThatThrownBy(refused::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("401");
        assertThat(requests.getLast()).startsWith("POST /v1/nodes/sync Bearer t {");
    }

    private PlatformClient client() {
        return new PlatformClient(address(), "ck_1_2");
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }
}
