package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.cli.image.BuiltImage;
import io.chutes.cli.image.ImageBuilder;
import io.chutes.cli.image.ImageTarget;
import io.chutes.cli.project.ChuteProject;
import io.chutes.platform.manifest.ManifestJson;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The hello sample as this build compiled it, with the class path that Maven gave it. */
final class HelloSample {
    private static final Path CACHE = ImageBuilder.defaultCache();
    private static final Path CLASSES = Path.of("hello", "target", "classes");

    private HelloSample() {}

    static BuiltImage build(ImageTarget target) throws InterruptedException {
        return new ImageBuilder(CACHE, step -> {}).build(project(), target);
    }

    /** The sample with {@code @Image(base = …)}. */
    static BuiltImage buildOn(String base, ImageTarget target) throws InterruptedException {
        return new ImageBuilder(CACHE, step -> {}).build(with("\"base\": null", "\"base\": \"" + base + "\""), target);
    }

    /** The sample with another setting in its manifest. */
    static ChuteProject with(String setting, String other) {
        ChuteProject plain = project();
        assertThat(plain.manifestJson()).contains(setting);
        String manifest = plain.manifestJson().replace(setting, other);
        return new ChuteProject(
                plain.folder(), ManifestJson.read(manifest), manifest, plain.classes(), plain.classPath());
    }

    /** The sample as javac would make it, into a folder, of a source with another greeting of as many letters. */
    static ChuteProject saying(String greeting, Path folder) throws IOException {
        ChuteProject plain = project();
        try (Stream<Path> tree = Files.walk(CLASSES)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                Path copy = folder.resolve(CLASSES.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, bytes.replace("Hello, ", greeting + ", "), StandardCharsets.ISO_8859_1);
            }
        }
        return new ChuteProject(plain.folder(), plain.manifest(), plain.manifestJson(), folder, plain.classPath());
    }

    static ChuteProject project() {
        try {
            String manifest = Files.readString(CLASSES.resolve("META-INF/chutes/hello.json"));
            List<Path> libraries = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                    .splitAsStream(Files.readString(Path.of("target", "hello.classpath"))
                            .strip())
                    .map(Path::of)
                    .filter(entry -> !entry.startsWith(Path.of("hello").toAbsolutePath()))
                    .toList();
            return new ChuteProject(Path.of("hello"), ManifestJson.read(manifest), manifest, CLASSES, libraries);
        } catch (IOException e) {
            throw new UncheckedIOException("The sample is not compiled", e);
        }
    }
}
