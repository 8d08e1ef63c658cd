package io.chutes.platform.server.image;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a blob (RFC 9110, one range of bytes).
 *
 * @param from its first byte
 * @param to its last byte
 */
record ByteRange(long from, long to) {
    private static final Pattern GRAMMAR = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})?");
    private static final int NOT_SATISFIABLE = 416;

    /** The part that a header asks for; empty for the whole. */
    static Optional<ByteRange> parse(@Nullable String header, long size) {
        Matcher matcher = header == null ? null : GRAMMAR.matcher(header);
        if (matcher == null || !matcher.matches()) {
            return Optional.empty();
        }
        long from = Long.parseLong(matcher.group(1));
        long to = matcher.group(2) == null ? size - 1 : Math.min(Long.parseLong(matcher.group(2)), size - 1);
        if (from >= size || from > to) {
            throw new RegistryException(
                            NOT_SATISFIABLE,
                            ErrorCode.SIZE_INVALID,
                            "The blob has %d bytes, and '%s' is none of them".formatted(size, header))
                    .with("Content-Range", "bytes */" + size);
        }
        return Optional.of(new ByteRange(from, to));
    }

    long length() {
        return to - from + 1;
    }
}
