package io.chutes.platform.server.node;

import io.chutes.platform.api.Page;
import io.chutes.platform.fleet.JoinedNode;
import io.chutes.platform.fleet.NewNode;
import io.chutes.platform.fleet.NodePrices;
import io.chutes.platform.fleet.NodeState;
import io.chutes.platform.fleet.NodeStatus;
import io.chutes.platform.price.PriceLists;
import io.chutes.platform.server.fleet.NodeAudience;
import io.chutes.platform.server.fleet.Silence;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.PageQuery;
import io.chutes.platform.server.web.Route;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** {@code /v1/nodes}: joining, and what whoever lends a node can ask and do. */
public final class NodeRoutes implements ApiRoutes {
    private final Jdbi jdbi;
    private final JoinedNodes joined;
    private final TokenRoutes tokens;
    private final Silence silence;
    private final Runnable changed;
    private final PriceLists prices;
    private final InstantSource clock;
    private final NodeRows rows = new NodeRows();

    /** @param changed told when something may have to move */
    public NodeRoutes(
            Jdbi jdbi, JoinedNodes joined, Silence silence, Runnable changed, PriceLists prices, InstantSource clock) {
        this.jdbi = jdbi;
        this.joined = joined;
        this.tokens = new TokenRoutes(jdbi, joined.tokens(), clock);
        this.silence = silence;
        this.changed = changed;
        this.prices = prices;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        // Tokens first: what answers for a node's name would answer for theirs.
        return Stream.of(tokens.routes(), own()).flatMap(List::stream).toList();
    }

    private List<Route> own() {
        return List.of(
                Route.post("joinNode", "/v1/nodes", "Lets a node in by its token; the answer holds its credential")
                        .takes(NewNode.class)
                        .confidential()
                        .creates(JoinedNode.class)
                        .by(call -> joined.join(call.body())),
                Route.get("nodes", "/v1/nodes", "The nodes that the account lends, to an administrator all, by name")
                        .pages(NodeState.class)
                        .by(this::list),
                Route.get("node", "/v1/nodes/{id}", "One node: what it has, how it is, and the instances on it")
                        .answers(NodeState.class)
                        .by(call -> jdbi.withHandle(handle -> state(found(handle, call)))),
                Route.post(
                                "drainNode",
                                "/v1/nodes/{id}/drain",
                                "Gives a node no more instances, and moves those it has: each ends once another takes its place")
                        .answers(NodeState.class)
                        .by(this::drain),
                Route.delete("resumeNode", "/v1/nodes/{id}/drain", "Gives a node instances again")
                        .doing(this::resume),
                Route.put(
                                "priceNode",
                                "/v1/nodes/{id}/prices",
                                "Asks less than the price list for a node's GPUs, of instances placed from now on")
                        .takes(NodePrices.class)
                        .answers(NodeState.class)
                        .by(this::price),
                Route.delete(
                                "deleteNode",
                                "/v1/nodes/{id}",
                                "Revokes the credential of a node that is drained; it is gone")
                        .doing(this::delete));
    }

    private Page<NodeState> list(Call<?> call) {
        PageQuery query = call.page();
        List<NodeRows.Row> found =
                jdbi.withHandle(handle -> rows.list(handle, call.principal(), query.after(), query.enough()));
        return query.page(found, NodeRows.Row::name).map(this::state);
    }

    private NodeState drain(Call<?> call) {
        NodeState drained = jdbi.inTransaction(handle -> {
            NodeRows.Row node = locked(handle, call);
            if (node.drainingAt() == null) {
                rows.drain(handle, node.name(), clock.instant());
                tell(handle, call, node, "node.draining", "gets no more instances, and those on it are moved");
            }
            return state(found(handle, call));
        });
        changed.run();
        return drained;
    }

    private void resume(Call<?> call) {
        jdbi.useTransaction(handle -> {
            NodeRows.Row node = locked(handle, call);
            if (node.drainingAt() != null) {
                rows.resume(handle, node.name());
                tell(handle, call, node, "node.resumed", "gets instances again");
            }
        });
        changed.run();
    }

    private NodeState price(Call<NodePrices> call) {
        PriceRules.require(call.body(), prices.at(clock.instant()));
        NodeState priced = jdbi.inTransaction(handle -> {
            NodeRows.Row node = locked(handle, call);
            if (!call.body().equals(node.prices())) {
                rows.price(handle, node.name(), call.body());
                tell(handle, call, node, "node.priced", asking(call.body()));
            }
            return state(found(handle, call));
        });
        changed.run();
        return priced;
    }

    private static String asking(NodePrices prices) {
        return prices.gpus().isEmpty()
                ? "costs what the price list says"
                : "costs an hour: "
                        + prices.gpus().entrySet().stream()
                                .map(it -> it.getKey() + " " + it.getValue() + " USD")
                                .collect(Collectors.joining(", "));
    }

    private void delete(Call<?> call) {
        jdbi.useTransaction(handle -> {
            NodeRows.Row node = locked(handle, call);
            if (node.joinedAt() == null) {
                throw ApiException.conflict("The node '%s' is one of the platform's configuration: take it out there"
                        .formatted(node.name()));
            }
            if (node.drainingAt() == null || !node.instances().isEmpty()) {
                throw ApiException.conflict("The node '%s' %s: %s"
                        .formatted(
                                node.name(),
                                node.instances().isEmpty()
                                        ? "may get instances at any moment"
                                        : "has %d instances"
                                                .formatted(node.instances().size()),
                                node.drainingAt() == null
                                        ? "drain it first, POST /v1/nodes/%s/drain".formatted(node.name())
                                        : "wait until they have moved"));
            }
            rows.delete(handle, node.name(), clock.instant());
            tell(handle, call, node, "node.deleted", "is gone, and its credential revoked");
        });
        changed.run();
    }

    private NodeRows.Row locked(Handle handle, Call<?> call) {
        rows.lock(handle, call.path("id"));
        return found(handle, call);
    }

    private NodeRows.Row found(Handle handle, Call<?> call) {
        String name = call.path("id");
        return rows.find(handle, call.principal(), name)
                .orElseThrow(() -> ApiException.notFound("You have no node '%s'".formatted(name)));
    }

    private static void tell(Handle handle, Call<?> call, NodeRows.Row node, String type, String what) {
        NodeAudience hears = node.audience();
        // Of one that nobody is told of, whoever changes it is.
        long account =
                Objects.requireNonNullElse(hears.accountId(), call.principal().accountId());
        new NodeAudience(node.name(), account, hears.providerId()).tell(handle, type, what);
    }

    private NodeState state(NodeRows.Row node) {
        return new NodeState(
                node.name(),
                status(node),
                node.provider(),
                node.engine(),
                node.capacity(),
                node.condition(),
                node.prices(),
                node.instances(),
                node.joinedAt(),
                node.heardAt());
    }

    private NodeStatus status(NodeRows.Row node) {
        Instant now = clock.instant();
        if (node.drainingAt() != null && node.instances().isEmpty()) {
            return NodeStatus.DRAINED;
        }
        if (node.heardAt() == null) {
            return node.drainingAt() == null ? NodeStatus.JOINED : NodeStatus.DRAINING;
        }
        if (!node.heardAt().isAfter(now.minus(silence.lost()))) {
            return NodeStatus.LOST;
        }
        if (!node.heardAt().isAfter(now.minus(silence.suspect()))) {
            return NodeStatus.SUSPECT;
        }
        return node.drainingAt() == null ? NodeStatus.READY : NodeStatus.DRAINING;
    }
}
