package io.chutes.platform.server.image;

import static io.chutes.platform.server.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.server.fleet.TestPlatform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deleting an image while a version is made of it. */
final class ImageChangesTest {
    private static final String REPOSITORY = "alice/raced";
    private static final byte[] NOTHING = {};

    @TempDir
    Path folder;

    private RunningRegistry registry;
    private String digest;

    @BeforeEach
    void push() {
        registry = new RunningRegistry(folder);
        byte[] config = "{}".getBytes(UTF_8);
        registry.push(REPOSITORY, config);
        byte[] manifest = manifest(config);
        digest = Digest.of(manifest).toString();
        var answer = registry.send("PUT", path(), manifest, "Content-Type", MediaType.OCI_IMAGE.text());
        assertThat(answer.statusCode()).isEqualTo(201);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void whoDeletesWaitsForWhoDeploysAndIsRefused() {
        CompletableFuture<Integer> deletion;
        try (Handle deploying = registry.database().jdbi().open()) {
            deploying.begin();
            assertThat(registry.changes().keep(deploying, REPOSITORY, digest)).isTrue();
            deletion = deletion();
            awaitOneThatWaits();

            registry.need(REPOSITORY + "@" + digest, "version 1 of chute 'raced'");
            deploying.commit();
        }

        assertThat(deletion.join()).isEqualTo(409);
        assertThat(registry.get(path()).statusCode()).isEqualTo(200);
    }

    @Test
    void whoDeploysIsToldThatItIsDeleted() {
        CompletableFuture<Integer> deletion;
        try (Handle deploying = registry.database().jdbi().open()) {
            deploying.begin();
            registry.changes().keep(deploying, REPOSITORY, digest);
            deletion = deletion();
            awaitOneThatWaits();
            CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(
                    () -> registry.database().jdbi().inTransaction(handle -> registry.changes()
                            .keep(handle, REPOSITORY, digest)));
            deploying.rollback();

            assertThat(deletion.join()).isEqualTo(202);
            // It came after the deletion, and waited for it.
            assertThat(second.join()).isFalse();
        }
    }

    @Test
    void whoDeletesABlobNeverTakesItFromAManifestThatIsPushed() {
        for (int i = 0; i < 20; i++) {
            String repository = "alice/blobs-" + i;
            byte[] config = "{}".getBytes(UTF_8);
            String blob = "/v2/" + repository + "/blobs/" + registry.push(repository, config);
            var push = CompletableFuture.supplyAsync(() -> registry.send(
                            "PUT",
                            "/v2/" + repository + "/manifests/latest",
                            manifest(config),
                            "Content-Type",
                            MediaType.OCI_IMAGE.text())
                    .statusCode());
            var deletion = CompletableFuture.supplyAsync(
                    () -> registry.send("DELETE", blob, NOTHING).statusCode());

            boolean pushed = push.join() == 201;

            assertThat(deletion.join()).isEqualTo(pushed ? 409 : 202);
            assertThat(registry.get(blob).statusCode()).isEqualTo(pushed ? 200 : 404);
        }
    }

    private static byte[] manifest(byte[] config) {
        return TestPlatform.json(Map.of(
                        "schemaVersion",
                        2,
                        "config",
                        Map.of(
                                "mediaType",
                                "application/vnd.oci.image.config.v1+json",
                                "digest",
                                Digest.of(config).toString(),
                                "size",
                                config.length),
                        "layers",
                        List.of()))
                .getBytes(UTF_8);
    }

    private CompletableFuture<Integer> deletion() {
        return CompletableFuture.supplyAsync(
                () -> registry.send("DELETE", path(), NOTHING).statusCode());
    }

    private void awaitOneThatWaits() {
        await().until(() -> registry.database().jdbi().withHandle(handle -> handle.createQuery("""
                        select exists (select from pg_locks where locktype = 'advisory' and not granted
                            and database = (select oid from pg_database where datname = current_database()))
                        """)
                .mapTo(Boolean.class)
                .one()));
    }

    private String path() {
        return "/v2/" + REPOSITORY + "/manifests/" + digest;
    }
}
