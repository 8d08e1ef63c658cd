package io.chutes.platform.node;

import io.chutes.platform.node.image.Tar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Images that {@link TestChute} runs in with nothing of this machine: a Java of their own, and the C library that it is linked with. */
final class ContainerImage {
    private static final Pattern LIBRARY = Pattern.compile("(?:(\\S+) => )?(/\\S+) \\(0x[0-9a-f]+\\)");

    private final TestImage.Layer java;
    private final TestImage.Layer classes;

    private ContainerImage(TestImage.Layer java, TestImage.Layer classes) {
        this.java = java;
        this.classes = classes;
    }

    /** What all of them have in common, made in some seconds. */
    static ContainerImage make(Path folder) throws IOException, InterruptedException {
        Path java = folder.resolve("java");
        int linked = ToolProvider.findFirst("jlink")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--add-modules",
                        "java.base,jdk.httpserver",
                        "--strip-java-debug-attributes",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        java.toString());
        if (linked != 0) {
            throw new AssertionError("jlink failed");
        }
        var runtime = new Tar();
        runtime.directory("tmp", 01777);
        files(runtime, java, "opt/java/");
        libraries(runtime, java);
        var program = new Tar();
        program.directory("app", 0755);
        files(
                program,
                TestImage.classes().resolve("io/chutes/platform/node"),
                "TestChute.*",
                "app/io/chutes/platform/node/");
        return new ContainerImage(TestImage.Layer.plain(runtime), TestImage.Layer.plain(program));
    }

    TestImage of(List<String> options, String... arguments) {
        return of(List.of(java, classes), TestImage.ARCHITECTURE, options, arguments);
    }

    /** One with a layer that no other has. */
    TestImage unique(String content) {
        var layer = TestImage.Layer.plain(new Tar().file("app/unique", 0644, content));
        return of(List.of(java, classes, layer), TestImage.ARCHITECTURE, List.of());
    }

    TestImage madeFor(String architecture) {
        return of(List.of(classes), architecture, List.of());
    }

    private static TestImage of(
            List<TestImage.Layer> layers, String architecture, List<String> options, String... arguments) {
        Stream<String> command = Stream.of(
                        Stream.of("/opt/java/bin/java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                        options.stream(),
                        Stream.of("-cp", "/app", TestChute.class.getName()))
                .flatMap(part -> part);
        return TestImage.of(
                layers, command.toList(), List.of("GREETING=hello=world"), "65532", architecture, arguments);
    }

    private static void files(Tar tar, Path folder, String place) throws IOException {
        files(tar, folder, ".*", place);
    }

    private static void files(Tar tar, Path folder, String names, String place) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (String.valueOf(file.getFileName()).matches(names)) {
                    tar.file(
                            place + folder.relativize(file),
                            Files.isExecutable(file) ? 0755 : 0644,
                            Files.readAllBytes(file));
                }
            }
        }
    }

    /** Beside each other, where the loader looks unasked. */
    private static void libraries(Tar tar, Path java) throws IOException, InterruptedException {
        Process ldd = new ProcessBuilder(
                        "ldd",
                        java.resolve("bin/java").toString(),
                        java.resolve("lib/server/libjvm.so").toString(),
                        java.resolve("lib/libnet.so").toString())
                .start();
        String output = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        ldd.waitFor();
        List<String> paths = LIBRARY.matcher(output)
                .results()
                .map(found -> found.group(2))
                .filter(path -> !path.startsWith(java.toString()))
                .distinct()
                .toList();
        for (String path : paths) {
            tar.file(path.substring(1), 0755, Files.readAllBytes(Path.of(path)));
        }
    }
}
