package io.chutes.cli.image;

import io.chutes.cli.project.ChuteProject;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.manifest.TimeoutsSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compiled projects, written by the tests that need them. */
final class Projects {
    private Projects() {}

    /** A chute with two libraries, one of which is ours; its class files hold text. */
    static ChuteProject hello(Path folder, @Nullable String base) throws IOException {
        return hello(folder, "", ImageSpec.DEFAULT.on(base));
    }

    static ChuteProject hello(Path folder, String readme, ImageSpec image) throws IOException {
        Manifest manifest = new Manifest(
                Manifest.SCHEMA,
                "hello",
                "com.example.Hello",
                "com.example.HelloRoutes",
                "Says hello",
                readme,
                new Hardware.Cpu(1, 2),
                ScalingSpec.DEFAULT,
                TimeoutsSpec.DEFAULT,
                image,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "0.1.0");
        String json = ManifestJson.write(manifest);
        Path classes = folder.resolve("target/classes");
        write(classes.resolve("com/example/Hello.class"), "Hello");
        write(classes.resolve("com/example/HelloRoutes.class"), "HelloRoutes");
        write(classes.resolve(Manifest.FOLDER + "hello.json"), json);
        return new ChuteProject(
                folder,
                manifest,
                json,
                classes,
                List.of(
                        jar(
                                folder.resolve("repository/chutes-runtime-server-0.1.0.jar"),
                                "io/chutes/runtime/Main.class"),
                        jar(folder.resolve("repository/zebra-1.0.jar"), "org/zebra/Zebra.class"),
                        jar(folder.resolve("repository/apple-1.0.jar"), "org/apple/Apple.class")));
    }

    /** The same with weights: all but a readme. */
    static ChuteProject weighed(ChuteProject project, String repo, String revision) throws IOException {
        String json = project.manifestJson().replaceFirst("\"weights\": \\[ ?\\]", """
                "weights": [{"field": "model", "repo": "%s", "revision": "%s", "include": [], "exclude": ["*.md"]}]""".formatted(repo, revision));
        return new ChuteProject(
                project.folder(), ManifestJson.read(json), json, project.classes(), project.classPath());
    }

    static ChuteProject with(ChuteProject project, Path... classPath) {
        return new ChuteProject(
                project.folder(), project.manifest(), project.manifestJson(), project.classes(), List.of(classPath));
    }

    /** A jar whose entries hold their own names. */
    static Path jar(Path path, String... entries) throws IOException {
        Files.createDirectories(path.getParent());
        try (OutputStream out = Files.newOutputStream(path);
                JarOutputStream jar = new JarOutputStream(out)) {
            for (String name : entries) {
                JarEntry entry = new JarEntry(name);
                entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
                jar.putNextEntry(entry);
                jar.write(name.getBytes(StandardCharsets.UTF_8));
                jar.closeEntry();
            }
        }
        return path;
    }

    static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    static void setTimes(Path folder, FileTime time) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.toList()) {
                Files.setLastModifiedTime(path, time);
            }
        }
    }
}
