package io.chutes.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalLong;
import java.util.UUID;

/** An answer that is neither JSON nor plain text, such as an image, as it comes. Closing it early ends the call. */
public final class Download implements AutoCloseable {
    private final String contentType;
    private final OptionalLong length;
    private final AnswerStream stream;

    Download(String contentType, OptionalLong length, AnswerStream stream) {
        this.contentType = contentType;
        this.length = length;
        this.stream = stream;
    }

    /** Its media type. */
    public String contentType() {
        return contentType;
    }

    /** The number of bytes, if the answer says. */
    public OptionalLong length() {
        return length;
    }

    /** The bytes, to be read once; reading them throws {@link ChuteTimeoutException} where the call's timeout ends it. */
    public InputStream stream() {
        return stream;
    }

    /** Takes in all bytes, and closes it. */
    public byte[] bytes() {
        try (this) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new ChuteException("The answer broke off: " + e.getMessage(), e);
        }
    }

    /**
     * Writes all bytes to a file, in place of what it holds, and closes it. Until they are all there, they stand in a file beside it
     * whose name ends in {@code .part}.
     *
     * @throws ChuteException if that fails; the file is then what it was
     */
    public void saveTo(Path file) {
        try (this) {
            // Not a temporary file of the JDK's, which nobody but its owner may read.
            Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
            try {
                Files.copy(stream, part);
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new ChuteException("Could not save the answer as " + file + ": " + e, e);
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
