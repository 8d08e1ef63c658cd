package io.chutes.cli.image;

import io.chutes.cli.console.Progress;
import io.chutes.cli.project.BuildException;
import io.chutes.platform.digest.Sha256;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The file system that images stand on by default: a Java runtime of the modules needed, made from the JDK that runs this
 * process, and the C library of this machine. Each is made once and kept in a folder of the cache.
 */
final class JavaBase {
    /** Where the runtime lies. */
    static final String JAVA_HOME = "/opt/java";

    /** To be raised when what is made of the same inputs changes. */
    private static final String FORMAT = "1";

    private static final long MOST_BYTES = 1L << 30;
    private static final String CERTIFICATES = "lib/security/cacerts";

    private static final Map<String, String> FILES = Map.of(
            "etc/passwd", "root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/tmp:/sbin/nologin\n",
            "etc/group", "root:x:0:\nnonroot:x:65532:\n",
            "etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");

    private final Path cache;
    private final Progress progress;
    private @Nullable CLibrary library;

    JavaBase(Path cache, Progress progress) {
        this.cache = cache;
        this.progress = progress;
    }

    /** The folder of the file system with these modules; nothing below it ever changes. */
    Path with(SortedSet<String> modules) throws IOException, InterruptedException {
        Path made = cache.resolve(key(modules));
        FileTree.makeOnce(made, making -> {
            progress.begin("Making the base image: " + String.join(", ", modules));
            make(making, modules);
        });
        new CacheFolder(cache, MOST_BYTES).used(Set.of(made.getFileName().toString()));
        return made;
    }

    /** The files of this machine that say which base image is made of the same modules. */
    Set<Path> inputs() throws IOException, InterruptedException {
        Path jdk = jdk();
        Set<Path> inputs = new LinkedHashSet<>(library().files().values());
        inputs.add(Path.of("/etc/ld.so.cache"));
        inputs.add(Path.of("/etc/ld.so.preload"));
        for (String file : List.of("release", "lib/modules", "lib/server/libjvm.so", CERTIFICATES)) {
            inputs.add(jdk.resolve(file));
        }
        return inputs;
    }

    private static Path jdk() {
        return Path.of(System.getProperty("java.home"));
    }

    private CLibrary library() throws IOException, InterruptedException {
        CLibrary known = library;
        if (known == null) {
            known = CLibrary.of(jdk());
            library = known;
        }
        return known;
    }

    private String key(SortedSet<String> modules) throws IOException, InterruptedException {
        return new Sha256()
                .add(FORMAT)
                .add(System.getProperty("java.vendor"))
                .add(System.getProperty("java.vm.version"))
                .add(System.getProperty("os.arch"))
                .add(String.join(",", modules))
                // A distribution may have put its own certificates here, and renews them while the JDK stays the same.
                .add(Sha256.of(jdk().resolve(CERTIFICATES)))
                .add(library().digest())
                .hex();
    }

    private static void make(Path root, SortedSet<String> modules) throws IOException, InterruptedException {
        Path java = root.resolve(JAVA_HOME.substring(1));
        Files.createDirectories(java.getParent());
        link(java, modules);
        copyLinked(java);
        dumpClassData(java);
        for (Map.Entry<String, Path> file : CLibrary.of(java).files().entrySet()) {
            Path place = root.resolve(file.getKey().substring(1));
            Files.createDirectories(place.getParent());
            Files.copy(file.getValue().toRealPath(), place, StandardCopyOption.COPY_ATTRIBUTES);
        }
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Path place = root.resolve(file.getKey());
            Files.createDirectories(place.getParent());
            Files.writeString(place, file.getValue());
        }
        Files.createDirectory(root.resolve("tmp"));
    }

    private static void link(Path java, SortedSet<String> modules) {
        ToolProvider jlink = ToolProvider.findFirst("jlink")
                .orElseThrow(() -> new BuildException("The Java at " + System.getProperty("java.home")
                        + " has no jlink: run chutes with a full JDK, or give the chute"
                        + " @Image(base = \"registry/image@sha256:...\")"));
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output, true);
        // Not --strip-debug: it strips native libraries too, with an objcopy that must then be on the PATH, and what it
        // makes would differ with the objcopy.
        int code = run(
                jlink,
                writer,
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                // Those two would otherwise depend on what this process has loaded and hashed before: the classes that
                // jlink generates for method handles, and the order of the rest in lib/modules.
                "--disable-plugin",
                "generate-jli-classes",
                "--order-resources",
                "**/module-info.class",
                "--add-modules",
                String.join(",", modules),
                "--output",
                java.toString());
        if (code != 0) {
            throw new BuildException("jlink could not make a Java runtime of " + modules + ": "
                    + output.toString().strip());
        }
    }

    /** One at a time: jlink keeps notes for all of a process, and two at once find each other's. */
    private static int run(ToolProvider jlink, PrintWriter writer, String... arguments) {
        synchronized (JavaBase.class) {
            return jlink.run(writer, writer, arguments);
        }
    }

    /** Replaces links by what they point to: the layers that Jib makes have none. */
    private static void copyLinked(Path java) throws IOException {
        try (Stream<Path> tree = Files.walk(java)) {
            for (Path link : tree.filter(Files::isSymbolicLink).toList()) {
                byte[] content = Files.readAllBytes(link);
                Files.delete(link);
                Files.write(link, content);
            }
        }
    }

    /**
     * Makes the archive of loaded classes from which a JVM starts faster. Its bytes vary with the environment and with
     * the size of the heap: so no environment, and the heap that the JDK's own build uses for it.
     */
    private static void dumpClassData(Path java) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        java.resolve("bin/java").toString(), "-Xshare:dump", "-XX:+UseSerialGC", "-Xms128m", "-Xmx128m")
                .redirectErrorStream(true);
        builder.environment().clear();
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new BuildException("The Java runtime made for the image does not start: " + output.strip());
            }
        } finally {
            process.destroy();
        }
    }
}
