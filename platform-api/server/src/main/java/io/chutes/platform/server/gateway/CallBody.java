package io.chutes.platform.server.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** The body of a call: its head, as far as it was looked at, and the rest, which passes as it comes. Nothing of it is changed. */
final class CallBody implements AutoCloseable {
    /** The most of a body that is looked at. */
    static final int MOST = 4 * 1024 * 1024;

    /** What is looked at without asking for room. */
    private static final int SMALL = 16 * 1024;

    private final HttpServletRequest request;
    private final HeadSpace space;
    private byte[] head = {};
    private int held;
    private int taken;
    private boolean passed;

    CallBody(HttpServletRequest request, HeadSpace space) {
        this.request = request;
        this.space = space;
    }

    /** Whether there is none. */
    boolean isAbsent() {
        return request.getContentLengthLong() == 0
                || (request.getContentLengthLong() < 0 && request.getHeader("Transfer-Encoding") == null);
    }

    /** Its length, below 0 if that is not known. */
    long length() {
        return request.getContentLengthLong();
    }

    /** Whether it may be held whole. */
    boolean isSmall() {
        return length() >= 0 && length() <= SMALL;
    }

    /** Whether it can be sent once more. */
    boolean mayBeSentAgain() {
        return isAbsent() || isSmall() || !passed;
    }

    /** Reads it from its beginning and keeps what it read. */
    InputStream lookingAt() {
        return new InputStream() {
            private int at;

            @Override
            public int read() throws IOException {
                return fill(at + 1) ? head[at++] & 0xff : -1;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (!fill(at + 1)) {
                    return -1;
                }
                int count = Math.min(length, held - at);
                System.arraycopy(head, at, bytes, offset, count);
                at += count;
                return count;
            }
        };
    }

    /** Up to so many of its bytes, beginning there. */
    byte[] look(int from, int count) throws IOException {
        int to = Math.min(from + count, MOST);
        fill(to);
        return Arrays.copyOfRange(head, Math.min(from, held), Math.min(to, held));
    }

    /** All of it, where it is {@linkplain #isSmall small}; it may be asked for again. */
    byte[] all() throws IOException {
        int length = (int) length();
        if (!fill(length)) {
            throw new EOFException("It has %d bytes of %d".formatted(held, length));
        }
        return head.length == length ? head : Arrays.copyOf(head, length);
    }

    /** How much of it was looked at. */
    int held() {
        return held;
    }

    /**
     * Reads on until there are that many bytes, if it has them.
     *
     * @throws HeadFullException if those are more than are looked at
     */
    private boolean fill(int to) throws IOException {
        if (to > MOST) {
            throw new HeadFullException();
        }
        while (held < to) {
            if (held == length()) {
                return false;
            }
            if (held == head.length) {
                grow();
            }
            int count = request.getInputStream().read(head, held, head.length - held);
            if (count < 0) {
                return false;
            }
            held += count;
        }
        return true;
    }

    private synchronized void grow() {
        int size = isSmall() ? (int) length() : Math.max(SMALL, 2 * head.length);
        if (size > SMALL) {
            space.take(size - SMALL - taken);
            taken = size - SMALL;
        }
        head = Arrays.copyOf(head, size);
    }

    /** All of it, once. What was looked at is let go of when it has been read. */
    InputStream whole() {
        InputStream looked = new FilterInputStream(new ByteArrayInputStream(head, 0, held)) {
            @Override
            public void close() {
                in = InputStream.nullInputStream();
                CallBody.this.close();
            }
        };
        head = new byte[0];
        held = 0;
        passed = true;
        try {
            return new SequenceInputStream(looked, request.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets go of the room that its head took. */
    @Override
    public synchronized void close() {
        space.giveBack(taken);
        taken = 0;
    }

    /** There is more of a body than is looked at. */
    static final class HeadFullException extends IOException {
        private static final long serialVersionUID = 1L;

        HeadFullException() {
            super("More than the first %d bytes would have to be read".formatted(MOST));
        }
    }
}
