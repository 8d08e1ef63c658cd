package io.chutes.platform.manifest;

import org.jspecify.annotations.Nullable;

/** A manifest that cannot be read; the message says where and why. */
public final class ManifestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Refuses what JSON left out by writing null. */
    static void require(String name, @Nullable Object value) {
        if (value == null) {
            throw new ManifestException(name + " must not be null");
        }
    }

    public ManifestException(String message) {
        super(message);
    }

    public ManifestException(String message, Throwable cause) {
        super(message, cause);
    }
}
