package io.chutes.annotation;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Objects;

/**
 * An answer that is neither JSON nor plain text, such as an image.
 *
 * @param contentType its media type, such as {@code image/png}, in visible ASCII characters and spaces
 * @param stream its bytes, read once and closed when the answer is written
 */
public record Media(String contentType, InputStream stream) {
    /** An answer whose bytes come from a stream; they are not held in memory. */
    public Media {
        Objects.requireNonNull(contentType, "contentType");
        if (!contentType.matches("[!-~]+/[ -~]+")) {
            throw new IllegalArgumentException(
                    "a media type is a type and a subtype in ASCII such as image/png, got '" + contentType + "'");
        }
        Objects.requireNonNull(stream, "stream");
    }

    /** An answer of these bytes. */
    public Media(String contentType, byte[] bytes) {
        this(contentType, new ByteArrayInputStream(bytes));
    }
}
