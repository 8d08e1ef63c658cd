package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.fleet.Capacity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chute that is called all the time, while ten versions follow each other and an instance is killed: real instances, real processes. */
class DeploymentsUnderLoadTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CALLERS = 4;
    private static final int VERSIONS = 10;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void noCallFailsButThoseThatAKilledInstanceHad(@TempDir Path data) throws Exception {
        var capacity = new Capacity(4, 8, Map.of("L4", 4));
        try (var platform = EmbeddedPlatform.start(new EmbeddedConfig(data, 0, capacity, Duration.ofMillis(200)))) {
            TestAccount alice = TestAccount.register(platform.address(), "alice", "5");
            ChuteState hello = alice.deployHello();
            alice.awaitReady(hello);

            Queue<Answered> deploying = whileCalled(alice, hello.path(), () -> {
                String image = hello.image();
                for (int version = 2; version <= VERSIONS; version++) {
                    image = variant(alice, image, version);
                    alice.awaitReady(alice.client().deploy(new Deployment(image)));
                }
            });

            assertThat(alice.client().chute("hello").version()).isEqualTo(VERSIONS);
            assertThat(deploying).hasSizeGreaterThan(100).allSatisfy(answer -> assertThat(answer.status())
                    .as(answer.body())
                    .isEqualTo(200));

            Queue<Answered> killing = whileCalled(alice, hello.path(), () -> {
                List<ProcessHandle> instances = PlatformProcesses.of(data);
                instances.forEach(ProcessHandle::destroyForcibly);
                Await.until("it is gone", () -> instances.stream().noneMatch(ProcessHandle::isAlive));
                Await.until("calls are answered again", () -> isAnswered(alice, hello.path()));
            });

            List<Answered> failed =
                    killing.stream().filter(answer -> answer.status() != 200).toList();
            assertThat(failed)
                    .as("those that it had")
                    .hasSizeLessThanOrEqualTo(CALLERS)
                    .allSatisfy(answer -> {
                        assertThat(answer.status()).as(answer.body()).isEqualTo(502);
                        assertThat(answer.body()).contains("the call may have run", "requestId");
                    });
        }
    }

    private boolean isAnswered(TestAccount account, String path) {
        try {
            return account.call(path + "/greet", "{\"name\": \"Duke\"}").statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Queue<Answered> whileCalled(TestAccount account, String path, Happening happening) throws Exception {
        var answers = new ConcurrentLinkedQueue<Answered>();
        var goesOn = new AtomicBoolean(true);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> calls = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                calls.add(callers.submit(() -> {
                    while (goesOn.get()) {
                        HttpResponse<String> answer = account.call(path + "/greet", "{\"name\": \"Duke\"}");
                        answers.add(new Answered(answer.statusCode(), answer.body()));
                    }
                    return null;
                }));
            }
            try {
                happening.happen();
            } finally {
                goesOn.set(false);
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
        return answers;
    }

    /** The same image with one more label: other bytes, another digest, another version. */
    private String variant(TestAccount account, String image, int number) throws Exception {
        String repository = image.substring(0, image.indexOf('@'));
        URI registry = account.platform().resolve("/v2/" + repository + "/");
        ObjectNode manifest = (ObjectNode)
                JSON.readTree(get(account, registry, "manifests/" + image.substring(image.indexOf('@') + 1)));
        String mediaType = manifest.path("mediaType").asText();
        ObjectNode config = (ObjectNode) JSON.readTree(
                get(account, registry, "blobs/" + manifest.at("/config/digest").asText()));
        config.withObject("/config/Labels").put("variant", number);
        byte[] configBytes = JSON.writeValueAsBytes(config);
        HttpResponse<String> begun = send(
                account,
                registry.resolve("blobs/uploads/?digest=" + digest(configBytes)),
                "POST",
                "application/octet-stream",
                configBytes);
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
        manifest.withObject("/config").put("digest", digest(configBytes)).put("size", configBytes.length);
        byte[] manifestBytes = JSON.writeValueAsBytes(manifest);
        HttpResponse<String> put =
                send(account, registry.resolve("manifests/" + digest(manifestBytes)), "PUT", mediaType, manifestBytes);
        assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
        return repository + "@" + digest(manifestBytes);
    }

    private String get(TestAccount account, URI registry, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(registry.resolve(path))
                .header("Authorization", "Bearer " + account.key())
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    private HttpResponse<String> send(TestAccount account, URI uri, String method, String type, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + account.key())
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static String digest(byte[] bytes) throws Exception {
        return "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private record Answered(int status, String body) {}

    /** What may throw. */
    @FunctionalInterface
    private interface Happening {
        void happen() throws Exception;
    }
}
