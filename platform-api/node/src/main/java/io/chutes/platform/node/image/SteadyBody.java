package io.chutes.platform.node.image;

import io.chutes.platform.node.NodeException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;

/** The body of an answer that is given up once no byte of it comes for a while: a connection that stalls ends by itself never. */
final class SteadyBody extends FilterInputStream {
    private final URI source;
    private final Duration silence;
    private final Thread watch;
    private volatile long last = System.nanoTime();
    private volatile boolean stalled;

    /**
     * A body.
     *
     * @param source where it comes from, for messages
     * @param silence the longest time without a byte
     */
    SteadyBody(InputStream in, URI source, Duration silence) {
        super(in);
        this.source = source;
        this.silence = silence;
        this.watch = Thread.ofVirtual().name("body of " + source).start(this::watch);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read;
        try {
            read = super.read(buffer, offset, length);
        } catch (IOException e) {
            if (stalled) {
                throw stall();
            }
            throw e;
        }
        if (read < 0 && stalled) {
            throw stall();
        }
        last = System.nanoTime();
        return read;
    }

    private NodeException stall() {
        return new NodeException("%s began to answer, then sent nothing for %s s: given up"
                .formatted(source, silence.toMillis() / 1000.0));
    }

    private void watch() {
        try {
            for (long left = left(); left > 0; left = left()) {
                Thread.sleep(Duration.ofNanos(left));
            }
            stalled = true;
            in.close();
        } catch (InterruptedException | IOException e) {
            // It was closed, by whoever reads it or by the other side.
        }
    }

    private long left() {
        return last + silence.toNanos() - System.nanoTime();
    }

    @Override
    public void close() throws IOException {
        watch.interrupt();
        super.close();
    }
}
