package io.chutes.cli.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What lies below a folder, in an order that does not depend on the file system. */
final class FileTree {
    /** How the name begins of a folder that is being made. */
    private static final String MAKING = ".making-";

    private static final Duration KEPT = Duration.ofDays(7);

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
        Path parent = Files.createDirectories(Objects.requireNonNull(folder.getParent()));
        deleteUnused(parent, name -> name.startsWith(MAKING)); // by a process that was killed
        Path making = Files.createTempDirectory(parent, MAKING);
        try {
            content.fill(making);
            publish(making, folder);
        } finally {
            delete(making);
        }
    }

    /** It is used now, and stays for another week. */
    static void touch(Path folder) throws IOException {
        Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
    }

    /** Deletes the folders of such names in a folder that nothing has touched for a week. */
    static void deleteUnused(Path folder, Predicate<String> names) throws IOException {
        FileTime since = FileTime.from(Instant.now().minus(KEPT));
        List<Path> members;
        try (Stream<Path> all = Files.list(folder)) {
            members = all.filter(member -> names.test(String.valueOf(member.getFileName())))
                    .toList();
        }
        for (Path member : members) {
            try {
                if (Files.getLastModifiedTime(member).compareTo(since) < 0) {
                    delete(member);
                }
            } catch (NoSuchFileException goneMeanwhile) {
                // Another build has moved it or tidies too.
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    throw e.getCause();
                }
            }
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
