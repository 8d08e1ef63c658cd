package io.chutes.platform.manifest;

/** A manifest that cannot be read; the message says where and why. */
public final class ManifestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ManifestException(String message) {
        super(message);
    }

    public ManifestException(String message, Throwable cause) {
        super(message, cause);
    }
}
