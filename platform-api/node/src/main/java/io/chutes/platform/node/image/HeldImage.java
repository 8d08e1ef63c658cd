package io.chutes.platform.node.image;

/**
 * An image that something runs from, which stays until it is closed.
 *
 * @param release told that it is used no more
 */
public record HeldImage(UnpackedImage image, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
        release.run();
    }
}
