package io.chutes.platform.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.manifest.LockedFile;
import io.chutes.platform.manifest.LockedWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsCacheTest {
    static final TransferSettings QUICK =
            new TransferSettings(4, 64 << 10, 4, Duration.ofMillis(5), Duration.ofMillis(40), Duration.ofSeconds(20));

    private static final String MODEL = "model.safetensors";
    private static final int SIZE = 300_000;
    private static final int PARTS = 5;

    @TempDir
    Path folder;

    private final TestHub hub =
            new TestHub().with("config.json", 600).with(MODEL, SIZE).with("sub/empty file.txt", 0);

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void fetchesAllInPartsOnceForAllAndReadOnly() throws Exception {
        WeightsCache cache = cache();

        try (HeldWeights held = hold(cache)) {
            assertIsTheModel(held);
            assertThat(hub.ranges(MODEL)).hasSize(PARTS).contains("bytes=262144-299999");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(held.folder().resolve(MODEL))))
                    .isEqualTo("r--r--r--");
        }

        assertThat(cache().sources()).containsExactly(hub.lock().source());
        int asked = hub.asked().size();
        try (HeldWeights again = cache().hold(hub.lock(), null, (_, _, _) -> {})) {
            assertIsTheModel(again);
        }
        assertThat(hub.asked()).hasSize(asked);
    }

    @Test
    void goesOnWhereConnectionsBreakOff() throws Exception {
        hub.send(MODEL, (exchange, content) -> TestHub.sendUpTo(exchange, content, 10_000));
        hub.send("config.json", (exchange, content) -> TestHub.sendUpTo(exchange, content, 500));

        try (HeldWeights held = hold(cache())) {
            assertIsTheModel(held);
        }

        assertThat(hub.ranges("config.json")).containsExactly("all", "bytes=500-599");
        assertThat(hub.ranges(MODEL))
                .as("each byte once")
                .doesNotHaveDuplicates()
                .hasSizeBetween(SIZE / 10_000, SIZE / 10_000 + PARTS);
    }

    @Test
    void givesUpAfterSomeAttemptsThatBringNothing() {
        hub.send("config.json", (exchange, content) -> TestHub.sendUpTo(exchange, content, 0));

        assertThatThrownBy(() -> hold(cache()))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("config.json of " + TestHub.REPO + "@" + TestHub.REVISION)
                .hasMessageContaining("4 times");
        assertThat(hub.ranges("config.json")).hasSize(QUICK.attempts());
        assertNothingIsPublished();
    }

    @Test
    void comesAgainWhenTheHubAsksForThat() throws Exception {
        var busy = new AtomicInteger(2);
        hub.send("config.json", (exchange, content) -> {
            if (busy.getAndDecrement() > 0) {
                exchange.getResponseHeaders().set("Retry-After", "3600");
                exchange.sendResponseHeaders(busy.get() == 1 ? 429 : 503, -1);
            } else {
                TestHub.send(exchange, content);
            }
        });

        hold(cache()).close();

        assertThat(hub.ranges("config.json")).hasSize(3);
    }

    @Test
    void takesASilentConnectionForDead() throws Exception {
        var released = new CountDownLatch(1);
        var first = new AtomicInteger();
        hub.send(MODEL, (exchange, content) -> {
            boolean isFirst = first.getAndIncrement() == 0;
            TestHub.sendUpTo(exchange, content, isFirst ? 7_000 : Integer.MAX_VALUE);
            if (isFirst) {
                await(released);
            }
        });
        TransferSettings impatient = new TransferSettings(
                4, QUICK.partBytes(), 20, QUICK.firstPause(), QUICK.longestPause(), Duration.ofMillis(400));

        try (HeldWeights held = WeightsCache.open(folder, Long.MAX_VALUE, impatient)
                .hold(hub.lock(), hub.asAnybody(), (_, _, _) -> {})) {
            assertIsTheModel(held);
        } finally {
            released.countDown();
        }

        assertThat(hub.ranges(MODEL).size()).isGreaterThan(PARTS);
    }

    @Test
    void fetchesWholeFilesFromAHubWithoutRanges() throws Exception {
        hub.send(MODEL, (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            boolean isFirst = exchange.getRequestHeaders().getFirst("Range") == null;
            exchange.getResponseBody().write(content, 0, isFirst ? 1000 : content.length);
            exchange.getResponseBody().flush();
        });

        try (HeldWeights held = hold(cache())) {
            assertIsTheModel(held);
        }
    }

    @Test
    void refusesOtherBytesAndNamesTheFile() throws Exception {
        LockedWeights lock = hub.lock();
        byte[] right = hub.content(MODEL);
        byte[] wrong = right.clone();
        wrong[200_000] ^= 1;
        hub.with(MODEL, wrong);

        assertThatThrownBy(() -> cache().hold(lock, hub.asAnybody(), (_, _, _) -> {}))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(MODEL + " of " + TestHub.REPO)
                .hasMessageContaining(lock.files().get(1).digest());
        assertNothingIsPublished();

        hub.with(MODEL, right);
        try (HeldWeights held = cache().hold(lock, hub.asAnybody(), (_, _, _) -> {})) {
            assertIsTheModel(held);
        }
    }

    @Test
    void refusesAFileOfAnotherSize() {
        LockedWeights lock = hub.lock();
        hub.with(MODEL, SIZE + 1);

        assertThatThrownBy(() -> cache().hold(lock, hub.asAnybody(), (_, _, _) -> {}))
                .hasMessageContaining(MODEL)
                .hasMessageContaining("300001")
                .hasMessageContaining("300000");
    }

    @Test
    void followsRedirectsAndKeepsTheTokenFromOtherHosts() throws Exception {
        try (TestHub store = new TestHub().with(MODEL, SIZE)) {
            hub.onlyFor("hf_right").send(MODEL, (exchange, _) -> {
                String path = exchange.getRequestURI().getRawPath();
                exchange.getResponseHeaders().set("Location", store.address() + path + "?signature=abc");
                exchange.sendResponseHeaders(302, -1);
            });

            try (HeldWeights held = cache().hold(hub.lock(), Hub.at(hub.address(), "hf_right"), (_, _, _) -> {})) {
                assertIsTheModel(held);
            }

            assertThat(store.asked()).hasSize(PARTS).allSatisfy(it -> assertThat(it.authorization())
                    .isNull());
        }
    }

    @Test
    void endsARedirectThatGoesRoundInCircles() {
        hub.send(MODEL, (exchange, _) -> {
            exchange.getResponseHeaders()
                    .set("Location", exchange.getRequestURI().getRawPath());
            exchange.sendResponseHeaders(307, -1);
        });

        assertThatThrownBy(() -> hold(cache())).hasMessageContaining(MODEL).hasMessageContaining("sent on");
    }

    @Test
    void givesWhatOneMayReadToNobodyElse() throws Exception {
        hub.onlyFor("hf_right");
        WeightsCache cache = cache();
        assertThatThrownBy(() -> hold(cache)).hasMessageContaining("401").hasMessageContaining("HF_TOKEN");

        cache.hold(hub.lock(), hub.asAnybody().as("hf_right"), (_, _, _) -> {}).close();

        assertThatThrownBy(() -> hold(cache)).hasMessageContaining("401");
        assertThatThrownBy(() -> cache.hold(hub.lock(), null, (_, _, _) -> {})).hasMessageContaining("HF_ENDPOINT");
        int asked = hub.asked().size();
        cache.hold(hub.lock(), hub.asAnybody().as("hf_right"), (_, _, _) -> {}).close();
        assertThat(hub.asked()).hasSize(asked);
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).noneMatch(file -> holds(file, "hf_right"));
        }
    }

    @Test
    void fetchesOnceForTwoAtOnce() throws Exception {
        WeightsCache cache = cache();
        var both = new CountDownLatch(1);
        hub.send("config.json", (exchange, content) -> {
            await(both);
            TestHub.send(exchange, content);
        });

        CompletableFuture<HeldWeights> one = holding(cache);
        CompletableFuture<HeldWeights> other = holding(cache);
        both.countDown();

        assertIsTheModel(one.get());
        assertThat(other.get().folder()).isEqualTo(one.get().folder());
        assertThat(hub.asked()).hasSize(PARTS + 1);
    }

    @Test
    void goesOnForTheOtherWhereOneIsStopped() throws Exception {
        WeightsCache cache = cache();
        var begun = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        hub.send("config.json", (exchange, content) -> {
            begun.countDown();
            await(released);
            TestHub.send(exchange, content);
        });
        Thread stopped = Thread.ofVirtual().start(() -> {
            assertThatThrownBy(() -> hold(cache)).isInstanceOf(InterruptedException.class);
        });
        await(begun);
        CompletableFuture<HeldWeights> other = holding(cache);

        stopped.interrupt();
        stopped.join();
        released.countDown();

        assertIsTheModel(other.get());
    }

    @Test
    void goesOnAfterARestartWithWhatIsMissing() throws Exception {
        hub.send(MODEL, (exchange, content) -> {
            if (TestHub.from(exchange.getRequestHeaders().getFirst("Range")) == 131_072) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                TestHub.send(exchange, content);
            }
        });
        TransferSettings oneByOne = new TransferSettings(
                1, QUICK.partBytes(), 1, QUICK.firstPause(), QUICK.longestPause(), QUICK.silence());
        assertThatThrownBy(() -> WeightsCache.open(folder, Long.MAX_VALUE, oneByOne)
                        .hold(hub.lock(), hub.asAnybody(), (_, _, _) -> {}))
                .hasMessageContaining("404");
        assertNothingIsPublished();
        hub.send(MODEL, null);
        List<String> before = hub.ranges(MODEL);

        try (HeldWeights held = hold(cache())) {
            assertIsTheModel(held);
        }

        List<String> after =
                hub.ranges(MODEL).subList(before.size(), hub.ranges(MODEL).size());
        assertThat(after).contains("bytes=131072-196607").hasSizeLessThan(PARTS);
    }

    @Test
    void fetchesAgainWhatAPowerFailureTook() throws Exception {
        goesOnAfterARestartWithWhatIsMissing();
        Path home = published().getFirst();
        Path partial = folder.resolve("partial").resolve(home.getFileName());
        Files.move(home, partial);
        Path model = partial.resolve("files").resolve(MODEL);
        Files.setPosixFilePermissions(model.getParent(), PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(model, PosixFilePermissions.fromString("rw-------"));
        Files.write(model, new byte[SIZE]);
        Files.createDirectories(partial.resolve("parts"));
        Files.writeString(partial.resolve("parts").resolve(MODEL), "0-65536\n65536-131072\n131072-19");

        try (HeldWeights held = hold(cache())) {
            assertIsTheModel(held);
        }
    }

    @Test
    void removesTheLeastRecentlyUsedToMakeRoomAndNeverWhatIsHeld() throws Exception {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            hub.with(name, 50_000);
        }
        WeightsCache cache = WeightsCache.open(folder, 160_000, QUICK);
        HeldWeights held = hold(cache, "a");
        hold(cache, "b").close();
        hold(cache, "c").close();
        setLastUse("a", 1);
        setLastUse("b", 3);
        setLastUse("c", 2);

        HeldWeights other = hold(cache, "d");

        assertThat(names()).containsExactlyInAnyOrder("a", "b", "d");
        HeldWeights third = hold(cache, "b");
        assertThatThrownBy(() -> hold(cache, "e"))
                .hasMessageContaining("has 0.150 MB in use")
                .hasMessageContaining("raise its limit");
        assertThat(names()).containsExactlyInAnyOrder("a", "b", "d");
        other.close();
        hold(cache, "e").close();
        assertThat(names()).containsExactlyInAnyOrder("a", "b", "e");
        held.close();
        third.close();
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThatThrownBy(() ->
                        WeightsCache.open(folder, 100_000, QUICK).hold(hub.lock(), hub.asAnybody(), (_, _, _) -> {}))
                .hasMessageContaining(TestHub.REPO)
                .hasMessageContaining("raise its limit");
        var huge = new LockedWeights(
                "model",
                TestHub.REPO,
                TestHub.REVISION,
                List.of(new LockedFile(
                        MODEL, 1L << 60, hub.lock().files().get(1).digest())));

        assertThatThrownBy(() -> cache().hold(huge, hub.asAnybody(), (_, _, _) -> {}))
                .hasMessageContaining("the disk of " + folder)
                .hasMessageContaining("make room");
        assertThat(hub.asked()).isEmpty();
    }

    @Test
    void fetchesAgainWhatWasWrittenTo() throws Exception {
        hold(cache()).close();
        Path config = published().getFirst().resolve("files/config.json");
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        Files.write(config, new byte[600]);

        try (HeldWeights held = hold(cache())) {
            assertIsTheModel(held);
        }
    }

    @Test
    void tellsHowFarItIsOverASlowLink() throws Exception {
        var told = new CountDownLatch(1);
        hub.send("config.json", (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, 100);
            exchange.getResponseBody().flush();
            await(told);
            exchange.getResponseBody().write(content, 100, content.length - 100);
        });

        cache().hold(hub.lock(), hub.asAnybody(), (step, done, total) -> {
                    if (step == Step.FETCHING && done == SIZE + 100 && total == SIZE + 600) {
                        told.countDown();
                    }
                })
                .close();

        assertThat(hub.ranges("config.json")).hasSize(1);
    }

    private WeightsCache cache() {
        return WeightsCache.open(folder, Long.MAX_VALUE, QUICK);
    }

    private HeldWeights hold(WeightsCache cache) throws InterruptedException {
        return cache.hold(hub.lock(), hub.asAnybody(), (_, _, _) -> {});
    }

    private HeldWeights hold(WeightsCache cache, String file) throws InterruptedException {
        List<LockedFile> files =
                hub.lock().files().stream().filter(it -> it.path().equals(file)).toList();
        return cache.hold(
                new LockedWeights("model", TestHub.REPO, TestHub.REVISION, files), hub.asAnybody(), (_, _, _) -> {});
    }

    private void setLastUse(String file, int second) throws IOException {
        for (Path home : published()) {
            if (Files.exists(home.resolve("files").resolve(file))) {
                Files.setLastModifiedTime(home, FileTime.from(Instant.ofEpochSecond(second)));
            }
        }
    }

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path home : published()) {
            try (Stream<Path> files = Files.list(home.resolve("files"))) {
                files.forEach(file -> names.add(file.getFileName().toString()));
            }
        }
        return names;
    }

    private CompletableFuture<HeldWeights> holding(WeightsCache cache) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return hold(cache);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    private void assertIsTheModel(HeldWeights held) throws IOException {
        for (LockedFile file : hub.lock().files()) {
            assertThat(held.folder().resolve(file.path())).hasBinaryContent(hub.content(file.path()));
        }
    }

    private List<Path> published() throws IOException {
        try (Stream<Path> homes = Files.list(folder.resolve("published"))) {
            return homes.toList();
        }
    }

    private void assertNothingIsPublished() {
        assertThat(folder.resolve("published")).isEmptyDirectory();
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
