package io.chutes.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.cli.image.ImageBuilder;
import io.chutes.cli.image.ImageTarget;
import io.chutes.cli.project.ChuteProject;
import io.chutes.platform.manifest.ManifestJson;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * The image of {@code samples/hello}, unpacked.
 *
 * @param root its file system
 * @param command with the launcher's place on this machine
 */
record SampleImage(Path root, List<String> command) {
    private static final Path SAMPLES = Path.of("..", "samples");
    private static final JsonMapper JSON = new JsonMapper();

    /** Builds it; the sample must be compiled. */
    static SampleImage in(Path folder) throws IOException, InterruptedException {
        Path tar = folder.resolve("hello.tar");
        new ImageBuilder(folder.resolve("cache"), step -> {}).build(project(), new ImageTarget.TarFile(tar, "hello"));
        Path layout = unpacked(tar, folder.resolve("layout"));
        Path root = folder.resolve("root");
        JsonNode manifest = blob(
                layout, JSON.readTree(layout.resolve("index.json").toFile()).at("/manifests/0"));
        for (JsonNode layer : manifest.path("layers")) {
            unpacked(place(layout, layer), root);
        }
        List<String> entrypoint = StreamSupport.stream(
                        blob(layout, manifest.path("config"))
                                .at("/config/Entrypoint")
                                .spliterator(),
                        false)
                .map(JsonNode::asText)
                .toList();
        List<String> command = new ArrayList<>(entrypoint);
        command.set(0, root + entrypoint.getFirst());
        return new SampleImage(root, command);
    }

    Path workdir() {
        return root.resolve("app");
    }

    private static ChuteProject project() throws IOException {
        Path classes = SAMPLES.resolve("hello/target/classes");
        String manifest = Files.readString(classes.resolve("META-INF/chutes/hello.json"));
        List<Path> classPath = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(Files.readString(SAMPLES.resolve("target/hello.classpath"))
                        .strip())
                .filter(entry -> !entry.contains("/hello/target/"))
                .map(Path::of)
                .toList();
        return new ChuteProject(SAMPLES.resolve("hello"), ManifestJson.read(manifest), manifest, classes, classPath);
    }

    private static JsonNode blob(Path layout, JsonNode descriptor) throws IOException {
        return JSON.readTree(place(layout, descriptor).toFile());
    }

    private static Path place(Path layout, JsonNode descriptor) {
        return layout.resolve("blobs")
                .resolve(descriptor.path("digest").asText().replace(':', '/'));
    }

    private static Path unpacked(Path tar, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        int status = new ProcessBuilder("tar", "-xf", tar.toAbsolutePath().toString(), "-C", folder.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("tar could not unpack " + tar);
        }
        return folder;
    }
}
