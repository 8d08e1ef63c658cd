package io.chutes.cli.project;

import io.chutes.platform.digest.Sha256;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What tells files from others that were put in their place, without reading large ones that have lain there for a while. */
public final class FileMarks {
    /** More are not looked at: to make again what they go into is as quick. */
    private static final int MOST_FILES = 5_000;

    /** Of files of a folder up to this size the content counts. */
    public static final long LARGE = 1 << 20;

    /** A file that changed so short a time ago may change once more within one tick of its file system's clock. */
    private static final long FRESH_MILLIS = 2_000;

    private static final String CONTENT = "content ";

    private FileMarks() {}

    /** A file's path with its size, times and inode, or with its content if it has just changed; it need not be there. */
    public static String line(Path file) throws IOException {
        if (!Files.exists(file)) {
            return file + "\tabsent";
        }
        return lastChange(file) > System.currentTimeMillis() - FRESH_MILLIS
                ? file + "\t" + CONTENT + Sha256.of(file)
                : stateLine(file);
    }

    /** Whether a file is still as its line says. */
    public static boolean holds(String line) throws IOException {
        int end = line.lastIndexOf('\t');
        Path file = Path.of(line.substring(0, Math.max(0, end)));
        if (!line.startsWith(CONTENT, end + 1)) {
            return line.equals(Files.exists(file) ? stateLine(file) : line(file));
        }
        return Files.isRegularFile(file) && line.endsWith(CONTENT + Sha256.of(file));
    }

    /** When a file got its content or its place, in milliseconds: the later of the two times that tell. */
    static long lastChange(Path file) throws IOException {
        long written = Files.getLastModifiedTime(file).toMillis();
        return hasChangeTime(file)
                ? Math.max(written, ((FileTime) Files.getAttribute(file, "unix:ctime")).toMillis())
                : written;
    }

    /** Of all files below a folder but in folders left out; empty if there are too many or a link leads elsewhere. */
    public static Optional<String> tree(Path folder, Predicate<Path> isLeftOut) throws IOException {
        var marks = new TreeMap<String, String>();
        var finding = new SimpleFileVisitor<Path>() {
            private boolean whole = true;

            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                return isLeftOut.test(visited) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes) throws IOException {
                whole &= attributes.isRegularFile() && marks.size() < MOST_FILES;
                if (whole) {
                    marks.put(
                            folder.relativize(visited).toString(),
                            attributes.size() < LARGE ? Sha256.of(visited) : line(visited));
                }
                return whole ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }
        };
        Files.walkFileTree(folder, finding);
        var sum = new Sha256();
        marks.forEach((path, mark) -> sum.add(path).add(mark));
        return finding.whole ? Optional.of(sum.hex()) : Optional.empty();
    }

    private static String stateLine(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        // Nobody can set the time of the last change of a Unix file, as its content's time can be.
        Object changed = hasChangeTime(file) ? nanos((FileTime) Files.getAttribute(file, "unix:ctime")) : "";
        return "%s\t%d %d %s %s"
                .formatted(
                        file,
                        attributes.size(),
                        nanos(attributes.lastModifiedTime()),
                        changed,
                        Objects.toString(attributes.fileKey()));
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }

    private static boolean hasChangeTime(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix");
    }
}
