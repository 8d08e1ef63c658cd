package io.chutes.platform.server.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which bytes of a blob a reader asks for. */
sealed interface ByteRange {
    /** All of them. */
    record Whole() implements ByteRange {}

    /** A part, first and last byte. */
    record Part(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }
    }

    /** Bytes that the blob does not have. */
    record Unsatisfiable() implements ByteRange {}

    /**
     * Reads a {@code Range} header for a blob of that size. As RFC 9110 says, one that is malformed or in another unit is as if
     * it were not there; so is a list of ranges, which a server need not answer.
     */
    static ByteRange parse(@Nullable String header, long size) {
        var matcher = Grammar.BYTES.matcher(header == null ? "" : header);
        if (!matcher.matches() || (isAbsent(matcher, 1) && isAbsent(matcher, 2))) {
            return new Whole();
        }
        if (isAbsent(matcher, 1)) {
            long count = Math.min(Long.parseLong(matcher.group(2)), size);
            return count == 0 ? new Unsatisfiable() : new Part(size - count, size - 1);
        }
        long first = Long.parseLong(matcher.group(1));
        long last = isAbsent(matcher, 2) ? Long.MAX_VALUE : Long.parseLong(matcher.group(2));
        if (last < first) {
            return new Whole();
        }
        return first >= size ? new Unsatisfiable() : new Part(first, Math.min(last, size - 1));
    }

    private static boolean isAbsent(Matcher matcher, int group) {
        return matcher.group(group).isEmpty();
    }

    /** How the header is written. */
    final class Grammar {
        private static final Pattern BYTES = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

        private Grammar() {}
    }
}
