package io.chutes.cli.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.cloud.tools.jib.event.events.ProgressEvent;
import com.google.cloud.tools.jib.event.progress.ProgressEventHandler;
import io.chutes.cli.console.Interruption;
import io.chutes.cli.console.Progress;
import io.chutes.cli.console.Surroundings;
import io.chutes.cli.console.UserFolder;
import io.chutes.cli.project.BuildException;
import io.chutes.cli.project.ChuteProject;
import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.Limits;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.WeightsLock;
import io.chutes.platform.weights.Hub;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Builds the image of a chute and brings it to its target. */
public final class ImageBuilder {
    /** The port that the runtime listens on. */
    private static final int PORT = 8000;

    private static final String README_LABEL = "io.chutes.readme";

    /** Of what the AOT cache was made, since its bytes differ from one making to the next. */
    static final String AOT_LABEL = "io.chutes.aot.inputs";

    private final Path cache;
    private final Progress progress;
    private final boolean training;
    private final @Nullable Hub hub;

    /**
     * @param cache a folder for base images and layers, see {@link #defaultCache}
     * @param progress told of each step
     */
    public ImageBuilder(Path cache, Progress progress) {
        this(cache, progress, true, null);
    }

    private ImageBuilder(Path cache, Progress progress, boolean training, @Nullable Hub hub) {
        this.cache = cache.toAbsolutePath().normalize();
        this.progress = progress;
        this.training = training;
        this.hub = hub;
    }

    /** One that knows a Hub that says which files a chute's weights are. */
    public ImageBuilder withHub(Optional<Hub> other) {
        return new ImageBuilder(cache, progress, training, other.orElse(null));
    }

    /** One that never runs the chute, and so makes images without an AOT cache, which start about three times as slowly. */
    public ImageBuilder withoutTraining() {
        return new ImageBuilder(cache, progress, false, hub);
    }

    /** A builder that keeps what it made in the user's cache, and takes weights from the Hub that the variables name. */
    public static ImageBuilder of(Surroundings surroundings) {
        return new ImageBuilder(UserFolder.CACHE.chutes(surroundings.environment()), surroundings.progress())
                .withHub(Hub.of(surroundings.environment()));
    }

    /** The {@code chutes} folder of this user's cache. */
    public static Path defaultCache() {
        return UserFolder.CACHE.chutes(System.getenv());
    }

    /** The digest of the image that was last pushed there, if all that it was made of is the same; whether it is still there is not asked. */
    public Optional<String> pushed(ChuteProject project, ImageTarget.Registry target) throws InterruptedException {
        try {
            return pushed().read(inputs(project, target));
        } catch (IOException e) {
            throw failed(project.manifest().name(), e);
        }
    }

    private PushedImages pushed() {
        return new PushedImages(cache.resolve("pushed"));
    }

    private ImageInputs inputs(ChuteProject project, ImageTarget.Registry target)
            throws IOException, InterruptedException {
        return new ImageInputs(project, target, labels(project), lock(project), training);
    }

    private Optional<WeightsLock> lock(ChuteProject project) throws IOException, InterruptedException {
        return new WeightsLocks(cache.resolve("weights"), hub, progress).of(project.manifest());
    }

    /** Builds the image; on return it is at its target. */
    public BuiltImage build(ChuteProject project, ImageTarget target) throws InterruptedException {
        try {
            return switch (target) {
                case ImageTarget.Registry registry -> push(project, registry);
                case ImageTarget.TarFile tar -> make(project, tar, base());
            };
        } catch (IOException e) {
            throw failed(project.manifest().name(), e);
        }
    }

    private BuiltImage push(ChuteProject project, ImageTarget.Registry target)
            throws IOException, InterruptedException {
        JavaBase base = base();
        LaunchSettings.check(project.manifest().image());
        ImageInputs inputs = inputs(project, target);
        PushedImages.Before before =
                PushedImages.before(inputs, project.manifest().image().base() == null ? base.inputs() : Set.of());
        BuiltImage built = make(project, target, base);
        try {
            pushed().keep(inputs, before, built.digest());
        } catch (IOException e) {
            progress.tell("The next push builds the image again: " + e);
        }
        return built;
    }

    private JavaBase base() {
        return new JavaBase(cache.resolve("base"), progress);
    }

    private BuiltImage make(ChuteProject project, ImageTarget target, JavaBase base) throws InterruptedException {
        String name = project.manifest().name();
        try (var _ = Interruption.ofThisThread()) {
            var files = new ContentStore(cache.resolve("files"));
            var layers = new LayerCache(cache.resolve("jib"));
            JibContainerBuilder image = describe(project, target, base, files);
            progress.begin(
                    switch (target) {
                        case ImageTarget.Registry registry ->
                            "Building the image and pushing it to " + registry.reference();
                        case ImageTarget.TarFile tar -> "Building the image into " + tar.path();
                    });
            var push = new PushReport();
            JibContainer built = JibRun.of(image, target, to -> Delivery.to(
                            to, project.manifest().image().base(), layers)
                    .addEventHandler(LogEvent.class, push::hear)
                    .addEventHandler(
                            ProgressEvent.class,
                            new ProgressEventHandler(update -> progress.reach(update.getProgress()))));
            try (StoredImage stored = StoredImage.open(source(target, built))) {
                if (target instanceof ImageTarget.Registry) {
                    push.lines(stored.layers()).forEach(progress::tell);
                }
                layers.used(stored.layers());
            }
            files.tidy();
            return new BuiltImage(
                    built.getDigest().toString(), built.getTargetImage().toString());
        } catch (ExecutionException e) {
            throw failed(name, e.getCause() == null ? e : e.getCause());
        } catch (IOException | RegistryException | CacheDirectoryCreationException | InvalidImageReferenceException e) {
            throw failed(name, e);
        }
    }

    private static ImageSource source(ImageTarget target, JibContainer built) {
        ImageReference image = built.getTargetImage();
        return switch (target) {
            case ImageTarget.Registry(var _, var username, var password) ->
                new ImageSource.Registry(
                        image.getRegistry() + "/" + image.getRepository() + "@" + built.getDigest(),
                        new RegistryAccount(username, password));
            case ImageTarget.TarFile(var path, var _) -> new ImageSource.TarFile(path);
        };
    }

    private JibContainerBuilder describe(ChuteProject project, ImageTarget target, JavaBase java, ContentStore files)
            throws IOException, InterruptedException, InvalidImageReferenceException {
        Manifest manifest = project.manifest();
        ImageSpec spec = manifest.image();
        LaunchSettings.check(spec);
        Optional<WeightsLock> lock = lock(project);
        ApplicationLayers application = ApplicationLayers.of(project, lock, files);
        LaunchCommand command = LaunchCommand.of(manifest, application.classPath());
        Map<String, String> labels = labels(project);
        lock.ifPresent(it -> labels.put(WeightsLock.IMAGE_LABEL, it.json()));
        List<FileEntriesLayer> layers = new ArrayList<>(application.layers());
        JibContainerBuilder image;
        if (spec.base() == null) {
            Path root = java.with(modules(project));
            image = onJava(root);
            if (training) {
                var aot = new AotCache(cache.resolve("aot"), progress)
                        .of(root, application.layers(), command, spec, project.classes());
                layers.add(layers.size() - 1, aot.layer(spec.workdir())); // before the classes
                labels.put(AOT_LABEL, aot.inputs());
                command = command.withAotCache();
            }
        } else {
            image = Jib.from(Delivery.from(spec.base(), target));
        }
        layers.forEach(image::addFileEntriesLayer);
        spec.env().forEach(image::addEnvironmentVariable);
        return image.setEntrypoint(command.serving())
                .setLabels(labels)
                .setWorkingDirectory(AbsoluteUnixPath.get(spec.workdir()))
                .setUser(spec.user())
                .setExposedPorts(Port.tcp(PORT))
                .setPlatforms(Set.of(new Platform(architecture(), "linux")))
                .setFormat(ImageFormat.OCI)
                .setCreationTime(Instant.EPOCH);
    }

    private static SortedSet<String> modules(ChuteProject project) throws IOException {
        List<Path> classPath = new ArrayList<>(project.classPath());
        classPath.add(project.classes());
        return JavaModules.neededBy(classPath);
    }

    private static JibContainerBuilder onJava(Path root) throws IOException {
        return Jib.fromScratch()
                .addFileEntriesLayer(BaseLayer.of(root))
                .addEnvironmentVariable("LANG", "C.UTF-8")
                .addEnvironmentVariable("HOME", "/tmp") // as in its passwd, which knows but one user
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
            labels.put(README_LABEL, readme(project.folder(), manifest.readme()));
        }
        return labels;
    }

    private static String readme(Path folder, String path) throws IOException {
        String text = new ProjectFiles(folder).text("@Chute(readme)", path);
        int length = text.codePointCount(0, text.length());
        if (length > Limits.LONGEST_README) {
            throw new BuildException(
                    "@Chute(readme) names %s, which must be at most %d characters and has %d: shorten it"
                            .formatted(path, Limits.LONGEST_README, length));
        }
        return text;
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
