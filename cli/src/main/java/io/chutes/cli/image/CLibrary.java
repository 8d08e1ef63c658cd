package io.chutes.cli.image;

import io.chutes.cli.project.BuildException;
import io.chutes.platform.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The shared libraries of this machine that a Java runtime is linked with, what loads them, and their one locale.
 *
 * @param files by the path they must have in an image
 */
record CLibrary(SortedMap<String, Path> files) {
    private static final Pattern FOUND = Pattern.compile("\\s*(\\S+) => (/.+) \\(0x[0-9a-f]+\\)");
    private static final Pattern INTERPRETER = Pattern.compile("\\s*(/.+) \\(0x[0-9a-f]+\\)");

    private static final String LIBC = "libc.so.6";

    /**
     * Libraries that no file of the runtime names and that processes yet need; each is taken if this machine has it.
     * The first three are how glibc older than 2.34 resolves names, libgcc_s is how glibc ends a thread, and libstdc++ is
     * what the native code inside jars (inference engines, tokenizers) is linked with.
     */
    private static final List<String> LOADED_LATER =
            List.of("libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2", "libgcc_s.so.1", "libstdc++.so.6");

    /** {@code LANG=C.UTF-8}, where glibc looks for it. Without its files, text in logs and names of files would be ASCII. */
    private static final Path LOCALE = Path.of("/usr/lib/locale/C.utf8");

    /** Those of the Java runtime in a folder. */
    static CLibrary of(Path javaHome) throws IOException, InterruptedException {
        Map<String, Path> libraries = new TreeMap<>();
        SortedMap<String, Path> files = new TreeMap<>();
        for (String line : ldd(javaHome)) {
            Matcher found = FOUND.matcher(line);
            Matcher interpreter = INTERPRETER.matcher(line);
            if (found.matches()) {
                Path path = Path.of(found.group(2)).normalize();
                if (!path.startsWith(javaHome)) {
                    libraries.put(found.group(1), path);
                }
            } else if (interpreter.matches()) {
                files.put(interpreter.group(1), Path.of(interpreter.group(1)));
            }
        }
        Path libc = libraries.get(LIBC);
        if (libc == null || files.isEmpty()) {
            throw unsupported("the Java at " + javaHome + " is not linked with glibc");
        }
        for (String name : LOADED_LATER) {
            Path path = libc.resolveSibling(name);
            if (Files.exists(path)) {
                libraries.putIfAbsent(name, path);
            }
        }
        // All beside libc, wherever they lie here: the loader searches its folder unasked, while another folder may be
        // known to this machine's ld.so.cache alone.
        libraries.forEach((name, path) -> files.put(libc.resolveSibling(name).toString(), path));
        if (Files.isDirectory(LOCALE)) {
            FileTree.files(LOCALE).forEach(file -> files.put(file.toString(), file));
        }
        return new CLibrary(files);
    }

    /** Changes when any of the files does. */
    String digest() throws IOException {
        Sha256 sum = new Sha256();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            sum.add(file.getKey()).add(Sha256.of(file.getValue()));
        }
        return sum.hex();
    }

    /**
     * One not found is left out without complaint: it is one of the runtime's own, loaded before it is asked for, or the
     * runtime lacks it on this machine too.
     */
    private static List<String> ldd(Path javaHome) throws IOException, InterruptedException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw unsupported("this machine runs " + System.getProperty("os.name"));
        }
        List<String> command =
                new ArrayList<>(List.of("ldd", javaHome.resolve("bin/java").toString()));
        try (Stream<Path> libraries = Files.walk(javaHome.resolve("lib"))) {
            libraries
                    .map(Path::toString)
                    .filter(it -> it.endsWith(".so"))
                    .sorted()
                    .forEach(command::add);
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw unsupported("ldd could not be run: " + e.getMessage());
        }
        try (Stream<String> lines = process.inputReader().lines()) {
            List<String> output = lines.toList();
            process.waitFor();
            return output;
        } finally {
            process.destroy();
        }
    }

    private static BuildException unsupported(String why) {
        return new BuildException("A base image can be made on Linux with glibc only, and " + why
                + ". Give the chute @Image(base = \"registry/image@sha256:...\") with a Java 25 or newer");
    }
}
