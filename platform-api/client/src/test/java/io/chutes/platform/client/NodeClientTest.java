package io.chutes.platform.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.client.RecordingServer.Asked;
import io.chutes.platform.fleet.Agent;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.Condition;
import io.chutes.platform.fleet.NodeOrders;
import io.chutes.platform.fleet.NodeReport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeClientTest {
    private static final NodeReport REPORT = new NodeReport(
            new Agent("this", null),
            "process",
            new Capacity(1, 2, Map.of()),
            Condition.UNKNOWN,
            List.of(),
            List.of(),
            1,
            30_000);

    private final RecordingServer server = new RecordingServer();
    private final NodeClient client = new NodeClient(server.address(), "token");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void reportsAndTakesOrders() throws Exception {
        var orders = new NodeOrders(5, List.of(), Map.of("i1", 3L), List.of("i2"));
        server.answers(200, PlatformJson.mapper().writeValueAsString(orders));

        assertThat(client.sync(REPORT).get()).isEqualTo(orders);
        Asked asked = server.asked();
        assertThat(asked.line()).isEqualTo("POST /v1/nodes/sync");
        assertThat(asked.authorization()).isEqualTo("Bearer token");
        assertThat(PlatformJson.mapper().readValue(asked.body(), NodeReport.class))
                .isEqualTo(REPORT);
    }

    @Test
    void endsItsWaitWhenCancelled() throws Exception {
        server.saysNothing();
        var waiting = client.sync(REPORT);
        server.asked();

        waiting.cancel(true);

        assertThatThrownBy(waiting::get).isInstanceOf(CancellationException.class);
    }

    @Test
    void failsWithTheProblem() {
        server.answers(401, "");

        assertThatThrownBy(() -> client.sync(REPORT).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(PlatformException.class)
                .hasMessageContaining("401");
    }

    @Test
    void failsNamingAnAddressThatDoesNotAnswer() {
        server.close();

        assertThatThrownBy(() -> client.sync(REPORT).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(PlatformException.class)
                .hasMessageContaining(server.address().toString());
    }
}
