package io.chutes.cli.image;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.chutes.cli.project.BuildException;
import io.chutes.platform.manifest.ImageSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** One run of an image's files in a folder of this machine, from which the JVM makes an AOT cache. */
final class TrainingRun {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int LINES_TOLD = 20;

    private final Path image;
    private final List<FileEntriesLayer> layers;
    private final LaunchCommand command;
    private final ImageSpec spec;

    /**
     * A run to come.
     *
     * @param image where to lay the image's files out
     * @param root the file system below them, with its Java
     */
    TrainingRun(Path image, Path root, List<FileEntriesLayer> layers, LaunchCommand command, ImageSpec spec) {
        this.image = image;
        this.layers = layers;
        this.command = command.startedBy(root.resolve(JavaBase.JAVA_HOME.substring(1)) + "/bin/java");
        this.spec = spec;
    }

    /**
     * Makes the cache.
     *
     * @param report the file where the runtime says what it did
     * @return the cache
     * @throws BuildException if the chute does not start, or the JVM would not take the cache
     */
    Path train(Path report) throws IOException, InterruptedException {
        Path workdir = layOut(image);
        run(
                "The chute did not start in the training run of its image",
                workdir,
                command.with("-XX:AOTCacheOutput=" + AotCache.FILE).training(report.toString()));
        // Elsewhere, as in a container: a cache that knows where it was made is of no use.
        Path moved = Files.move(workdir, workdir.resolveSibling("moved"));
        run(
                "The JVM does not take the AOT cache that it made",
                moved,
                command.withAotCache().with("-XX:AOTMode=on").version());
        return moved.resolve(AotCache.FILE);
    }

    /** Returns the working directory. */
    private Path layOut(Path target) throws IOException {
        for (FileEntriesLayer layer : layers) {
            for (FileEntry entry : layer.getEntries()) {
                Path file = target.resolve(entry.getExtractionPath().toString().substring(1));
                if (Files.isDirectory(entry.getSourceFile())) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    if (layer.getName().equals(ApplicationLayers.FILES)) {
                        // The chute may write to its own files, and to a link would be to write into the content store.
                        Files.copy(entry.getSourceFile(), file);
                    } else {
                        Files.createLink(file, entry.getSourceFile());
                    }
                    Files.setLastModifiedTime(file, FileTime.from(entry.getModificationTime()));
                }
            }
        }
        return target.resolve(spec.workdir().substring(1));
    }

    private void run(String failure, Path workdir, List<String> command) throws IOException, InterruptedException {
        Path log = image.resolveSibling("training.log");
        OptionalInt code = new TrainingProcess(workdir, spec.env(), log).run(command, LIMIT);
        if (code.isEmpty()) {
            throw failed(failure + " within " + LIMIT.toMinutes() + " minutes", log);
        } else if (code.getAsInt() != 0) {
            throw failed(failure, log);
        }
    }

    private static BuildException failed(String failure, Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return new BuildException("%s; --no-training builds the image without a cache. It said:%n%s"
                .formatted(
                        failure,
                        String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_TOLD), lines.size()))));
    }
}
