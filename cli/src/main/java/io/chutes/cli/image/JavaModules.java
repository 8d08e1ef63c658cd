package io.chutes.cli.image;

import io.chutes.cli.project.BuildException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;

/**
 * The modules of the JDK that a class path needs.
 *
 * <p>Not left to {@code jdeps}: it takes a jar with a module descriptor for a module, and stops when another module that the
 * descriptor names is not there, as on Javalin's class path it is not. Here a descriptor is what it should be, the author's
 * word on which modules are needed and which ({@code requires static}) are optional; other classes are read.
 */
final class JavaModules {
    /** What is mostly found by name while running, where no reading of classes shows it. Both are small. */
    private static final Set<String> FOUND_BY_NAME = Set.of(
            "jdk.unsupported", // sun.misc.Unsafe, which libraries look up by reflection so as to live without it
            "jdk.zipfs"); // the file system provider behind FileSystems.newFileSystem(jar)

    private final Map<String, String> moduleOfPackage = new HashMap<>();
    private final Set<String> all = new TreeSet<>();

    private JavaModules() {
        for (ModuleReference module : ModuleFinder.ofSystem().findAll()) {
            String name = module.descriptor().name();
            all.add(name);
            module.descriptor().packages().forEach(it -> moduleOfPackage.put(it.replace('.', '/'), name));
        }
    }

    static SortedSet<String> neededBy(Collection<Path> classPath) throws IOException {
        JavaModules modules = new JavaModules();
        SortedSet<String> needed = new TreeSet<>(List.of("java.base"));
        needed.addAll(FOUND_BY_NAME);
        for (Path entry : classPath) {
            if (Files.isDirectory(entry)) {
                modules.readFolder(entry, needed);
            } else if (entry.toString().endsWith(".jar")) {
                modules.readJar(entry, needed);
            }
        }
        needed.retainAll(modules.all);
        return needed;
    }

    private void readFolder(Path folder, Set<String> needed) throws IOException {
        for (Path file : FileTree.files(folder)) {
            if (isClass(file.toString())) {
                readClass(Files.readAllBytes(file), needed);
            }
        }
    }

    private void readJar(Path path, Set<String> needed) throws IOException {
        try (JarFile jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
            JarEntry descriptor = jar.getJarEntry("module-info.class");
            if (descriptor != null) {
                try (InputStream in = jar.getInputStream(descriptor)) {
                    ModuleDescriptor.read(in).requires().stream()
                            .filter(it -> !it.modifiers().contains(Requires.Modifier.STATIC))
                            .forEach(it -> needed.add(it.name()));
                }
                return;
            }
            for (JarEntry entry :
                    jar.versionedStream().filter(it -> isClass(it.getName())).toList()) {
                try (InputStream in = jar.getInputStream(entry)) {
                    readClass(in.readAllBytes(), needed);
                }
            }
        } catch (InvalidModuleDescriptorException e) {
            throw new BuildException("Could not read the module descriptor of " + path + ": " + e.getMessage(), e);
        }
    }

    private void readClass(byte[] bytes, Set<String> needed) {
        for (String named : NamedPackages.of(bytes)) {
            String module = moduleOfPackage.get(named);
            if (module != null) {
                needed.add(module);
            }
        }
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class") && !name.endsWith("module-info.class");
    }
}
