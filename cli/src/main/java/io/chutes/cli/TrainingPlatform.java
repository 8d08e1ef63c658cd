package io.chutes.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.chutes.platform.api.Account;
import io.chutes.platform.api.ChuteScaling;
import io.chutes.platform.api.CostEstimate;
import io.chutes.platform.api.CostEstimate.Span;
import io.chutes.platform.api.DeploymentPlan;
import io.chutes.platform.api.DeploymentPlan.GpuOffer;
import io.chutes.platform.api.InstanceBounds;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Role;
import io.chutes.platform.manifest.ScalingSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;

/** What answers the commands of {@link StartTraining}: one account, and one plan; all else it refuses. */
record TrainingPlatform(HttpServer server) implements AutoCloseable {
    /** An image that it plans. */
    static final String IMAGE = "trainee/hello@sha256:" + "0".repeat(64);

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    private static final String PROBLEM = """
            {"type": "about:blank", "title": "Unauthorized", "status": 401, "detail": "A platform for training knows no key."}""";

    static TrainingPlatform start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer(server, "/", UNAUTHORIZED, "application/problem+json", PROBLEM);
        answer(server, "/v1/me", OK, "application/json", json(new Account("trainee", List.of(Role.DEVELOPER), "key")));
        answer(server, "/v1/chutes/plan", OK, "application/json", json(plan()));
        server.start();
        return new TrainingPlatform(server);
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static DeploymentPlan plan() {
        Span span = new Span(Money.of("0.20"), Money.of("0.25"));
        return new DeploymentPlan(
                "hello",
                1,
                null,
                List.of(new DeploymentPlan.ContractChange(false, "greet", "a new endpoint")),
                ChuteScaling.of(ScalingSpec.DEFAULT, InstanceBounds.NONE),
                List.of(new GpuOffer("L4", "NVIDIA L4", 24, Money.of("0.25"))),
                new CostEstimate(span, span, span, span, 0, LocalDate.EPOCH, List.of("A note")));
    }

    private static String json(Object answer) throws IOException {
        return PlatformJson.mapper().writeValueAsString(answer);
    }

    private static void answer(HttpServer server, String path, int status, String type, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> send(exchange, status, type, body));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
