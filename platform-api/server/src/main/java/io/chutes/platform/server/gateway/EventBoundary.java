package io.chutes.platform.server.gateway;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** An answer on its way to the caller that knows whether it is between two server-sent events. */
final class EventBoundary extends FilterOutputStream {
    private byte last = '\n';
    private byte beforeLast = '\n';

    EventBoundary(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        if (length > 1) {
            beforeLast = bytes[offset + length - 2];
        } else if (length == 1) {
            beforeLast = last;
        }
        if (length > 0) {
            last = bytes[offset + length - 1];
        }
    }

    boolean isBetweenEvents() {
        return last == '\n' && beforeLast == '\n';
    }
}
