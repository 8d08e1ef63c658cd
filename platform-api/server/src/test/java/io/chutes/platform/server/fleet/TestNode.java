package io.chutes.platform.server.fleet;

import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Phase;
import io.chutes.platform.fleet.Agent;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.Condition;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.fleet.NodeOrders;
import io.chutes.platform.fleet.NodeReport;
import io.chutes.platform.fleet.ObservedInstance;
import io.chutes.platform.fleet.UsageInterval;
import io.chutes.platform.server.web.HttpCaller;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node as the control plane meets it: somebody with a token who posts reports. */
public final class TestNode {
    private final HttpCaller http;
    private final NodeCredential credential;
    private final Map<String, ObservedInstance> instances = new LinkedHashMap<>();
    private final List<UsageInterval> usage = new ArrayList<>();
    private Map<String, Integer> gpus = Map.of("L4", 2);
    private List<String> weights = List.of();
    private long revision;
    private long waitMillis;
    private Agent agent = new Agent("the first", null);

    TestNode(HttpCaller http, NodeCredential credential) {
        this.http = http;
        this.credential = credential;
    }

    public TestNode has(Map<String, Integer> models) {
        gpus = models;
        return this;
    }

    /** From now on it has models' files. */
    public TestNode hasWeights(String... sources) {
        weights = List.of(sources);
        return this;
    }

    /** From now on another agent speaks for it. */
    public TestNode speaksThrough(Agent other) {
        agent = other;
        return this;
    }

    public TestNode waits(long millis) {
        waitMillis = millis;
        return this;
    }

    public TestNode sees(String id, InstanceStatus status, @Nullable URI address) {
        instances.put(id, new ObservedInstance(id, status, "as the node says", address, List.of(new Phase("pull", 7))));
        return this;
    }

    public TestNode seesReady(String id) {
        return sees(id, InstanceStatus.READY, URI.create("http://localhost:1"));
    }

    public TestNode sees(String id, InstanceStatus status) {
        return sees(id, status, null);
    }

    public TestNode seesNothing() {
        instances.clear();
        return this;
    }

    public TestNode used(String id, long sequence, Instant from, Instant to) {
        usage.add(new UsageInterval(id, sequence, from, to));
        return this;
    }

    public TestNode forgetsUsage() {
        usage.clear();
        return this;
    }

    public NodeOrders sync() {
        HttpResponse<String> answer = report();
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        NodeOrders orders = TestPlatform.read(answer, NodeOrders.class);
        revision = orders.revision();
        return orders;
    }

    public HttpResponse<String> report() {
        var report = new NodeReport(
                agent,
                "process",
                new Capacity(4, 16, gpus),
                Condition.UNKNOWN.withWeights(weights),
                List.copyOf(instances.values()),
                List.copyOf(usage),
                revision,
                waitMillis);
        return http.post("/v1/nodes/sync", TestPlatform.json(report), TestPlatform.bearer(credential.token()));
    }

    /** The only instance it is to run. */
    public DesiredInstance only() {
        List<DesiredInstance> desired = sync().instances();
        if (desired.size() != 1) {
            throw new IllegalStateException("Expected one instance, was ordered " + desired);
        }
        return desired.getFirst();
    }
}
