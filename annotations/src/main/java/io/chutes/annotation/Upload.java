package io.chutes.annotation;

import java.io.InputStream;
import java.util.OptionalLong;

/** The bytes of a request's body, as they come: they are never held in memory as a whole. */
public interface Upload {
    /** The media type the caller named, {@code application/octet-stream} if none. */
    String contentType();

    /** The number of bytes, if the caller said. */
    OptionalLong length();

    /** The bytes, to be read once. */
    InputStream stream();
}
