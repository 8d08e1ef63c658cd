package io.chutes.cli.image;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What lies below a folder, in an order that does not depend on the file system. */
final class FileTree {
    private FileTree() {}

    /** The files, links followed, sorted by path. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return tree.filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    /** Deletes the folder, if it exists, and all below it. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Makes a folder if it is not there: whoever sees it sees all of it, and of two that make the same one comes second. */
    static void makeOnce(Path folder, Making content) throws IOException, InterruptedException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder.getParent());
        Path making = Files.createTempDirectory(folder.getParent(), ".making-");
        try {
            content.fill(making);
            publish(making, folder);
        } finally {
            delete(making);
        }
    }

    /** Fills an empty folder. */
    @FunctionalInterface
    interface Making {
        void fill(Path folder) throws IOException, InterruptedException;
    }

    private static void publish(Path making, Path made) throws IOException {
        try {
            Files.move(making, made, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(made)) {
                throw e;
            }
        }
    }
}
