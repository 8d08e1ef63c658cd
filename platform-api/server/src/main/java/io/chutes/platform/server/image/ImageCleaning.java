package io.chutes.platform.server.image;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects the garbage of a registry every hour until it is closed. */
public final class ImageCleaning implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImageCleaning.class);
    private static final Duration PAUSE = Duration.ofHours(1);

    private final GarbageCollector collector;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("image-cleaning").unstarted(this::run);

    private ImageCleaning(GarbageCollector collector) {
        this.collector = collector;
    }

    /** Begins with a collection. */
    public static ImageCleaning start(Images images) {
        var cleaning = new ImageCleaning(images.garbage());
        cleaning.thread.start();
        return cleaning;
    }

    private void run() {
        try {
            do {
                collect();
            } while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void collect() {
        try {
            collector.collect(Instant.now());
        } catch (IOException | RuntimeException e) {
            LOG.error("A collection of unused images failed; the next one follows in {}", PAUSE, e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
