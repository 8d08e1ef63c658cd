package io.chutes.platform.server.image;

import java.util.Optional;

/** Where it is known which images are counted on. */
@FunctionalInterface
public interface ImagePins {
    /** What needs an image, in words such as {@code version 3 of chute 'hello'}; empty if nothing does. */
    Optional<String> needing(String image);
}
