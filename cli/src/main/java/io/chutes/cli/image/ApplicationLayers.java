package io.chutes.cli.image;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import io.chutes.cli.project.BuildException;
import io.chutes.cli.project.ChuteProject;
import io.chutes.platform.manifest.WeightsLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The user's part of an image, below its working directory.
 *
 * @param layers those that have files, the least often changed first: third-party jars, the runtime, the
 *     lock of its weights, the project's files, its classes
 * @param classPath relative to the working directory
 */
record ApplicationLayers(List<FileEntriesLayer> layers, ClassPath classPath) {
    /** The layer of the project's own files. */
    static final String FILES = "files";

    private static final String LIBRARIES = "lib";

    /** What is ours in the working directory, which the project's own files must not be mixed with. */
    private static final Set<String> RESERVED = Set.of(ClassPath.CLASSES, LIBRARIES, AotCache.FILE, WeightsLock.FILE);

    /** Where our own classes lie in a jar or folder of classes. */
    private static final String OURS = "io/chutes/";

    static ApplicationLayers of(ChuteProject project, Optional<WeightsLock> lock, ContentStore store)
            throws IOException {
        AbsoluteUnixPath workdir =
                AbsoluteUnixPath.get(project.manifest().image().workdir());
        FileEntriesLayer.Builder libraries = FileEntriesLayer.builder().setName("libraries");
        FileEntriesLayer.Builder runtime = FileEntriesLayer.builder().setName("runtime");
        Map<String, Set<String>> contents = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Path path : project.classPath()) {
            Entry entry = Entry.of(path, store);
            entries.add(entry);
            contents.computeIfAbsent(entry.name(), _ -> new LinkedHashSet<>()).add(entry.digest());
        }

        SortedMap<String, Path> own = filesBelow(project.classes());
        boolean hides = false;
        Set<String> jars = new LinkedHashSet<>();
        for (Entry entry : entries) {
            boolean collides = contents.getOrDefault(entry.name(), Set.of()).size() > 1;
            String place = LIBRARIES + "/" + (collides ? entry.digest().substring(0, 12) + "-" : "") + entry.name();
            if (jars.add(place)) {
                hides |= entry.hasOneOf(own.keySet());
                (entry.ours() ? runtime : libraries)
                        .addEntry(ImageFiles.entry(entry.file(), workdir.resolve(place), ImageFiles.PLAIN));
            }
        }

        FileEntriesLayer.Builder weights = FileEntriesLayer.builder().setName("weights");
        if (lock.isPresent()) {
            Path file = store.put(lock.get().json()).path();
            weights.addEntry(ImageFiles.entry(file, workdir.resolve(WeightsLock.FILE), ImageFiles.PLAIN));
        }

        FileEntriesLayer.Builder files = FileEntriesLayer.builder().setName(FILES);
        for (ProjectFiles.Found found : new ProjectFiles(project.folder())
                .all(project.manifest().image().files())) {
            if (RESERVED.contains(found.place().getName(0).toString())) {
                throw new BuildException("@Image(files) names %s, but %s/%s in the image is the runtime's: rename it"
                        .formatted(found.place(), workdir, found.place().getName(0)));
            }
            files.addEntry(ImageFiles.entry(
                    found.isFolder()
                            ? found.source()
                            : store.put(found.source()).path(),
                    workdir.resolve(found.place()),
                    found.isExecutable() ? ImageFiles.EXECUTABLE : ImageFiles.PLAIN));
        }

        FileEntriesLayer.Builder classes = FileEntriesLayer.builder().setName("classes");
        classes.addEntry(
                ImageFiles.entry(store.putJar(own).path(), workdir.resolve(ClassPath.CLASSES), ImageFiles.PLAIN));
        return new ApplicationLayers(
                Stream.of(libraries, runtime, weights, files, classes)
                        .map(FileEntriesLayer.Builder::build)
                        .filter(layer -> !layer.getEntries().isEmpty())
                        .toList(),
                new ClassPath(List.copyOf(jars), hides));
    }

    /**
     * A jar of the class path; a folder has become one.
     *
     * @param contents the names of the files in it
     */
    private record Entry(String name, String digest, Path file, Set<String> contents) {
        /** What the JVM reads of each jar by itself, or of none on a class path: nothing hides it. */
        private static final Pattern BY_ITSELF = Pattern.compile("META-INF/MANIFEST\\.MF|module-info\\.class");

        private static final Pattern RELEASE = Pattern.compile("META-INF/versions/\\d+/");

        static Entry of(Path path, ContentStore store) throws IOException {
            if (Files.isDirectory(path)) {
                // The name of such a folder is mostly classes, as is that of any other: its content names it.
                SortedMap<String, Path> files = filesBelow(path);
                ContentStore.Stored jar = store.putJar(files);
                return new Entry(jar.digest().substring(0, 12) + ".jar", jar.digest(), jar.path(), files.keySet());
            }
            if (!Files.isRegularFile(path)) {
                throw new BuildException("The class path of the project names " + path + ", which does not exist");
            }
            ContentStore.Stored stored = store.put(path);
            return new Entry(path.getFileName().toString(), stored.digest(), stored.path(), filesIn(path));
        }

        boolean ours() {
            return contents.stream().anyMatch(name -> name.startsWith(OURS));
        }

        boolean hasOneOf(Set<String> names) {
            return contents.stream()
                    .map(name -> RELEASE.matcher(name).replaceFirst(""))
                    .anyMatch(name ->
                            names.contains(name) && !BY_ITSELF.matcher(name).matches());
        }

        private static Set<String> filesIn(Path path) throws IOException {
            if (!path.toString().endsWith(".jar")) {
                return Set.of();
            }
            try (JarFile jar = new JarFile(path.toFile())) {
                return jar.stream()
                        .filter(entry -> !entry.isDirectory())
                        .map(JarEntry::getName)
                        .collect(Collectors.toSet());
            }
        }
    }

    private static SortedMap<String, Path> filesBelow(Path folder) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        for (Path file : FileTree.files(folder)) {
            files.put(folder.relativize(file).toString(), file);
        }
        return files;
    }
}
