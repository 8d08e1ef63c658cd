package io.chutes.cli.invoke;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Surroundings;
import io.chutes.cli.profile.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chutes invoke}. */
@Command(
        name = "invoke",
        description =
                "Call an endpoint of a chute and print what it answers; the events of a stream are printed as they come. A chute that sleeps is woken by it.",
        footer = {
            "",
            "Examples: chutes invoke hello /greet '{\"name\": \"Duke\"}'",
            "          chutes invoke bob/painter /image @prompt.json --output duke.png"
        })
public final class InvokeCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "CHUTE",
            description = "The chute: NAME, or ACCOUNT/NAME for somebody else's.")
    String chute;

    @Parameters(index = "1", paramLabel = "PATH", description = "Path of the endpoint, with its query if it takes one.")
    String path;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "BODY",
            description = "What to send: text such as JSON, @FILE for a file, - for standard input.")
    @Nullable String body;

    @Option(
            names = {"-X", "--method"},
            description = "Method of the endpoint (default: POST).")
    String method = "POST";

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME=VALUE",
            description = "A header to send, such as Content-Type=text/plain (default: application/json).")
    Map<String, String> headers = new LinkedHashMap<>();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description =
                    "Write the answer to this file, as it is (default: print it; to a temporary file if it is no text).")
    @Nullable Path output;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "900",
            description = "How long to wait for the answer to begin (default ${DEFAULT-VALUE}).")
    int seconds;

    @Mixin
    Session session;

    private final Surroundings surroundings;

    InvokeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        requireFolder(output);
        HttpRequest request = request();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            try {
                new Answer(client.send(request, HttpResponse.BodyHandlers.ofInputStream()))
                        .deliver(output, this::print, surroundings::warn);
                return 0;
            } catch (FileSystemException e) {
                throw new CommandException(ExitStatus.FAILED, "Could not write the answer: " + e, e);
            } catch (IOException e) {
                throw new CommandException(
                        ExitStatus.UNREACHABLE, "The call to %s broke off: %s".formatted(request.uri(), e), e);
            } finally {
                client.shutdownNow(); // a stream that nobody reads is not waited for
            }
        }
    }

    private HttpRequest request() {
        HttpRequest.BodyPublisher content = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(new RequestBody(surroundings).read(body));
        URI target = target();
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(target)
                    .timeout(Duration.ofSeconds(seconds))
                    .method(method, content)
                    .setHeader("Authorization", "Bearer " + session.key());
            if (body != null) {
                request.setHeader("Content-Type", "application/json");
            }
            headers.forEach(request::setHeader);
            return request.build();
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitStatus.USAGE, "Such a call cannot be made: " + e.getMessage(), e);
        }
    }

    // Asked before the call, which may cost something.
    private static void requireFolder(@Nullable Path file) {
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isWritable(folder) || Files.isDirectory(file)) {
            throw new CommandException(
                    ExitStatus.USAGE,
                    "--output %s cannot be written: name a file in a folder that can be".formatted(file));
        }
    }

    private URI target() {
        if (!path.startsWith("/")) {
            throw new CommandException(
                    ExitStatus.USAGE, "PATH begins with a slash, such as /greet; got '%s'".formatted(path));
        }
        String name = chute.contains("/") ? chute : session.account() + "/" + chute;
        try {
            return URI.create(session.url() + "/c/" + name + path);
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    ExitStatus.USAGE, "'%s' and '%s' make no address: %s".formatted(chute, path, e.getMessage()), e);
        }
    }

    private void print(String line) {
        surroundings.print(List.of(line));
    }
}
