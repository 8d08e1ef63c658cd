package good;

import io.chutes.annotation.BatchResult;
import io.chutes.annotation.Batched;
import io.chutes.annotation.Call;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.HttpMethod;
import io.chutes.annotation.Image;
import io.chutes.annotation.Job;
import io.chutes.annotation.JobContext;
import io.chutes.annotation.Media;
import io.chutes.annotation.OnShutdown;
import io.chutes.annotation.OnStartup;
import io.chutes.annotation.Passthrough;
import io.chutes.annotation.PathParam;
import io.chutes.annotation.QueryParam;
import io.chutes.annotation.Scaling;
import io.chutes.annotation.Secret;
import io.chutes.annotation.StartupContext;
import io.chutes.annotation.Timeouts;
import io.chutes.annotation.Upload;
import io.chutes.annotation.Visibility;
import io.chutes.annotation.Warmup;
import io.chutes.annotation.Weights;
import java.nio.file.Path;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

abstract class Prepared {
    @Secret("TOKEN")
    String token;

    @OnStartup(priority = 90)
    void late() {}

    @OnStartup
    void early(StartupContext context) throws Exception {}
}

@Chute(name = "everything", tagline = "All of it", readme = "docs/everything.md")
@Scaling(concurrency = 16, maxQueue = 0, minInstances = 1, maxInstances = 4, target = 0.5, idleShutdown = "1h30m")
@Timeouts(startup = "2m", firstByte = "500ms", idle = "10s", total = "1d")
@Image(env = {"B=2", "A=x=y"}, files = "data", user = "1000", workdir = "/srv/chute", jvmOptions = "-Xmx1g")
class Everything extends Prepared {
    record In(int a) {}

    record Out(int b) {}

    enum Size {
        SMALL,
        LARGE
    }

    @Weights(repo = "hf://a/b", revision = "0123456789abcdef0123456789abcdef01234567", include = "*.json", exclude = "x/*")
    Path weights;

    @Override
    void late() {}

    @Warmup
    void warm() {}

    @OnShutdown(priority = 1)
    void end(StartupContext context) {}

    /** Finds what is asked for, {@code a} say. And more. */
    @Endpoint(path = "/items/{id}/{size}", method = HttpMethod.GET)
    Out find(
            @PathParam("id") UUID id,
            @PathParam("size") Size size,
            @QueryParam("limit") int limit,
            @QueryParam("since") Optional<Duration> since,
            @QueryParam("tag") List<String> tags,
            Call call) {
        return new Out(limit);
    }

    @Endpoint(idempotent = true, visibility = Visibility.OWNER)
    Map<String, Out> many(List<In> ins) {
        return Map.of();
    }

    @Endpoint
    List<LocalDate> days(List<URI> links, @QueryParam("from") Optional<LocalDate> from) {
        return List.of();
    }

    @Endpoint
    List<Out> mapped(Map<String, Integer> numbers) {
        return List.of();
    }

    @Endpoint(contentType = "text/html")
    String page(String text) {
        return text;
    }

    @Endpoint(contentType = "image/png")
    Media picture(byte[] bytes) {
        return new Media("image/png", bytes);
    }

    @Endpoint(method = HttpMethod.PUT)
    void store(Upload upload) {}

    @Endpoint
    Stream<Out> stream(In in, Call call) {
        return Stream.of();
    }

    @Endpoint
    @Batched(maxSize = 16, maxWait = "0ms")
    List<Out> batch(List<In> ins) {
        return List.of();
    }

    @Endpoint
    @Batched(maxSize = 2, maxWait = "5ms")
    List<BatchResult<Out>> each(List<In> ins) {
        return List.of();
    }

    @Endpoint(path = "/v1/chat")
    @Passthrough(port = 9000)
    void engine() {}

    @Endpoint(path = "/v1/models", method = HttpMethod.GET)
    @Passthrough(port = 9000)
    void models() {}

    @Job(timeout = "90s", retries = 3, resultTtl = "7d")
    Out long_work(In in, JobContext job) throws InterruptedException {
        return new Out(in.a());
    }

    @Job
    void quiet() {}
}
