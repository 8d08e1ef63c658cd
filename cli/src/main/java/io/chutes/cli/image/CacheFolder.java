package io.chutes.cli.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of folders that can be made again. One that nothing has used for a week goes; so do, where all together are larger than
 * they may be, those whose last use is the longest ago, but none that is in use.
 *
 * @param mostBytes how large all may be together
 */
record CacheFolder(Path path, long mostBytes) {
    /** These are in use; others may go now. */
    void used(Collection<String> names) throws IOException {
        try {
            tidy(names);
        } catch (NoSuchFileException goneMeanwhile) {
            // Another build tidies too.
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof NoSuchFileException)) {
                throw e.getCause();
            }
        }
    }

    private void tidy(Collection<String> names) throws IOException {
        long left = mostBytes;
        for (String name : names) {
            Path member = path.resolve(name);
            if (Files.isDirectory(member)) {
                FileTree.touch(member);
                left -= bytes(member);
            }
        }
        FileTree.deleteUnused(path, name -> !names.contains(name));
        for (Path member : latestFirst()) {
            if (!names.contains(member.getFileName().toString())) {
                left -= bytes(member);
                if (left < 0) {
                    FileTree.delete(member);
                }
            }
        }
    }

    /** But for those that are still being made. */
    private List<Path> latestFirst() throws IOException {
        try (Stream<Path> members = Files.list(path)) {
            return members.filter(Files::isDirectory)
                    .filter(member -> !member.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparing(CacheFolder::lastUse).reversed())
                    .toList();
        }
    }

    private static FileTime lastUse(Path member) {
        try {
            return Files.getLastModifiedTime(member);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long bytes(Path member) throws IOException {
        long bytes = 0;
        for (Path file : FileTree.files(member)) {
            bytes += Files.size(file);
        }
        return bytes;
    }
}
