package io.chutes.platform.node.image;

import io.chutes.platform.node.NodeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;

/**
 * The images of a node. An image appears under its digest when it is whole: its layers, of which a node has each once, linked
 * together. It stays while something runs from it, and after that until there is no more room for it.
 */
public final class ImageStore {
    private final Path images;
    private final LayerStore layers;
    private final RegistryClient registry;
    private final UnusedImages unused;
    private final DigestLocks beingMade = new DigestLocks();
    private final ImagePlatform host = ImagePlatform.ofThisHost();

    /** Many fetch at once; to remove is for one alone, so that nobody loses what he is about to use. */
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    /**
     * A store.
     *
     * @param folder where images and layers are unpacked
     * @param registry where they come from
     * @param limit bytes of layers above which images that nothing runs from are removed
     */
    public ImageStore(Path folder, RegistryClient registry, long limit) {
        this.images = folder.resolve("images");
        this.layers = new LayerStore(folder.resolve("layers"));
        this.registry = registry;
        this.unused = new UnusedImages(images, layers, registry, limit);
    }

    /** Removes what an agent that was killed had begun to fetch or unpack. */
    public void removeHalfDone() {
        try {
            FileTree.deleteUnfinished(images);
            layers.removeHalfDone();
            registry.removeHalfDone();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not remove what is half done in " + images, e);
        }
    }

    /**
     * An image, fetched and unpacked as far as it is not there already.
     *
     * @param reference {@code <repository>@sha256:<64 hex>}
     * @param progress told how long {@code pull} and {@code unpack} took
     */
    public HeldImage fetch(String reference, BiConsumer<String, Duration> progress) throws InterruptedException {
        ImageReference image = ImageReference.parse(reference);
        HeldImage held;
        use.readLock().lockInterruptibly();
        try {
            held = hold(image, fetch(image, progress));
        } catch (IOException e) {
            throw new NodeException("Could not fetch the image " + reference + ": " + e.getMessage(), e);
        } finally {
            use.readLock().unlock();
        }
        makeRoom();
        return held;
    }

    private UnpackedImage fetch(ImageReference image, BiConsumer<String, Duration> progress)
            throws IOException, InterruptedException {
        Path home = images.resolve(image.hex());
        try (var _ = beingMade.lock(image.digest())) {
            long start = System.nanoTime();
            OciImage oci = registry.image(image);
            oci.platform().ifPresent(made -> host.require(made, image.toString()));
            boolean isThere = Files.isDirectory(home);
            if (!isThere) {
                for (OciImage.Layer layer : oci.layers()) {
                    if (layers.find(layer.hex()).isEmpty()) {
                        registry.blob(image, layer.digest());
                    }
                }
            }
            progress.accept("pull", since(start));
            long unpacking = System.nanoTime();
            if (!isThere) {
                unpack(image, oci, home);
            }
            progress.accept("unpack", since(unpacking));
            return oci.at(home);
        }
    }

    private void unpack(ImageReference image, OciImage oci, Path home) throws IOException, InterruptedException {
        List<UnpackedLayer> unpacked = new ArrayList<>();
        for (OciImage.Layer layer : oci.layers()) {
            unpacked.add(unpacked(image, layer));
        }
        Path fresh = FileTree.unfinished(images);
        try {
            var unpacker = new LayerUnpacker(fresh);
            for (UnpackedLayer layer : unpacked) {
                unpacker.apply(layer);
            }
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileTree.delete(fresh);
        }
    }

    /** A layer, whose archive is needed no more once it is unpacked. */
    private UnpackedLayer unpacked(ImageReference image, OciImage.Layer layer)
            throws IOException, InterruptedException {
        try (var _ = beingMade.lock(layer.digest())) {
            var found = layers.find(layer.hex());
            UnpackedLayer unpacked = found.isPresent()
                    ? found.get()
                    : layers.add(layer.hex(), registry.blob(image, layer.digest()), layer.isCompressed());
            registry.forget(layer.digest());
            return unpacked;
        }
    }

    private HeldImage hold(ImageReference image, UnpackedImage unpacked) throws IOException {
        unused.hold(image.hex());
        return new HeldImage(unpacked, () -> release(image));
    }

    private void release(ImageReference image) {
        try {
            unused.release(image.hex());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not say when %s was used last".formatted(image), e);
        }
        makeRoom();
    }

    /** Not while others fetch: they do it when they are done. */
    private void makeRoom() {
        if (use.writeLock().tryLock()) {
            try {
                unused.makeRoom();
            } finally {
                use.writeLock().unlock();
            }
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
