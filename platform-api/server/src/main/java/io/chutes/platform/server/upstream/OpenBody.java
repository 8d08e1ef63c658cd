package io.chutes.platform.server.upstream;

import java.io.IOException;

/** A body that ends with its connection. */
final class OpenBody extends AnswerBody {
    private final Connection from;

    OpenBody(Connection from) {
        this.from = from;
    }

    @Override
    boolean isWhole() {
        return false;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return from.read(bytes, offset, length);
    }
}
