package io.chutes.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.digest.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JavaBaseTest {
    private static final SortedSet<String> MODULES = new TreeSet<>(List.of("java.base", "jdk.httpserver"));

    @TempDir
    static Path cache;

    @TempDir
    Path folder;

    private static Path root = Path.of("");
    private static final List<String> STEPS = new ArrayList<>();

    @BeforeAll
    static void make() throws Exception {
        root = new JavaBase(cache, STEPS::add).with(MODULES);
    }

    @Test
    void runsAServerAndTls() throws Exception {
        Path classes = classFolder(NeedsNetAndCrypto.class);

        Result result = java("-cp", classes.toString(), NeedsNetAndCrypto.class.getName());

        assertThat(result.output()).isEqualTo("200 TLSv1.3 true");
        assertThat(result.code()).isZero();
    }

    @Test
    void startsFromItsArchiveOfClasses() throws Exception {
        Result result = java("-Xshare:on", "-version");

        assertThat(result.output()).contains("sharing");
        assertThat(result.code()).isZero();
    }

    @Test
    void holdsTheLoaderAndEveryLibraryWithoutLinks() throws Exception {
        SortedMap<String, Path> needed = CLibrary.of(root.resolve("opt/java")).files();

        assertThat(needed.keySet()).anyMatch(it -> it.endsWith("/libc.so.6")).anyMatch(it -> it.contains("/ld-linux"));
        assertThat(needed).allSatisfy((place, here) -> assertThat(root.resolve(place.substring(1)))
                .isRegularFile()
                .hasSameBinaryContentAs(here));
        try (Stream<Path> tree = Files.walk(root)) {
            assertThat(tree.filter(Files::isSymbolicLink)).isEmpty();
        }
    }

    @Test
    void isTheSameToTheByteWhenMadeElsewhere() throws Exception {
        Path other = new JavaBase(folder.resolve("another/cache"), step -> {}).with(MODULES);

        assertThat(other.getFileName()).isEqualTo(root.getFileName());
        assertThat(digests(other)).isEqualTo(digests(root));
    }

    @Test
    void isMadeOnce() throws Exception {
        Path again = new JavaBase(cache, STEPS::add).with(MODULES);

        assertThat(again).isEqualTo(root);
        assertThat(STEPS).containsExactly("Making the base image: java.base, jdk.httpserver");
    }

    @Test
    void letsTwoMakeItAtOnce() throws Exception {
        SortedSet<String> modules = new TreeSet<>(List.of("java.base"));
        Callable<Path> make = () -> new JavaBase(folder, step -> {}).with(modules);

        List<Path> made = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Path> future : threads.invokeAll(List.of(make, make))) {
                made.add(future.get());
            }
        }

        assertThat(made.getFirst()).isEqualTo(made.getLast());
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(made.getFirst());
        }
    }

    private record Result(int code, String output) {}

    private Result java(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(root.resolve("opt/java/bin/java").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output.strip());
    }

    private static Path classFolder(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static Map<String, String> digests(Path tree) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (Path file : FileTree.files(tree)) {
            digests.put(tree.relativize(file) + (Files.isExecutable(file) ? " x" : ""), Sha256.of(file));
        }
        return digests;
    }
}
