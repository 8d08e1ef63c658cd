package io.chutes.cli.image;

import io.chutes.cli.project.ChuteProject;
import io.chutes.cli.project.FileMarks;
import io.chutes.platform.digest.Sha256;
import io.chutes.platform.manifest.ImageLimits;
import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.WeightsLock;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that a project's image is made of, but for its Java: what is small by its content, jars and other large files by name.
 *
 * @param project the project
 * @param target the registry that the image goes to
 * @param labels the image's
 * @param lock of the chute's weights
 * @param isTrained whether the image gets an AOT cache
 */
record ImageInputs(
        ChuteProject project,
        ImageTarget.Registry target,
        Map<String, String> labels,
        Optional<WeightsLock> lock,
        boolean isTrained) {
    /** To be raised when another image is made of the same inputs. */
    private static final String FORMAT = "1";

    /** By which the environment chooses the libraries that the base image takes from this machine. */
    private static final List<String> VARIABLES = List.of("LD_LIBRARY_PATH", "LD_PRELOAD");

    /** Which image of all that are made on this machine. */
    String name() {
        return new Sha256()
                .add(project.folder().toString())
                .add(project.manifest().name())
                .add(target.reference())
                .add(Boolean.toString(isTrained))
                .hex();
    }

    /** Empty if not all of it is known. */
    Optional<String> contents() throws IOException {
        ImageSpec image = project.manifest().image();
        if (image.base() != null && !ImageLimits.isBase(image.base())) {
            return Optional.empty();
        }
        var sum = new Sha256().add(FORMAT);
        for (String property : List.of("java.home", "java.vendor", "java.vm.version", "os.arch", "java.class.path")) {
            sum.add(System.getProperty(property));
        }
        VARIABLES.forEach(name -> sum.add(Objects.requireNonNullElse(System.getenv(name), "")));
        new TreeMap<>(labels).forEach((name, value) -> sum.add(name).add(value)); // the manifest is one
        lock.ifPresent(it -> sum.add(it.json()));
        for (ProjectFiles.Found found : imageFiles()) {
            sum.add(found.place().toString())
                    .add(found.source().toString())
                    .add(found.isFolder() + " " + found.isExecutable());
            if (isSmall(found)) {
                sum.add(Sha256.of(found.source()));
            }
        }
        List<Path> entries = new ArrayList<>(List.of(project.classes()));
        entries.addAll(project.classPath());
        entries.addAll(own());
        for (Path entry : entries) {
            sum.add(entry.toString());
            if (Files.isDirectory(entry)) {
                Optional<String> tree = FileMarks.tree(entry, _ -> false);
                if (tree.isEmpty()) {
                    return Optional.empty();
                }
                sum.add(tree.get());
            }
        }
        return Optional.of(sum.hex());
    }

    /** Those of which the content is not looked at. */
    Set<Path> files() throws IOException {
        Set<Path> files = new LinkedHashSet<>(project.classPath());
        files.addAll(own());
        files.removeIf(Files::isDirectory);
        for (ProjectFiles.Found found : imageFiles()) {
            if (!found.isFolder() && !isSmall(found)) {
                files.add(found.source());
            }
        }
        return files;
    }

    private Iterable<ProjectFiles.Found> imageFiles() throws IOException {
        return new ProjectFiles(project.folder()).all(project.manifest().image().files());
    }

    private static boolean isSmall(ProjectFiles.Found found) throws IOException {
        return !found.isFolder() && Files.size(found.source()) < FileMarks.LARGE;
    }

    /** Where this command's own classes are, as far as a name with a version does not tell them. */
    private static List<Path> own() {
        List<Path> own = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (!entry.isEmpty() && (entry.endsWith("-SNAPSHOT.jar") || Files.isDirectory(path))) {
                own.add(path);
            }
        }
        return own;
    }
}
