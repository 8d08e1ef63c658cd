package io.chutes.platform.server.upstream;

import java.io.IOException;

/** A body in chunks (RFC 9112 §7.1). Its trailers are read and left. */
final class ChunkedBody extends AnswerBody {
    private static final int LONGEST_LINE = 4096;
    private static final int MOST_TRAILERS = 16 * 1024;
    private static final int MOST_DIGITS = 15;

    private final Connection from;
    private long left;
    private boolean begun;
    private boolean whole;

    ChunkedBody(Connection from) {
        this.from = from;
    }

    @Override
    boolean isWhole() {
        return whole;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0 && !whole) {
            next();
        }
        if (whole) {
            return -1;
        }
        int count = from.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new BrokenAnswerException("%d bytes of a chunk are missing".formatted(left));
        }
        left -= count;
        return count;
    }

    private void next() throws IOException {
        if (begun && !from.line(0).isEmpty()) {
            throw new BrokenAnswerException("A chunk is longer than it says");
        }
        begun = true;
        left = size(from.line(LONGEST_LINE));
        if (left == 0) {
            new FieldReader(from, MOST_TRAILERS).fields();
            whole = true;
        }
    }

    private static long size(String line) throws BrokenAnswerException {
        int extension = line.indexOf(';');
        String digits = extension < 0 ? line : line.substring(0, extension).stripTrailing();
        if (digits.isEmpty() || digits.length() > MOST_DIGITS || !isHex(digits)) {
            throw new BrokenAnswerException("A chunk has no size");
        }
        return Long.parseLong(digits, 16);
    }

    private static boolean isHex(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) > 'f' || Character.digit(digits.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
