package io.chutes.client;

import io.chutes.annotation.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Makes the bodies that endpoints take as an {@link Upload}; each is for one call. */
public final class Uploads {
    private Uploads() {}

    /** These bytes, of a media type such as {@code image/png}. */
    public static Upload of(String contentType, byte[] bytes) {
        return new Source(contentType, OptionalLong.of(bytes.length), () -> new ByteArrayInputStream(bytes));
    }

    /** A file, which is read while it is sent. */
    public static Upload of(String contentType, Path file) {
        try {
            return new Source(contentType, OptionalLong.of(Files.size(file)), () -> open(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
    }

    /** A stream of any length, which is closed when it is sent or the call fails. */
    public static Upload of(String contentType, InputStream stream) {
        return new Source(contentType, OptionalLong.empty(), () -> stream);
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
    }

    private record Source(String contentType, OptionalLong length, Supplier<InputStream> source) implements Upload {
        @Override
        public InputStream stream() {
            return source.get();
        }
    }
}
