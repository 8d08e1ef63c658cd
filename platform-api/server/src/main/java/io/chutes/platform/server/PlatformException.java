package io.chutes.platform.server;

/** Whatever the control plane reports as gone wrong; the root of its exceptions. */
public class PlatformException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PlatformException(String message) {
        super(message);
    }

    public PlatformException(String message, Throwable cause) {
        super(message, cause);
    }
}
