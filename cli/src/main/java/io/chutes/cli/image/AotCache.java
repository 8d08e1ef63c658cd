package io.chutes.cli.image;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.chutes.cli.console.Progress;
import io.chutes.platform.digest.Sha256;
import io.chutes.platform.manifest.ImageSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * AOT caches of images (JEP 514): classes as the JVM has them once a chute has started and answered, learnt in a training run of
 * the very files that the image holds. The JVM writes other bytes each time, so that a cache is kept by what it was made of: the
 * Java, the command, the variables, the jars that it is held against, and the packages that the chute's own classes name. These
 * classes themselves are mostly no part of it, and another body of a method is no reason for another cache.
 */
final class AotCache {
    /** In the working directory of an image. */
    static final String FILE = "chute.aot";

    /** To be raised when another cache is made of the same inputs. */
    private static final String FORMAT = "2";

    private static final long MOST_BYTES = 1L << 30;
    private static final String REPORT = "report.json";

    private final CacheFolder folder;
    private final Progress progress;

    /** @param folder where caches are kept */
    AotCache(Path folder, Progress progress) {
        this.folder = new CacheFolder(folder, MOST_BYTES);
        this.progress = progress;
    }

    /**
     * A cache.
     *
     * @param inputs the digest of all that it was made of
     */
    record Made(Path file, String inputs) {
        FileEntriesLayer layer(String workdir) {
            return FileEntriesLayer.builder()
                    .setName("aot")
                    .addEntry(
                            ImageFiles.entry(file, AbsoluteUnixPath.get(workdir).resolve(FILE), ImageFiles.PLAIN))
                    .build();
        }
    }

    /**
     * The cache for these files of an image.
     *
     * @param root the file system below them, with its Java
     * @param classes the folder of the chute's own classes
     */
    Made of(Path root, List<FileEntriesLayer> layers, LaunchCommand command, ImageSpec image, Path classes)
            throws IOException, InterruptedException {
        String inputs = inputs(root, layers, command, image, classes);
        Path made = folder.path().resolve(inputs);
        FileTree.makeOnce(made, making -> {
            progress.begin("Training the AOT cache: one start, and one call to each endpoint");
            train(making, new TrainingRun(making.resolve("image"), root, layers, command, image));
        });
        folder.used(Set.of(inputs));
        return new Made(made.resolve(FILE), inputs);
    }

    private void train(Path making, TrainingRun run) throws IOException, InterruptedException {
        Path report = making.resolve(REPORT);
        Files.move(run.train(report), making.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        FileTree.delete(making.resolve("image"));
        progress.tell(new JsonMapper()
                .readValue(report.toFile(), TrainingReport.class)
                .text());
    }

    static String inputs(Path root, List<FileEntriesLayer> layers, LaunchCommand command, ImageSpec image, Path classes)
            throws IOException {
        var sum = new Sha256().add(FORMAT).add(root.getFileName().toString());
        command.serving().forEach(sum::add);
        image.env().forEach((name, value) -> sum.add(name).add(value));
        AbsoluteUnixPath workdir = AbsoluteUnixPath.get(image.workdir());
        Set<AbsoluteUnixPath> cached =
                command.classPath().cached().stream().map(workdir::resolve).collect(Collectors.toSet());
        for (FileEntriesLayer layer : layers) {
            for (FileEntry entry : layer.getEntries()) {
                if (cached.contains(entry.getExtractionPath())) {
                    // The content store names files by their digests.
                    sum.add(entry.getExtractionPath().toString())
                            .add(entry.getSourceFile().getFileName().toString());
                }
            }
        }
        NamedPackages.below(classes).forEach(sum::add);
        return sum.hex();
    }
}
