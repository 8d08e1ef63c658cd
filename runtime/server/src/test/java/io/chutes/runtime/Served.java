package io.chutes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Lifecycle;
import io.chutes.runtime.spi.Routes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A chute of a test's own that is served on a port of this machine, and a caller of it. */
final class Served implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ChuteServer server;

    private Served(ChuteServer server) {
        this.server = server;
    }

    /** Endpoints, with these settings of the manifest such as {@code "scaling": {"concurrency": 2}}. */
    static Served endpoints(String settings, Consumer<Routes> endpoints) {
        return start(settings, ServerConfig.local(), new StartupPhases(), _ -> {}, endpoints);
    }

    /** Endpoints, with these settings whatever a manifest says. */
    static Served with(Settings settings, Consumer<Routes> endpoints) {
        return with(settings, _ -> {}, endpoints);
    }

    static Served with(Settings settings, Consumer<Lifecycle> hooks, Consumer<Routes> endpoints) {
        return with(settings, chute("", hooks, endpoints));
    }

    /** A chute, with these settings whatever its manifest says. */
    static Served with(Settings settings, LoadedChute chute) {
        ChuteServer server = ChuteServer.listen(chute, settings, ServerConfig.local(), new StartupPhases());
        server.prepare(ServerConfig.local(), new StartupPhases());
        return new Served(server);
    }

    static Served start(
            String settings,
            ServerConfig config,
            StartupPhases phases,
            Consumer<Lifecycle> hooks,
            Consumer<Routes> endpoints) {
        return new Served(ChuteServer.start(chute(settings, hooks, endpoints), config, phases));
    }

    /** What the manifest says by these members of it. */
    static Settings settings(String members) {
        return Settings.read(chute(members, _ -> {}, _ -> {}).document());
    }

    static LoadedChute chute(String settings, Consumer<Lifecycle> hooks, Consumer<Routes> endpoints) {
        var routes = new ChuteRoutes() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public void prepare(Lifecycle lifecycle) {
                hooks.accept(lifecycle);
            }

            @Override
            public void register(Routes target) {
                endpoints.accept(target);
            }
        };
        return new LoadedChute("{" + settings + "}", routes);
    }

    int port() {
        return server.port();
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(to(path));
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(to(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** An answer as JSON. */
    static JsonNode json(HttpResponse<String> answer) {
        return json(answer.body());
    }

    static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    /** An answer, which must be a problem of that status. */
    static JsonNode problem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        return json(answer);
    }

    @Override
    public void close() {
        server.close();
    }
}
