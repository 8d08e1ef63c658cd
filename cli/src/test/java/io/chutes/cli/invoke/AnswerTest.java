package io.chutes.cli.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.chutes.cli.console.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private final List<String> told = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    @Test
    void keepsWhatIsNoTextAndWhereNoFileWasNamed() throws Exception {
        deliver(200, "image/png; q=1", "\u0000png");

        Matcher file = Pattern.compile("in (\\S+\\.png); --output").matcher(remarks.getFirst());
        assertThat(file.find()).as(remarks.getFirst()).isTrue();
        assertThat(Path.of(file.group(1))).content().isEqualTo("\u0000png");
        assertThat(told).isEmpty();
        Files.delete(Path.of(file.group(1)));
    }

    @Test
    void tellsTheSentenceOfOnePlaceOnce() {
        assertThatThrownBy(() -> deliver(422, "application/problem+json", """
                        {"status": 422, "detail": "The prompt is empty", "requestId": "r-1",
                         "errors": [{"pointer": "/prompt", "rule": "minLength", "message": "The prompt is empty"}]}"""))
                .isInstanceOf(CommandException.class)
                .hasMessage("The call was answered 422: The prompt is empty (/prompt) [request r-1]");
    }

    private void deliver(int status, String type, String body) throws IOException, InterruptedException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().add("Content-Type", type);
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            new Answer(http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofInputStream()))
                    .deliver(null, told::add, remarks::add);
        } finally {
            server.stop(0);
        }
    }
}
