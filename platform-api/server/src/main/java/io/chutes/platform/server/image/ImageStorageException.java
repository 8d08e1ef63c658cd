package io.chutes.platform.server.image;

import io.chutes.platform.server.PlatformException;

/** The images cannot be read or written where they are kept. */
public final class ImageStorageException extends PlatformException {
    private static final long serialVersionUID = 1;

    ImageStorageException(String message) {
        super(message);
    }

    ImageStorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
