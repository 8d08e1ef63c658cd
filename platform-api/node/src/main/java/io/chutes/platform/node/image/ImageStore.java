package io.chutes.platform.node.image;

import io.chutes.platform.node.NodeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/** The images of a node. An image appears under its digest when it is whole, and never changes after that. */
public final class ImageStore {
    private static final String HALF_DONE = "unpacking-";

    private final Path folder;
    private final RegistryClient registry;
    private final ConcurrentHashMap<String, ReentrantLock> beingFetched = new ConcurrentHashMap<>();

    /**
     * A store.
     *
     * @param folder where images are unpacked
     * @param registry where they come from
     */
    public ImageStore(Path folder, RegistryClient registry) {
        this.folder = folder;
        this.registry = registry;
    }

    /** Removes what an agent that was killed had begun to fetch or unpack. */
    public void removeHalfDone() {
        try {
            FileTree.deleteIn(folder, HALF_DONE);
            registry.removeHalfDone();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not remove what is half done in " + folder, e);
        }
    }

    /**
     * An image, fetched and unpacked unless it is there already.
     *
     * @param reference {@code <repository>@sha256:<64 hex>}
     * @param progress told how long {@code pull} and {@code unpack} took
     */
    public UnpackedImage fetch(String reference, BiConsumer<String, Duration> progress) throws InterruptedException {
        ImageReference image = ImageReference.parse(reference);
        ReentrantLock lock = beingFetched.computeIfAbsent(image.digest(), digest -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            long start = System.nanoTime();
            OciImage oci = registry.image(image);
            Path home = folder.resolve(image.hex());
            if (Files.isDirectory(home)) {
                progress.accept("pull", since(start));
                progress.accept("unpack", Duration.ZERO);
            } else {
                for (OciImage.Layer layer : oci.layers()) {
                    registry.blob(image, layer.digest());
                }
                progress.accept("pull", since(start));
                long unpacking = System.nanoTime();
                unpack(oci, home);
                progress.accept("unpack", since(unpacking));
            }
            return oci.at(home);
        } catch (IOException e) {
            throw new NodeException("Could not fetch the image " + reference + ": " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    private void unpack(OciImage oci, Path home) throws IOException {
        Path fresh = Files.createDirectories(folder.resolve(HALF_DONE + UUID.randomUUID()));
        try {
            var unpacker = new LayerUnpacker(fresh);
            for (OciImage.Layer layer : oci.layers()) {
                unpacker.apply(registry.cached(layer.digest()), layer.isCompressed());
            }
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileTree.delete(fresh);
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
