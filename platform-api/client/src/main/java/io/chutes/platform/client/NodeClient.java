package io.chutes.platform.client;

import com.fasterxml.jackson.core.type.TypeReference;
import io.chutes.platform.fleet.JoinedNode;
import io.chutes.platform.fleet.LogBatch;
import io.chutes.platform.fleet.LogReceipt;
import io.chutes.platform.fleet.NewNode;
import io.chutes.platform.fleet.NodeOrders;
import io.chutes.platform.fleet.NodeReport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A node's side of its conversation with the control plane. */
public final class NodeClient {
    private final JsonExchange exchange;

    /**
     * A client for one node.
     *
     * @param platform the platform's address
     * @param token the node's credential
     */
    public NodeClient(URI platform, String token) {
        this(platform, token, usualHttp());
    }

    /** The same by another HTTP client, such as one that trusts a certificate authority of the platform's own. */
    public NodeClient(URI platform, String token, HttpClient http) {
        this.exchange = new JsonExchange(http, platform, token);
    }

    /** The HTTP client that is used where no other is given; it trusts whom this Java trusts. */
    public static HttpClient usualHttp() {
        return JsonExchange.usualHttp();
    }

    /**
     * Joins a platform, once: if the connection breaks it is asked for again, as the same request.
     *
     * @throws PlatformException if the platform does not let it in, or is not reached
     */
    public static JoinedNode join(URI platform, NewNode node, HttpClient http) {
        return new JsonExchange(http, platform, null).create("/v1/nodes", node, new TypeReference<>() {});
    }

    /**
     * Reports, and waits for orders for as long as the report allows. Cancelling the result ends the wait; what was reported
     * may or may not have arrived, so report it again.
     */
    public CompletableFuture<NodeOrders> sync(NodeReport report) {
        // Without a limit, a platform that vanished without a word would be waited for as long as this node lives.
        Duration limit = JsonExchange.ANSWER_LIMIT.plusMillis(report.waitMillis());
        return answer(exchange.posting("/v1/nodes/sync", report, limit), new TypeReference<>() {});
    }

    /** Ships what instances wrote. What was shipped may or may not have arrived if this fails: ship it again. */
    public CompletableFuture<LogReceipt> shipLogs(LogBatch batch) {
        return answer(exchange.posting("/v1/nodes/logs", batch, JsonExchange.ANSWER_LIMIT), new TypeReference<>() {});
    }

    private <T> CompletableFuture<T> answer(HttpRequest request, TypeReference<T> type) {
        var response = WholeAnswer.of(exchange.http(), request);
        // A future of our own: cancelling one derived from the client's would look like a failure of the request.
        var read = new CompletableFuture<T>();
        var _ = response.whenComplete((answer, failure) -> {
            if (failure == null) {
                read.completeAsync(() -> exchange.read(answer, type), Runnable::run);
            } else {
                read.completeExceptionally(JsonExchange.unreachable(request, WholeAnswer.reason(failure)));
            }
        });
        var _ = read.whenComplete((answer, failure) -> response.cancel(true));
        return read;
    }
}
