package io.chutes.platform.server.image;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which bytes of a blob a chunk brings, first and last, as {@code Content-Range: 0-1023} of an upload says. */
record ChunkRange(long first, long last) {
    private static final Pattern GRAMMAR = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

    /**
     * Reads the headers of a chunk.
     *
     * @param header {@code Content-Range}; a body without it is simply the rest
     * @param length {@code Content-Length}, negative if not known
     */
    static Optional<ChunkRange> parse(@Nullable String header, long length) {
        if (header == null) {
            return Optional.empty();
        }
        var matcher = GRAMMAR.matcher(header);
        if (!matcher.matches()) {
            throw malformed(header);
        }
        var range = new ChunkRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
        if (range.last < range.first) {
            throw malformed(header);
        }
        if (length >= 0 && length != range.length()) {
            throw new RegistryException(
                    ErrorCode.SIZE_INVALID,
                    "Content-Range " + header + " is " + range.length() + " bytes, but Content-Length says " + length);
        }
        return Optional.of(range);
    }

    long length() {
        return last - first + 1;
    }

    private static RegistryException malformed(String header) {
        return new RegistryException(
                ErrorCode.BLOB_UPLOAD_INVALID,
                "Content-Range of an upload must be <first>-<last>, got '" + RegistryPath.shortened(header) + "'");
    }
}
