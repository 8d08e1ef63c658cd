package io.chutes.cli.image;

import io.chutes.cli.project.BuildException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files of a project that its chute names, by paths from the project's folder. */
final class ProjectFiles {
    private static final String FILES = "@Image(files)";

    private final Path folder;
    private final Path realFolder;

    ProjectFiles(Path folder) throws IOException {
        this.folder = folder;
        this.realFolder = folder.toRealPath();
    }

    /**
     * A file, or a folder with nothing in it.
     *
     * @param place its path from the project's folder, as the chute names it
     * @param source where it is once links are followed
     */
    record Found(Path place, Path source, boolean isFolder) {
        /** Whether its owner may run it; who else may differs from machine to machine. */
        boolean isExecutable() throws IOException {
            var view = Files.getFileAttributeView(source, PosixFileAttributeView.class);
            return isFolder
                    || (view != null
                            && view.readAttributes().permissions().contains(PosixFilePermission.OWNER_EXECUTE));
        }
    }

    /** All that is named, and below what is named, each once and in the order of their names. */
    Collection<Found> all(List<String> paths) throws IOException {
        Map<String, Found> found = new TreeMap<>();
        for (String path : paths) {
            collect(place(FILES, path), path, List.of(), found);
        }
        return found.values();
    }

    /** The text of one file. */
    String text(String setting, String path) throws IOException {
        Path source = source(setting, path, place(setting, path));
        if (!Files.isRegularFile(source)) {
            throw new BuildException("%s names %s, which is no file".formatted(setting, path));
        }
        try {
            return Files.readString(source);
        } catch (CharacterCodingException e) {
            throw new BuildException("%s names %s, which is not UTF-8 text".formatted(setting, path), e);
        }
    }

    // By hand: a walk that follows links loops where they do, and one that does not follow them leaves them out.
    private void collect(Path place, String named, List<Path> above, Map<String, Found> found) throws IOException {
        Path source = source(FILES, named, place);
        if (Files.isRegularFile(source)) {
            found.put(place.toString(), new Found(place, source, false));
            return;
        }
        if (!Files.isDirectory(source)) {
            throw new BuildException(
                    "%s names %s, but %s is neither a file nor a folder".formatted(FILES, named, place));
        }
        if (above.contains(source)) {
            throw new BuildException(
                    "%s names %s, but %s is a link to a folder that it lies in".formatted(FILES, named, place));
        }
        List<Path> within = Stream.concat(above.stream(), Stream.of(source)).toList();
        List<Path> names;
        try (Stream<Path> children = Files.list(source)) {
            names = children.map(Path::getFileName).toList();
        }
        if (names.isEmpty()) {
            found.put(place.toString(), new Found(place, source, true));
        }
        for (Path name : names) {
            collect(place.resolve(name), named, within, found);
        }
    }

    private Path place(String setting, String path) {
        Path place = Path.of(path).normalize();
        if (path.isEmpty()
                || place.isAbsolute()
                || place.startsWith("..")
                || place.toString().isEmpty()) {
            throw new BuildException(
                    "%s names '%s', which is not below the project's folder %s".formatted(setting, path, folder));
        }
        return place;
    }

    private Path source(String setting, String named, Path place) throws IOException {
        Path path = folder.resolve(place);
        if (!Files.exists(path)) {
            throw new BuildException("%s names %s, but there is no %s".formatted(setting, named, path));
        }
        Path source = path.toRealPath();
        if (!source.startsWith(realFolder)) {
            throw new BuildException("%s names %s, but %s is a link that leads out of the project, to %s"
                    .formatted(setting, named, place, source));
        }
        return source;
    }
}
