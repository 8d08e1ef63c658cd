package io.chutes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

class WebServerTest {
    @Test
    void keepsItsConnectionsAsLongAsItShould() throws Exception {
        var listening = new CompletableFuture<ServerConnector>();
        try (var web = new WebServer(
                ServerConfig.local(),
                routes -> routes.get("/", call -> {
                    var request = ServletContextRequest.getServletContextRequest(call.req());
                    listening.complete(
                            (ServerConnector) request.getConnectionMetaData().getConnector());
                }))) {
            URI.create("http://127.0.0.1:" + web.listen().port())
                    .toURL()
                    .openStream()
                    .close();

            assertThat(listening.join().getIdleTimeout()).isEqualTo(75_000);
            assertThat(listening.join().getAcceptQueueSize()).isEqualTo(4096);
            assertThat(listening.join().getShutdownIdleTimeout())
                    .as("of a stop, which else waits in vain for callers who rest")
                    .isLessThan(Drain.LAST_WORDS.toMillis());
        }
    }
}
