package io.chutes.cli.image;

import io.chutes.cli.project.FileMarks;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The digests of images that were pushed, each for as long as all that it was made of is the same. */
final class PushedImages {
    private static final long MOST_BYTES = 1 << 24;
    private static final String FILE = "image.txt";

    private final CacheFolder folder;

    /** @param folder where they are kept */
    PushedImages(Path folder) {
        this.folder = new CacheFolder(folder, MOST_BYTES);
    }

    /** The digest of the image that these inputs would make again. */
    Optional<String> read(ImageInputs inputs) throws IOException {
        Path member = folder.path().resolve(inputs.name());
        Path kept = member.resolve(FILE);
        Optional<String> contents = inputs.contents();
        if (contents.isEmpty() || !Files.isRegularFile(kept)) {
            return Optional.empty();
        }
        List<String> lines = lines(kept);
        if (lines.size() < 2 || !lines.getFirst().equals(contents.get())) {
            return Optional.empty();
        }
        for (String line : lines.subList(2, lines.size())) {
            if (!FileMarks.holds(line)) {
                return Optional.empty();
            }
        }
        FileTree.touch(member);
        return Optional.of(lines.get(1));
    }

    /** None of a file that somebody has spoilt. */
    private static List<String> lines(Path kept) throws IOException {
        try {
            return Files.readAllLines(kept);
        } catch (CharacterCodingException e) {
            return List.of();
        }
    }

    /**
     * What an image is about to be made of.
     *
     * @param contents what the inputs' contents are, empty for not known whole
     * @param files a line for each file of theirs
     */
    record Before(Optional<String> contents, List<String> files) {}

    /** To be taken before the image is made. */
    static Before before(ImageInputs inputs, Set<Path> more) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : inputs.files()) {
            lines.add(FileMarks.line(file));
        }
        for (Path file : more) {
            lines.add(FileMarks.line(file));
        }
        return new Before(inputs.contents(), lines);
    }

    /** Keeps the digest of an image that is at its target, unless something changed meanwhile. */
    void keep(ImageInputs inputs, Before before, String digest) throws IOException {
        if (before.contents().isEmpty() || !before.contents().equals(inputs.contents())) {
            return;
        }
        for (String line : before.files()) {
            if (!FileMarks.holds(line)) {
                return;
            }
        }
        List<String> lines = new ArrayList<>(List.of(before.contents().get(), digest));
        lines.addAll(before.files());
        Path kept = Files.createDirectories(folder.path().resolve(inputs.name()));
        Path fresh = Files.createTempFile(kept, ".", ".part");
        try {
            Files.move(Files.write(fresh, lines), kept.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
        folder.used(Set.of(inputs.name()));
    }
}
