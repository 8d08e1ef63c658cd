package io.chutes.cli.image;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import io.chutes.cli.project.BuildException;
import io.chutes.cli.project.ChuteProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The user's part of an image, below its working directory.
 *
 * @param layers those that have files, the least often changed first: third-party jars, the runtime, the project's files, its classes
 * @param classPath relative to the working directory, in the order of the project's build
 */
record ApplicationLayers(List<FileEntriesLayer> layers, List<String> classPath) {
    private static final String CLASSES = "classes";

    /** Where our own classes lie in a jar or folder of classes. */
    private static final String OURS = "io/chutes/";

    static ApplicationLayers of(ChuteProject project, ContentStore store) throws IOException {
        FileEntriesLayer.Builder libraries = FileEntriesLayer.builder().setName("libraries");
        FileEntriesLayer.Builder runtime = FileEntriesLayer.builder().setName("runtime");
        AbsoluteUnixPath root = AbsoluteUnixPath.get(project.manifest().image().workdir());
        Map<String, Set<String>> contents = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Path path : project.classPath()) {
            Entry entry = Entry.of(path, store);
            entries.add(entry);
            contents.computeIfAbsent(entry.name(), _ -> new LinkedHashSet<>()).add(entry.digest());
        }

        Set<String> classPath = new LinkedHashSet<>(List.of(CLASSES));
        for (Entry entry : entries) {
            boolean collides = contents.getOrDefault(entry.name(), Set.of()).size() > 1;
            String place = "lib/" + (collides ? entry.digest().substring(0, 12) + "-" : "") + entry.name();
            if (classPath.add(place)) {
                add(entry.ours() ? runtime : libraries, root.resolve(place), entry.files());
            }
        }

        FileEntriesLayer.Builder classes = FileEntriesLayer.builder().setName("classes");
        add(classes, root.resolve(CLASSES), filesBelow(project.classes(), store));
        FileEntriesLayer.Builder files = FileEntriesLayer.builder().setName("files");
        for (String path : project.manifest().image().files()) {
            add(files, root.resolve(path), ProjectFiles.below(project.folder(), path, store));
        }
        return new ApplicationLayers(
                Stream.of(libraries, runtime, files, classes)
                        .map(FileEntriesLayer.Builder::build)
                        .filter(layer -> !layer.getEntries().isEmpty())
                        .toList(),
                List.copyOf(classPath));
    }

    /**
     * A jar or folder of the class path.
     *
     * @param files what it consists of, by path below its own; a jar is one file whose path is empty
     */
    private record Entry(String name, String digest, boolean ours, Map<String, Path> files) {
        static Entry of(Path path, ContentStore store) throws IOException {
            if (Files.isDirectory(path)) {
                return folder(path, store);
            }
            if (!Files.isRegularFile(path)) {
                throw new BuildException("The class path of the project names " + path + ", which does not exist");
            }
            ContentStore.Stored stored = store.put(path);
            return new Entry(path.getFileName().toString(), stored.digest(), isOurJar(path), Map.of("", stored.path()));
        }

        /** The name of such a folder is mostly {@code classes}, as is that of any other: its content names it. */
        private static Entry folder(Path path, ContentStore store) throws IOException {
            Map<String, Path> files = filesBelow(path, store);
            Sha256 sum = new Sha256();
            files.forEach(
                    (name, stored) -> sum.add(name).add(stored.getFileName().toString()));
            String digest = sum.hex();
            return new Entry(digest.substring(0, 12), digest, Files.isDirectory(path.resolve(OURS)), files);
        }

        private static boolean isOurJar(Path path) throws IOException {
            if (!path.toString().endsWith(".jar")) {
                return false;
            }
            try (JarFile jar = new JarFile(path.toFile())) {
                return jar.stream().anyMatch(entry -> entry.getName().startsWith(OURS));
            }
        }
    }

    static Map<String, Path> filesBelow(Path folder, ContentStore store) throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        for (Path file : FileTree.files(folder)) {
            files.put(folder.relativize(file).toString(), store.put(file).path());
        }
        return files;
    }

    private static void add(FileEntriesLayer.Builder layer, AbsoluteUnixPath root, Map<String, Path> files) {
        files.forEach((name, source) ->
                layer.addEntry(ImageFiles.entry(source, name.isEmpty() ? root : root.resolve(name), ImageFiles.PLAIN)));
    }
}
