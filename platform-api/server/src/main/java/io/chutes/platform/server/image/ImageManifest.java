package io.chutes.platform.server.image;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A manifest that was read and found sound. */
sealed interface ImageManifest {
    MediaType type();

    /** What it says about another manifest, null if it stands for itself. */
    @Nullable Referral referral();

    /** An image: its configuration and its layers. */
    record Image(
            MediaType type,
            Descriptor config,
            List<Descriptor> layers,
            @Nullable Referral referral) implements ImageManifest {
        public Image {
            layers = List.copyOf(layers);
        }
    }

    /** A list of images, such as one for each platform. */
    record Index(
            MediaType type,
            List<Descriptor> manifests,
            @Nullable Referral referral) implements ImageManifest {
        public Index {
            manifests = List.copyOf(manifests);
        }
    }

    /** How a manifest names something: by digest and size. */
    record Descriptor(Digest digest, long size) {}

    /**
     * How a manifest refers to its subject, as a signature does to the image that was signed.
     *
     * @param subject that other manifest, which need not be there
     * @param artifactType what it is, null if it does not say
     * @param annotations what it says of itself
     */
    record Referral(Digest subject, @Nullable String artifactType, Map<String, String> annotations) {
        public Referral {
            annotations = Map.copyOf(annotations);
        }
    }
}
