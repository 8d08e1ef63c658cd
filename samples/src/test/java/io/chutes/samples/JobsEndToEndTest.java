package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.cli.image.BuiltImage;
import io.chutes.cli.image.ImageBuilder;
import io.chutes.cli.image.ImageTarget;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.api.JobStatus;
import io.chutes.platform.fleet.Capacity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chute with a job, from its source to its result, by the commands, while its instance and then the platform end. */
class JobsEndToEndTest {
    @TempDir
    private Path data;

    @Test
    void aJobOutlivesItsInstanceAndThePlatform() throws Exception {
        Path notes = Files.createFile(data.resolve("notes"));
        Path go = data.resolve("go");
        String input = "{\"notes\": \"%s\", \"go\": \"%s\"}".formatted(notes, go);
        String key;
        String held;
        String cancelled;
        try (EmbeddedPlatform platform = start()) {
            TestAccount account = TestAccount.register(platform.address(), "alice", "20");
            key = account.key();
            deploy(account);
            Cli alice = cli(platform, key);
            held = alice.json("jobs", "start", "copier", "copy", input)
                    .path("id")
                    .asText();
            Await.until("the job runs", () -> attempts(notes).size() == 1);
            cancelled = alice.json("jobs", "start", "copier", "copy", input)
                    .path("id")
                    .asText();
            assertThat(alice.done("jobs", "cancel", cancelled)).isEqualTo("Cancelled " + cancelled + "\n");
            assertThat(alice.run("jobs", "cancel", cancelled).exit()).isEqualTo(5);
            assertThat(alice.run("jobs", "result", held)).satisfies(said -> {
                assertThat(said.exit()).isEqualTo(1);
                assertThat(said.err()).contains("is running");
            });

            List<ProcessHandle> instances = PlatformProcesses.of(data.resolve("data/node"));
            assertThat(instances).as("its instance").hasSize(1);
            instances.forEach(ProcessHandle::destroyForcibly);

            Await.until(
                    "it is tried again on another instance",
                    () -> attempts(notes).size() == 2);
            assertThat(attempts(notes)).containsExactly(held + " 1", held + " 2");
        }
        Files.createFile(go);
        try (EmbeddedPlatform platform = start()) {
            Cli alice = cli(platform, key);
            var account = new TestAccount(platform.address(), "alice", key);
            Await.until(
                    "the platform's next run has it done",
                    () -> account.client().job(held).status() == JobStatus.SUCCEEDED);
            int attempt = account.client().job(held).attempt();
            assertThat(alice.done("jobs", "result", held)).isEqualTo("{\"attempt\":%d}\n".formatted(attempt));
            assertThat(attempts(notes)).doesNotHaveDuplicates().last().isEqualTo(held + " " + attempt);

            Cli.Said whole = alice.given(input, "jobs", "start", "copier", "copy", "-", "--wait");
            assertThat(whole.out()).isEqualTo("{\"attempt\":1}\n");
            assertThat(whole.err()).contains("Started j-");
            assertThat(alice.json("jobs", "list", "--chute", "copier", "--status", "succeeded"))
                    .hasSize(2);
            assertThat(alice.json("jobs", "get", cancelled).path("status").asText())
                    .isEqualTo("cancelled");
            assertThat(alice.run("jobs", "start", "copier", "copy", "{}").err()).contains("422", "'notes'", "'go'");
            assertThat(alice.run("jobs", "start", "copier", "none").exit()).isEqualTo(3);
        }
    }

    private EmbeddedPlatform start() {
        return EmbeddedPlatform.start(new EmbeddedConfig(
                data.resolve("data"), 0, new Capacity(2, 4, Map.of("L4", 1)), Duration.ofMillis(200)));
    }

    private void deploy(TestAccount account) throws IOException, InterruptedException {
        BuiltImage image = new ImageBuilder(ImageBuilder.defaultCache(), step -> {})
                .withoutTraining()
                .build(
                        ChuteSource.COPIER.compile(data.resolve("copier")),
                        new ImageTarget.Registry(
                                account.platform().getAuthority() + "/alice/copier", "alice", account.key()));
        account.client().deploy(new Deployment("alice/copier@" + image.digest()));
    }

    private Cli cli(EmbeddedPlatform platform, String key) {
        return new Cli(data.resolve("home"))
                .with("CHUTES_URL", platform.address().toString())
                .with("CHUTES_KEY", key);
    }

    private static List<String> attempts(Path notes) {
        try {
            return Files.readAllLines(notes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
