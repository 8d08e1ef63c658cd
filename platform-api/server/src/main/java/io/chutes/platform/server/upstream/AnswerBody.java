package io.chutes.platform.server.upstream;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of an answer, as they come. */
abstract sealed class AnswerBody extends InputStream permits LengthBody, ChunkedBody, OpenBody {
    /** Whether all of it was read, and what comes after it is the next answer. */
    abstract boolean isWhole();

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] bytes, int offset, int length) throws IOException;
}
