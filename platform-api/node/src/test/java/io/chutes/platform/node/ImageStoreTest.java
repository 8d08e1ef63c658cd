package io.chutes.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.node.image.HeldImage;
import io.chutes.platform.node.image.ImageStore;
import io.chutes.platform.node.image.RegistryClient;
import io.chutes.platform.node.image.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
    @TempDir
    private Path folder;

    private final FakePlatform platform = new FakePlatform();

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void fetchesOnceWhatTwoImagesHaveInCommon() throws Exception {
        TestImage first = revision(1);
        TestImage second = revision(2);
        ImageStore store = store(Long.MAX_VALUE);

        Path one = fetch(store, first);
        Path two = fetch(store, second);

        assertThat(platform.asked()).containsOnlyOnce(libraries(first)).contains(classes(first), classes(second));
        assertThat(two.resolve("app/lib.jar")).hasContent("library");
        assertThat(Files.isSameFile(one.resolve("app/lib.jar"), two.resolve("app/lib.jar")))
                .isTrue();
        assertThat(one.resolve("app/classes.jar")).hasContent("revision 1");
        assertThat(two.resolve("app/classes.jar")).hasContent("revision 2");
    }

    @Test
    void servesManyImagesWithACommonLayerAtOnce() throws Exception {
        ImageStore store = store(Long.MAX_VALUE);
        List<Callable<Path>> all = new ArrayList<>();
        for (int revision = 0; revision < 8; revision++) {
            TestImage image = revision(revision);
            all.add(() -> fetch(store, image));
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var fetched : threads.invokeAll(all)) {
                assertThat(fetched.get().resolve("app/lib.jar")).hasContent("library");
            }
        }

        assertThat(names("layers")).hasSize(9);
        assertThat(names("blobs")).hasSize(16); // manifests and configurations: of layers, the files are enough
    }

    @Test
    void makesALayerAnewThatWasWrittenTo() throws Exception {
        TestImage first = revision(1);
        ImageStore store = store(Long.MAX_VALUE);
        Path shared = fetch(store, first).resolve("app/lib.jar");
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(shared, "not the library");

        Path second = fetch(store, revision(2));

        assertThat(second.resolve("app/lib.jar")).hasContent("library");
        assertThat(platform.asked().stream().filter(libraries(first)::equals)).hasSize(2);
    }

    @Test
    void makesALayerAnewWhoseListOfFilesIsUnreadable() throws Exception {
        ImageStore store = store(Long.MAX_VALUE);
        fetch(store, revision(1));
        for (String layer : names("layers")) {
            Files.writeString(folder.resolve("layers").resolve(layer).resolve("entries.json"), "[{\"kind\":");
        }

        assertThat(fetch(store, revision(2)).resolve("app/lib.jar")).hasContent("library");
    }

    @Test
    void removesImagesThatNothingRunsFromTheOldestFirstOnceThereIsNoRoom() throws Exception {
        TestImage running = revision(1);
        TestImage oldest = revision(2);
        TestImage older = revision(3);
        TestImage newest = revision(4);
        ImageStore store = store("library".length() + 3 * "revision 1".length());
        HeldImage held = hold(store, running);

        fetch(store, oldest);
        fetch(store, older);
        fetch(store, newest);

        assertThat(names("images")).containsExactlyInAnyOrder(hex(running), hex(older), hex(newest));
        assertThat(names("layers")).hasSize(4);
        assertThat(names("blobs")).hasSize(6);
        assertThat(held.image().root().resolve("app/lib.jar")).hasContent("library");

        held.close();
        fetch(store, oldest);

        assertThat(names("images")).containsExactlyInAnyOrder(hex(running), hex(newest), hex(oldest));
    }

    private TestImage revision(int number) {
        return platform.push(TestImage.of(
                List.of(
                        new Tar().file("app/lib.jar", 0644, "library"),
                        new Tar().file("app/classes.jar", 0644, "revision " + number)),
                "revision-" + number));
    }

    private static String libraries(TestImage image) {
        return blob(image, 1);
    }

    private static String classes(TestImage image) {
        return blob(image, 2);
    }

    /** The configuration is the first. */
    private static String blob(TestImage image, int at) {
        return TestImage.blobPath(List.copyOf(image.blobs().keySet()).get(at));
    }

    private static String hex(TestImage image) {
        return image.reference().substring(image.reference().indexOf(':') + 1);
    }

    private ImageStore store(long limit) {
        return new ImageStore(
                folder, new RegistryClient(platform.address(), FakePlatform.TOKEN, folder.resolve("blobs")), limit);
    }

    private static HeldImage hold(ImageStore store, TestImage image) throws InterruptedException {
        return store.fetch(image.reference(), (_, _) -> {});
    }

    private static Path fetch(ImageStore store, TestImage image) throws InterruptedException {
        try (HeldImage held = hold(store, image)) {
            return held.image().root();
        }
    }

    private List<String> names(String part) throws IOException {
        try (Stream<Path> members = Files.list(folder.resolve(part))) {
            return members.map(member -> member.getFileName().toString()).toList();
        }
    }
}
