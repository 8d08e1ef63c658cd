package io.chutes.platform.manifest;

import java.util.List;

/**
 * What the weights of a chute were when its image was built: the {@value #IMAGE_LABEL} label of the image, and the file
 * {@value #FILE} in its working directory. Equal locks are equal text.
 *
 * @param schema the version of this format, {@value #SCHEMA}
 * @param weights sorted by field
 */
public record WeightsLock(int schema, List<LockedWeights> weights) {
    /** The format this version of the platform writes. */
    public static final int SCHEMA = 1;

    /** The label of an image that holds its lock. */
    public static final String IMAGE_LABEL = "io.chutes.weights";

    /** In the working directory of an image. */
    public static final String FILE = "weights.lock.json";

    public WeightsLock {
        if (schema != SCHEMA) {
            throw new ManifestException(
                    "The weights lock is of schema %d, and %d is the one known here: use the version of chutes that built the image"
                            .formatted(schema, SCHEMA));
        }
        weights = List.copyOf(weights);
    }

    /** A lock of this format. */
    public WeightsLock(List<LockedWeights> weights) {
        this(SCHEMA, weights);
    }

    /** As indented JSON that ends with a line feed. */
    public String json() {
        return ManifestJson.write(this);
    }

    /** Reads what {@link #json} wrote; throws {@link ManifestException} for anything else. */
    public static WeightsLock read(String json) {
        return ManifestJson.read(json, WeightsLock.class, "the weights lock");
    }

    /** The files of a field, which must be of the repository and commit that the manifest names. */
    public LockedWeights of(WeightsSpec spec) {
        return weights.stream()
                .filter(locked -> locked.field().equals(spec.field())
                        && locked.repo().equals(spec.repo())
                        && locked.revision().equals(spec.revision()))
                .findFirst()
                .orElseThrow(() -> new ManifestException(
                        "The weights lock has no files for the field %s of %s at %s: build the image again"
                                .formatted(spec.field(), spec.repo(), spec.revision())));
    }
}
