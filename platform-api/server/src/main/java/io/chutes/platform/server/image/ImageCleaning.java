package io.chutes.platform.server.image;

import io.chutes.platform.server.loop.Loop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the images of accounts that are gone out of a registry, and its garbage, every hour until it is closed. */
public final class ImageCleaning implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImageCleaning.class);
    private static final Duration PAUSE = Duration.ofHours(1);

    private final GarbageCollector collector;
    private final UnaryOperator<Set<String>> gone;
    private final Loop loop = new Loop("image-cleaning", PAUSE, this::collect);

    private ImageCleaning(GarbageCollector collector, UnaryOperator<Set<String>> gone) {
        this.collector = collector;
        this.gone = gone;
    }

    /**
     * Begins with a collection.
     *
     * @param gone which of some accounts are gone for good
     */
    public static ImageCleaning start(Images images, UnaryOperator<Set<String>> gone) {
        var cleaning = new ImageCleaning(images.garbage(), gone);
        cleaning.loop.start();
        return cleaning;
    }

    private void collect() {
        try {
            collector.forget(gone);
            collector.collect(Instant.now());
        } catch (IOException | RuntimeException e) {
            LOG.error("A collection of unused images failed; the next one follows in {}", PAUSE, e);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
