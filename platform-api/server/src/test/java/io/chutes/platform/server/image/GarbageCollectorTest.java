package io.chutes.platform.server.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.server.image.GarbageCollector.Collected;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collection takes and, above all, what it leaves. */
final class GarbageCollectorTest {
    private static final RepositoryName NAME = new RepositoryName("alice", "minilm");
    private static final RepositoryName OTHER = new RepositoryName("alice", "other");

    @TempDir
    Path folder;

    private final Map<Digest, Integer> sizes = new ConcurrentHashMap<>();
    private Images images;

    @BeforeEach
    void open() {
        images = Images.in(folder);
    }

    @Test
    void takesBlobsThatNoManifestNamesOnceTheirGraceIsOver() throws IOException {
        Digest config = push(NAME, "config");
        Digest layer = push(NAME, "layer");
        Digest loose = push(NAME, "loose");
        Digest shared = push(NAME, "shared");
        push(OTHER, "shared");
        Digest manifest = manifest(NAME, config, layer);

        assertThat(collect(Instant.now())).isEqualTo(Collected.NOTHING);

        assertThat(collect(tomorrow())).isEqualTo(new Collected(0, 3, 2));
        assertThat(find(config)).isPresent();
        assertThat(find(layer)).isPresent();
        assertThat(find(manifest)).isPresent();
        assertThat(find(loose)).isEmpty();
        assertThat(find(shared)).isEmpty();
        assertThat(collect(tomorrow())).isEqualTo(Collected.NOTHING);
    }

    @Test
    void takesTheBlobsOfADeletedManifest() throws IOException {
        Digest config = push(NAME, "config");
        Digest kept = push(NAME, "kept");
        manifest(NAME, kept, kept);
        Digest manifest = manifest(NAME, config, kept);
        images.manifests().delete(NAME, manifest);

        collect(tomorrow());

        assertThat(find(config)).isEmpty();
        assertThat(find(manifest)).isEmpty();
        assertThat(find(kept)).isPresent();
    }

    @Test
    void takesTheImagesOfAccountsThatAreGone() throws IOException {
        var bobs = new RepositoryName("bob", "minilm");
        Digest manifest = manifest(NAME, push(NAME, "hers"), push(NAME, "shared"));
        Digest kept = manifest(bobs, push(bobs, "his"), push(bobs, "shared"));

        images.garbage().forget(accounts -> {
            assertThat(accounts).containsExactlyInAnyOrder("alice", "bob");
            return Set.of("alice");
        });
        collect(tomorrow());

        assertThat(find(manifest)).isEmpty();
        assertThat(find(kept)).isPresent();
        assertThat(images.list("alice", "", 10)).isEmpty();
        assertThat(images.list("bob", "", 10)).hasSize(1);
    }

    @Test
    void goesOnWhereAManifestCannotBeRead() throws IOException {
        var bobs = new RepositoryName("bob", "minilm");
        Digest living = manifest(bobs, push(bobs, "config"), push(bobs, "layer"));
        Digest damaged = manifest(NAME, push(NAME, "config"), push(NAME, "hers"));
        Digest whole = manifest(NAME, push(NAME, "config"), push(NAME, "more of hers"));
        Digest loose = push(OTHER, "loose");
        Files.writeString(find(living).orElseThrow(), "no manifest");
        Files.writeString(find(damaged).orElseThrow(), "no manifest");

        images.garbage().forget(_ -> Set.of("alice"));
        collect(tomorrow());

        assertThat(images.repositories().manifests(NAME)).isEmpty();
        assertThat(find(whole)).isEmpty();
        assertThat(find(loose)).isEmpty();
        assertThat(images.repositories().blobs(bobs)).hasSize(2);
    }

    @Test
    void leavesWhatWasJustAskedForOrMounted() throws IOException {
        Digest asked = push(NAME, "asked");
        Digest mounted = push(NAME, "mounted");
        age();
        images.repositories().useBlob(NAME, asked);
        images.blobs().use(asked);
        images.blobs().use(mounted);
        images.repositories().linkBlob(OTHER, mounted);

        assertThat(collect(Instant.now())).isEqualTo(new Collected(0, 1, 0));

        assertThat(find(asked)).isPresent();
        assertThat(images.repositories().useBlob(NAME, asked)).isTrue();
        assertThat(images.repositories().useBlob(OTHER, mounted)).isTrue();
        assertThat(find(mounted)).isPresent();
    }

    @Test
    void takesUploadsThatRestAndLeavesTheOthers() throws IOException {
        String old = images.uploads().start(NAME);
        images.uploads().append(NAME, old, new ByteArrayInputStream(new byte[] {1}), Optional.empty());
        age();
        String young = images.uploads().start(NAME);

        assertThat(collect(Instant.now()).uploads()).isEqualTo(1);

        assertThat(images.uploads().size(NAME, young)).isZero();
        assertThat(folder.resolve("uploads").resolve(old)).doesNotExist();
    }

    @Test
    void breaksNoImageThatIsPushedWhileItCollects() throws Exception {
        int count = 200;
        for (int i = 0; i < count; i++) {
            push(NAME, "layer " + i);
        }
        age();
        var done = new AtomicBoolean();
        var pushed = new ArrayList<Future<Digest>>();

        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var collector = executor.submit(() -> {
                int taken = 0;
                while (!done.get()) {
                    taken += collect(Instant.now()).links();
                }
                return taken;
            });
            for (int i = 0; i < count; i++) {
                String layer = "layer " + i;
                pushed.add(executor.submit(() -> pushIfAbsent(layer)));
            }
            for (Future<Digest> each : pushed) {
                each.get();
            }
            done.set(true);
            collector.get();
        }

        for (Future<Digest> each : pushed) {
            assertThat(find(each.get())).isPresent();
            for (var part : images.manifests().parts(NAME, each.get())) {
                assertThat(find(part.digest())).as("%s of %s", part, each.get()).isPresent();
                assertThat(images.repositories().useBlob(NAME, part.digest())).isTrue();
            }
        }
    }

    /** As clients do: asks for the layer, sends it if it is not there, and pushes the manifest that names it. */
    private Digest pushIfAbsent(String layer) throws IOException {
        Digest digest = Digest.of(layer.getBytes(UTF_8));
        boolean isThere = images.repositories().useBlob(NAME, digest)
                && images.blobs().use(digest).isPresent();
        if (!isThere) {
            push(NAME, layer);
        }
        return manifest(NAME, digest, digest);
    }

    private Collected collect(Instant now) throws IOException {
        return images.garbage().collect(now);
    }

    private static Instant tomorrow() {
        return Instant.now().plus(Duration.ofHours(25));
    }

    private Optional<Path> find(Digest digest) {
        return images.blobs().find(digest);
    }

    /** As if everything had been lying there for two days. */
    private void age() throws IOException {
        for (Path file : DurableFiles.filesIn(folder)) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        }
    }

    private Digest push(RepositoryName name, String text) throws IOException {
        byte[] content = text.getBytes(UTF_8);
        Digest digest = Digest.of(content);
        String id = images.uploads().start(name);
        images.uploads().append(name, id, new ByteArrayInputStream(content), Optional.empty());
        images.uploads().finish(name, id, digest);
        images.repositories().linkBlob(name, digest);
        sizes.put(digest, content.length);
        return digest;
    }

    private Digest manifest(RepositoryName name, Digest config, Digest layer) throws IOException {
        byte[] content = PlatformJson.mapper()
                .writeValueAsBytes(
                        Map.of("schemaVersion", 2, "config", descriptor(config), "layers", List.of(descriptor(layer))));
        Digest digest = Digest.of(content);
        images.manifests().write(name, new Reference.Pinned(digest), content, MediaType.OCI_IMAGE.text());
        return digest;
    }

    private Map<String, Object> descriptor(Digest digest) {
        return Map.of(
                "mediaType",
                "application/octet-stream",
                "digest",
                digest.toString(),
                "size",
                sizes.getOrDefault(digest, 0));
    }
}
