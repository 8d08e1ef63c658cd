package io.chutes.platform.server.image;

import java.util.List;

/** A manifest that was read and found sound. */
sealed interface ImageManifest {
    MediaType type();

    /** An image: its configuration and its layers. */
    record Image(MediaType type, Descriptor config, List<Descriptor> layers) implements ImageManifest {
        public Image {
            layers = List.copyOf(layers);
        }
    }

    /** A list of images, such as one for each platform. */
    record Index(MediaType type, List<Descriptor> manifests) implements ImageManifest {
        public Index {
            manifests = List.copyOf(manifests);
        }
    }

    /** How a manifest names something: by digest and size. */
    record Descriptor(Digest digest, long size) {}
}
