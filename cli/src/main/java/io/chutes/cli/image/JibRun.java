package io.chutes.cli.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Jib at work. What breaks it off leaves none of its threads, which would go on to write, and no half of a file. */
final class JibRun {
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private JibRun() {}

    /** How an image is brought to a target. */
    @FunctionalInterface
    interface Way {
        Containerizer to(ImageTarget target) throws InvalidImageReferenceException;
    }

    /** Brings an image to its target; a file is there as a whole or as it was before. */
    static JibContainer of(JibContainerBuilder image, ImageTarget target, Way way)
            throws InterruptedException, ExecutionException, IOException, RegistryException,
                    CacheDirectoryCreationException, InvalidImageReferenceException {
        return switch (target) {
            case ImageTarget.Registry registry -> containerize(image, way.to(registry));
            case ImageTarget.TarFile(var link, var reference) -> {
                Path path = Files.exists(link) ? link.toRealPath() : link;
                Path part = path.resolveSibling(
                        "." + path.getFileName() + "." + ProcessHandle.current().pid());
                try {
                    JibContainer made = containerize(image, way.to(new ImageTarget.TarFile(part, reference)));
                    Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
                    yield made;
                } finally {
                    Files.deleteIfExists(part);
                }
            }
        };
    }

    private static JibContainer containerize(JibContainerBuilder image, Containerizer containerizer)
            throws InterruptedException, ExecutionException, IOException, RegistryException,
                    CacheDirectoryCreationException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            return image.containerize(containerizer.setExecutorService(threads));
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(END_LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
