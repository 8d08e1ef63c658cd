package io.chutes.platform.client;

import com.fasterxml.jackson.core.type.TypeReference;
import io.chutes.platform.fleet.NodeOrders;
import io.chutes.platform.fleet.NodeReport;
import java.net.URI;
import java.net.http.HttpResponse;
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
        this.exchange = new JsonExchange(platform, token);
    }

    /**
     * Reports, and waits for orders for as long as the report allows. Cancelling the result ends the wait; what was reported
     * may or may not have arrived, so report it again.
     */
    public CompletableFuture<NodeOrders> sync(NodeReport report) {
        var response = exchange.http()
                .sendAsync(exchange.posting("/v1/nodes/sync", report), HttpResponse.BodyHandlers.ofString());
        CompletableFuture<NodeOrders> orders =
                response.thenApply(answer -> exchange.read(answer, new TypeReference<>() {}));
        var _ = orders.whenComplete((answer, failure) -> response.cancel(true));
        return orders;
    }
}
