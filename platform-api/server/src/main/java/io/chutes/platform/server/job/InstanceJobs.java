package io.chutes.platform.server.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.JobProgress;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Problem;
import io.chutes.platform.server.fleet.Availability.Target;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The attempts at jobs that instances have: begun, asked for and ended over HTTP. */
final class InstanceJobs implements AutoCloseable {
    /** Well within {@link JobQueue#LEASE}: whoever asks has to say in time that it still sees to the job. */
    private static final Duration ANSWER = Duration.ofSeconds(6);

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final String PATH = "/_chute/jobs/";

    /** What an answer has beside a result. */
    private static final int REST = 64 * 1024;

    private static final int LARGEST = JobResult.LARGEST + REST;
    private static final int LONGEST_MESSAGE = 1000;
    private static final int FIRST_REFUSAL = 400;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_LARGE = 413;
    private static final int TOO_MANY = 429;
    private static final int FIRST_FAILURE = 500;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** What an instance tells of an attempt. */
    sealed interface Told {
        /** It waits there or runs. */
        record Going(@Nullable JobProgress progress) implements Told {}

        /** It is done; null if it gave no result. */
        record Done(@Nullable String result) implements Told {}

        record Failed(Problem problem) implements Told {}

        /** The instance ended it of its own accord. */
        record Stopped() implements Told {}

        /** The instance has no such attempt. */
        record Unknown() implements Told {}

        /** The instance did not begin it, and will not. */
        record NotTaken(String reason) implements Told {}

        /** It cannot be said what there is. */
        record Silent(String reason) implements Told {}
    }

    /** Has an instance begin an attempt; one that it has begun it goes on with. */
    Told start(Target instance, Job job, @Nullable String input) throws InterruptedException {
        BodyPublisher body = input == null ? BodyPublishers.noBody() : BodyPublishers.ofString(input);
        HttpRequest.Builder request = request(instance, job.state().job(), job)
                .header("X-Chutes-Job-Attempt", job.id() + ";" + job.state().attempt())
                .header("X-Chutes-Caller", job.owner().account())
                .POST(body);
        if (input != null) {
            request.header("Content-Type", "application/json");
        }
        try {
            HttpResponse<byte[]> answer = send(request.build());
            int status = answer.statusCode();
            if (status < FIRST_REFUSAL) {
                return told(job, answer);
            }
            return status == CONFLICT || status == TOO_MANY || status >= FIRST_FAILURE
                    ? new Told.NotTaken(JobProblems.sentence(problem(job, answer)))
                    : new Told.Failed(problem(job, answer));
        } catch (ConnectException e) {
            return new Told.NotTaken("its instance does not accept connections");
        } catch (IOException e) {
            return new Told.Silent(e.toString());
        }
    }

    /** Asks an instance how an attempt is. */
    Told ask(Target instance, Job job) throws InterruptedException {
        try {
            HttpResponse<byte[]> answer =
                    send(request(instance, job.id(), job).GET().build());
            if (answer.statusCode() == NOT_FOUND) {
                return new Told.Unknown();
            }
            return answer.statusCode() < FIRST_REFUSAL
                    ? told(job, answer)
                    : new Told.Silent("it answers " + answer.statusCode());
        } catch (IOException e) {
            return new Told.Silent(e.toString());
        }
    }

    /** Has an instance end an attempt and forget it; tells whether it heard. */
    boolean end(Target instance, Job job) throws InterruptedException {
        try {
            return send(request(instance, job.id(), job).DELETE().build()).statusCode() < FIRST_FAILURE;
        } catch (IOException _) {
            return false;
        }
    }

    private static HttpRequest.Builder request(Target instance, String what, Job job) {
        return HttpRequest.newBuilder(URI.create(instance.address().getScheme() + "://"
                        + instance.address().getRawAuthority() + PATH + what))
                .header("X-Chutes-Instance-Token", instance.token())
                .header("X-Request-Id", job.id());
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(
                request,
                told -> length(told.headers()) > LARGEST
                        ? BodySubscribers.replacing(new byte[0])
                        : BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST)
                                .apply(told));
        try {
            return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no answer in " + ANSWER.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case null -> new IOException(e);
                case ConnectException refused -> refused;
                case IOException broken -> broken;
                case Throwable other -> new IOException(other);
            };
        }
    }

    private static long length(HttpHeaders headers) {
        return headers.firstValueAsLong("Content-Length").orElse(0);
    }

    private static Told told(Job job, HttpResponse<byte[]> answer) throws IOException {
        if (length(answer.headers()) > LARGEST) {
            return tooLarge(job);
        }
        JsonNode state = PlatformJson.mapper().readTree(answer.body());
        return switch (state.path("state").asText()) {
            case "queued", "running" -> new Told.Going(progress(state.path("progress")));
            case "succeeded" -> {
                String result = JobResult.of(answer.body()).orElse(null);
                yield result != null && result.getBytes(StandardCharsets.UTF_8).length > JobResult.LARGEST
                        ? tooLarge(job)
                        : new Told.Done(result);
            }
            case "failed" -> new Told.Failed(problem(job, state.path("problem").toString(), FIRST_FAILURE));
            case "cancelled" -> new Told.Stopped();
            case String other -> new Told.Silent("it tells of a state '" + other + "'");
        };
    }

    private static Told tooLarge(Job job) {
        return new Told.Failed(JobProblems.of(
                job,
                TOO_LARGE,
                "The result is larger than %d bytes, the most that is kept: have the job store it elsewhere, and give its address"
                        .formatted(JobResult.LARGEST)));
    }

    private static @Nullable JobProgress progress(JsonNode progress) {
        return progress.isObject()
                ? new JobProgress(
                        progress.path("fraction").asDouble(),
                        JobProblems.shortened(progress.path("message").asText(), LONGEST_MESSAGE))
                : null;
    }

    private static Problem problem(Job job, HttpResponse<byte[]> answer) {
        return problem(job, new String(answer.body(), StandardCharsets.UTF_8), answer.statusCode());
    }

    private static Problem problem(Job job, String json, int status) {
        try {
            return JobProblems.kept(Problem.read(json), job);
        } catch (JsonProcessingException notAProblem) {
            return JobProblems.of(job, status, "Its instance answered %d and does not say why".formatted(status));
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
