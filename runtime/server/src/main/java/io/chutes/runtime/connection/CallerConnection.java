package io.chutes.runtime.connection;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardSocketOptions;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection by which a call came. */
public record CallerConnection(HttpServletRequest request) {
    private static final Logger LOG = LoggerFactory.getLogger(CallerConnection.class);

    /**
     * Has a selector tell when the connection can be read, which it also can once the caller has closed it. What comes is not
     * read: it is the server's.
     *
     * @param attachment of the key
     * @return the key; null if there is nothing to watch
     */
    public @Nullable SelectionKey watch(Selector selector, Object attachment) {
        if (!(endPoint().getTransport() instanceof SocketChannel channel)) {
            return null;
        }
        try {
            return channel.register(selector, SelectionKey.OP_READ, attachment);
        } catch (ClosedChannelException | CancelledKeyException e) {
            LOG.debug("The connection cannot be watched", e);
            return null;
        }
    }

    /** Changes what a key tells of, unless the server has just closed its connection. */
    public static void tellOf(SelectionKey key, int operations) {
        try {
            key.interestOps(operations);
        } catch (CancelledKeyException e) {
            LOG.debug("The connection is closed", e);
        }
    }

    /**
     * Whether a connection that can be read has nothing to read, which is how a closed one shows, or one whose bytes the server
     * has just read.
     */
    public static boolean isClosed(SelectionKey key) {
        try {
            return ((SocketChannel) key.channel()).socket().getInputStream().available() == 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** What comes of the request's body; if it breaks off, an exception is its end. */
    public InputStream body() {
        return new ArrivingBody(request);
    }

    /** Whether all of the request has been read, so that the server itself does not read on until it is answered. */
    public boolean isRead() {
        boolean hasBody = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        try {
            return !hasBody || request.getInputStream().isFinished();
        } catch (IOException e) {
            return false;
        }
    }

    /** Has the answer say that it is the last of its connection, if the caller still sends what nobody has read. */
    public void closeIfUnread(HttpServletResponse response) {
        if (!isRead()) {
            response.setHeader("Connection", "close");
        }
    }

    /** Whether there is more of the request than was read; one who waits to be asked for a body sends none after the answer. */
    boolean mayStillSend() {
        return request.getHeader("Expect") == null && endPoint().isOpen() && !isRead();
    }

    /** Reads the rest of the request for no use, as long as something comes. */
    void readOn(Duration inAll, Duration silence) {
        endPoint().setIdleTimeout(silence.toMillis());
        long began = System.nanoTime();
        byte[] buffer = new byte[8192];
        try {
            InputStream rest = body();
            while (rest.read(buffer) >= 0 && System.nanoTime() - began < inAll.toNanos()) {}
        } catch (IOException e) {
            LOG.debug("The caller has left after the answer", e);
        }
    }

    private EndPoint endPoint() {
        return ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
    }

    /** Ends it in the middle of the answer, so that nobody takes what was sent for the whole. */
    public void cut() {
        EndPoint endPoint = endPoint();
        if (request.getProtocol().equals("HTTP/1.0") && endPoint.getTransport() instanceof SocketChannel channel) {
            reset(channel);
        }
        endPoint.close();
    }

    /** The end of an answer of HTTP/1.0 is the orderly end of its connection: only a reset is another. */
    private static void reset(SocketChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            LOG.debug("The connection is closed already", e);
        }
    }
}
