package io.chutes.platform.server.image;

import io.chutes.platform.server.PlatformException;

/** The folder of the images cannot be read or written. */
public final class ImageStorageException extends PlatformException {
    private static final long serialVersionUID = 1;

    ImageStorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
