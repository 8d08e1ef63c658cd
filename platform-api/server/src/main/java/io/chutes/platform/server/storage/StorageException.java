package io.chutes.platform.server.storage;

import io.chutes.platform.server.PlatformException;

/** The database cannot be used: not reached, or not brought to this version's tables. */
public final class StorageException extends PlatformException {
    private static final long serialVersionUID = 1L;

    StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
