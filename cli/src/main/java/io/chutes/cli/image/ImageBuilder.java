package io.chutes.cli.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import io.chutes.cli.project.BuildException;
import io.chutes.cli.project.ChuteProject;
import io.chutes.platform.manifest.Manifest;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Builds the image of a chute and brings it to its target. */
public final class ImageBuilder {
    /** The port that the runtime listens on. */
    private static final int PORT = 8000;

    private static final String MAIN = "io.chutes.runtime.Main";

    private final Path cache;
    private final Consumer<String> progress;

    /**
     * @param cache a folder for base images and layers, see {@link #defaultCache}
     * @param progress told each step that takes a while
     */
    public ImageBuilder(Path cache, Consumer<String> progress) {
        this.cache = cache.toAbsolutePath().normalize();
        this.progress = progress;
    }

    /** The {@code chutes} folder of this user's cache. */
    public static Path defaultCache() {
        String configured = Objects.requireNonNullElse(System.getenv("XDG_CACHE_HOME"), "");
        Path folder = configured.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(configured);
        return folder.resolve("chutes");
    }

    /** Builds the image; on return it is at its target. */
    public BuiltImage build(ChuteProject project, ImageTarget target) throws InterruptedException {
        String name = project.manifest().name();
        try {
            JibContainerBuilder image = describe(project, target);
            progress.accept(
                    switch (target) {
                        case ImageTarget.Registry registry ->
                            "Building the image and pushing it to " + registry.reference();
                        case ImageTarget.TarFile tar -> "Building the image into " + tar.path();
                    });
            JibContainer built = image.containerize(
                    Delivery.to(target, project.manifest().image().base(), cache.resolve("jib")));
            return new BuiltImage(
                    built.getDigest().toString(), built.getTargetImage().toString());
        } catch (ExecutionException e) {
            throw failed(name, e.getCause() == null ? e : e.getCause());
        } catch (IOException | RegistryException | CacheDirectoryCreationException | InvalidImageReferenceException e) {
            throw failed(name, e);
        }
    }

    private JibContainerBuilder describe(ChuteProject project, ImageTarget target)
            throws IOException, InterruptedException, InvalidImageReferenceException {
        Manifest manifest = project.manifest();
        ApplicationLayers application = ApplicationLayers.of(project, new ContentStore(cache.resolve("files")));
        JibContainerBuilder image = base(project, target);
        application.layers().forEach(image::addFileEntriesLayer);
        // Relative, so that an engine without containers can start it in the unpacked folder too.
        manifest.image().env().forEach(image::addEnvironmentVariable);
        return image.setEntrypoint(command(manifest, application))
                .setLabels(labels(project))
                .setWorkingDirectory(AbsoluteUnixPath.get(manifest.image().workdir()))
                .setUser(manifest.image().user())
                .setExposedPorts(Port.tcp(PORT))
                .setPlatforms(Set.of(new Platform(architecture(), "linux")))
                .setFormat(ImageFormat.OCI)
                .setCreationTime(Instant.EPOCH);
    }

    private static List<String> command(Manifest manifest, ApplicationLayers application) {
        List<String> command = new ArrayList<>();
        command.add(manifest.image().base() == null ? JavaBase.JAVA_HOME + "/bin/java" : "java");
        command.addAll(manifest.image().jvmOptions());
        command.addAll(List.of("-cp", String.join(":", application.classPath()), MAIN));
        command.add(Manifest.FOLDER + manifest.name() + ".json");
        return command;
    }

    private JibContainerBuilder base(ChuteProject project, ImageTarget target)
            throws IOException, InterruptedException, InvalidImageReferenceException {
        String base = project.manifest().image().base();
        if (base != null) {
            return Jib.from(Delivery.from(base, target));
        }
        List<Path> classPath = new ArrayList<>(project.classPath());
        classPath.add(project.classes());
        Path root = new JavaBase(cache.resolve("base"), progress).with(JavaModules.neededBy(classPath));
        return Jib.fromScratch()
                .addFileEntriesLayer(BaseLayer.of(root))
                .addEnvironmentVariable("LANG", "C.UTF-8")
                .addEnvironmentVariable("JAVA_HOME", JavaBase.JAVA_HOME)
                .addEnvironmentVariable("PATH", JavaBase.JAVA_HOME + "/bin");
    }

    private static Map<String, String> labels(ChuteProject project) throws IOException {
        Manifest manifest = project.manifest();
        Map<String, String> labels = new HashMap<>();
        labels.put(Manifest.IMAGE_LABEL, project.manifestJson());
        labels.put("io.chutes.sdk", manifest.sdkVersion());
        labels.put("org.opencontainers.image.title", manifest.name());
        if (!manifest.tagline().isEmpty()) {
            labels.put("org.opencontainers.image.description", manifest.tagline());
        }
        if (!manifest.readme().isEmpty()) {
            labels.put("io.chutes.readme", ProjectFiles.readme(project.folder(), manifest.readme()));
        }
        return labels;
    }

    /** This machine's, in the words of image platforms. */
    private static String architecture() {
        String arch = System.getProperty("os.arch");
        return switch (arch) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> throw new BuildException("Images are built on amd64 and arm64, and this machine is " + arch);
        };
    }

    private static BuildException failed(String chute, Throwable cause) {
        if (cause instanceof BuildException known) {
            return known;
        }
        // The message of a failed file operation is often the file's name alone: what went wrong is in the type.
        boolean terse = cause instanceof FileSystemException || cause.getMessage() == null;
        String why = terse ? cause.toString() : cause.getMessage();
        return new BuildException("Could not build the image of chute " + chute + ": " + why, cause);
    }
}
