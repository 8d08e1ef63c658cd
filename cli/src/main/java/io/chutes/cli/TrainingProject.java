package io.chutes.cli;

import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.manifest.TimeoutsSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The project that {@link StartTraining} plans: compiled, with a wrapper in Maven's place, and of settings that no image is built of. */
record TrainingProject(Path folder) implements AutoCloseable {
    private static final String POM = """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>io.chutes.training</groupId>
              <artifactId>hello</artifactId>
              <version>1</version>
            </project>
            """;

    /** Says that the class path is empty. */
    private static final String WRAPPER = """
            #!/bin/sh
            for argument; do
                case $argument in -Dmdep.outputFile=*) : >"${argument#*=}" ;; esac
            done
            """;

    private static final SortedMap<String, String> REFUSED = new TreeMap<>(Map.of("JAVA_HOME", "elsewhere"));

    static TrainingProject write() throws IOException {
        Path folder = Files.createTempDirectory("chutes-training");
        Files.writeString(folder.resolve("pom.xml"), POM);
        Path wrapper = Files.writeString(folder.resolve("mvnw"), WRAPPER);
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwx------"));
        Path manifests =
                Files.createDirectories(folder.resolve("target/classes").resolve(Manifest.FOLDER));
        Files.writeString(manifests.resolve("hello.json"), ManifestJson.write(manifest()));
        return new TrainingProject(folder);
    }

    private static Manifest manifest() {
        return new Manifest(
                Manifest.SCHEMA,
                "hello",
                "training.Hello",
                "training.HelloRoutes",
                "",
                "",
                new Hardware.Cpu(1, 2),
                ScalingSpec.DEFAULT,
                TimeoutsSpec.DEFAULT,
                new ImageSpec(null, REFUSED, List.of(), "65532", "/app", List.of()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "0.1.0");
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
