package io.chutes.cli.image;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** The packages of the classes that a class names, its own among them. */
final class NamedPackages {
    private NamedPackages() {}

    /** By all classes below a folder. */
    static SortedSet<String> below(Path folder) throws IOException {
        SortedSet<String> packages = new TreeSet<>();
        for (Path file : FileTree.files(folder)) {
            if (file.toString().endsWith(".class")) {
                packages.addAll(of(Files.readAllBytes(file)));
            }
        }
        return packages;
    }

    /** With slashes, as in {@code java/util}; none of a file that is no class, which the JVM could not load either. */
    static Set<String> of(byte[] classFile) {
        Set<String> packages = new TreeSet<>();
        try {
            StreamSupport.stream(ClassFile.of().parse(classFile).constantPool().spliterator(), false)
                    .filter(ClassEntry.class::isInstance)
                    .map(entry -> packageOf(((ClassEntry) entry).asInternalName()))
                    .forEach(packages::add);
        } catch (IllegalArgumentException noClass) {
            return Set.of();
        }
        return packages;
    }

    /** Of {@code java/util/Map} and {@code [[Ljava/util/Map;} alike {@code java/util}. */
    private static String packageOf(String internalName) {
        int start = internalName.startsWith("[") ? internalName.indexOf('L') + 1 : 0;
        int end = internalName.lastIndexOf('/');
        return end < start ? "" : internalName.substring(start, end);
    }
}
