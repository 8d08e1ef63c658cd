package io.chutes.platform.server.upstream;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** A connection to an instance, with what came over it and was not taken yet. Who closes it ends whatever waits for it. */
final class Connection implements Closeable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int HTTP = 80;
    private static final int BUFFER = 2 * 1024;

    /** Asked for the first time after 30 s of silence, and given up a minute after it answered last. */
    private static final Map<SocketOption<Integer>, Integer> KEEP_ALIVE = Map.of(
            ExtendedSocketOptions.TCP_KEEPIDLE, 30,
            ExtendedSocketOptions.TCP_KEEPINTERVAL, 10,
            ExtendedSocketOptions.TCP_KEEPCOUNT, 3);

    private final URI address;
    private final SocketChannel channel;
    private byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private boolean spoke;
    private long idleSince;
    private volatile @Nullable BrokenContentException cut;

    private Connection(URI address, SocketChannel channel) {
        this.address = address;
        this.channel = channel;
    }

    /** One that is yet to be made. */
    static Connection to(URI address) throws IOException {
        return new Connection(address, SocketChannel.open());
    }

    URI address() {
        return address;
    }

    /** Makes it. */
    void open() throws IOException {
        var peer = new InetSocketAddress(address.getHost(), address.getPort() < 0 ? HTTP : address.getPort());
        if (peer.isUnresolved()) {
            throw new UnknownHostException("No address is known of " + address.getHost());
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        keepAlive();
        channel.socket().connect(peer, (int) CONNECT.toMillis());
    }

    // An answer may be long in coming, but not from a machine that is gone.
    private void keepAlive() throws IOException {
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (channel.supportedOptions().containsAll(KEEP_ALIVE.keySet())) {
            for (Map.Entry<SocketOption<Integer>, Integer> option : KEEP_ALIVE.entrySet()) {
                channel.setOption(option.getKey(), option.getValue());
            }
        }
    }

    /** It carries a request from now on. */
    void begin() {
        spoke = false;
    }

    /** Whether the other side said anything since it {@linkplain #begin() began}. */
    boolean spoke() {
        return spoke;
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    /** Reads some of what comes; below 0 if no more does. */
    int read(byte[] bytes, int offset, int length) throws IOException {
        if (at == end && length >= buffer.length) {
            return receive(bytes, offset, length);
        }
        if (at == end && !fill()) {
            return -1;
        }
        int count = Math.min(length, end - at);
        System.arraycopy(buffer, at, bytes, offset, count);
        at += count;
        return count;
    }

    /**
     * Reads a line, without the CRLF that ends it.
     *
     * @param most how long it may be
     */
    String line(int most) throws IOException {
        for (int seen = at; ; seen++) {
            if (seen - at > most + 1) {
                throw new BrokenAnswerException(
                        "A line is longer than the %d bytes that it may have there".formatted(most));
            }
            if (seen == end) {
                seen -= at;
                if (!fill()) {
                    throw new BrokenAnswerException("It broke off in the middle of a line");
                }
                seen += at;
            }
            if (buffer[seen] == '\n') {
                if (seen == at || buffer[seen - 1] != '\r') {
                    throw new BrokenAnswerException("A line ends without CR");
                }
                String line = new String(buffer, at, seen - 1 - at, StandardCharsets.ISO_8859_1);
                at = seen + 1;
                return line;
            }
        }
    }

    // Keeps what was not taken.
    private boolean fill() throws IOException {
        if (at == end) {
            at = 0;
            end = 0;
        } else if (end == buffer.length && at > 0) {
            System.arraycopy(buffer, at, buffer, 0, end - at);
            end -= at;
            at = 0;
        } else if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int count = receive(buffer, end, buffer.length - end);
        end += Math.max(0, count);
        return count >= 0;
    }

    private int receive(byte[] bytes, int offset, int length) throws IOException {
        try {
            int count = channel.read(ByteBuffer.wrap(bytes, offset, length));
            spoke |= count > 0;
            return count;
        } catch (ClosedChannelException e) {
            throw cut == null ? e : new BrokenContentException(String.valueOf(cut.getMessage()), cut);
        }
    }

    /** Closes it, since the content that it carries breaks off: what was sent must not look whole. */
    void cut(BrokenContentException why) throws IOException {
        cut = why;
        close();
    }

    /** It waits for its next request from now on; whether it can: nothing was said that nobody asked for. */
    boolean rest() {
        if (at != end) {
            return false;
        }
        if (buffer.length > BUFFER) {
            buffer = new byte[BUFFER];
        }
        idleSince = System.nanoTime();
        return true;
    }

    boolean hasRestedFor(Duration time) {
        return System.nanoTime() - idleSince > time.toNanos();
    }

    /** Whether it is still good after its rest: the other side neither closed it nor said anything. */
    boolean isGood() {
        try {
            channel.configureBlocking(false);
            boolean silent = channel.read(ByteBuffer.wrap(buffer, 0, 1)) == 0;
            channel.configureBlocking(true);
            return silent;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
