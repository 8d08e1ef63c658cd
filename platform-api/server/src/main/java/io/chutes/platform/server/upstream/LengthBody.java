package io.chutes.platform.server.upstream;

import java.io.IOException;

/** A body of so many bytes. */
final class LengthBody extends AnswerBody {
    private final Connection from;
    private long left;

    LengthBody(Connection from, long length) {
        this.from = from;
        this.left = length;
    }

    @Override
    boolean isWhole() {
        return left == 0;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = from.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new BrokenAnswerException("%d bytes of it are missing".formatted(left));
        }
        left -= count;
        return count;
    }
}
