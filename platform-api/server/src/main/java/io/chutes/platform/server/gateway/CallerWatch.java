package io.chutes.platform.server.gateway;

import io.chutes.platform.server.loop.Loop;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether callers are still there while nothing is written to them: a connection that can be read and has nothing to read is closed. Over
 * TLS a caller who says that he leaves is only noticed when he is written to.
 */
final class CallerWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CallerWatch.class);
    private static final Duration EVERY = Duration.ofMillis(500);

    private final Set<Watched> all = ConcurrentHashMap.newKeySet();
    private final Loop loop = new Loop("caller-watch", EVERY, this::look);
    private long passes;

    CallerWatch() {
        loop.start();
    }

    /** Watches until it is closed. */
    Watched watch(Context context, CallUnderWay call) {
        var watched = new Watched(channel(context.req()), call);
        all.add(watched);
        return watched;
    }

    private static @Nullable SocketChannel channel(HttpServletRequest request) {
        Object transport = ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .getTransport();
        return transport instanceof SocketChannel channel ? channel : null;
    }

    private void look() {
        if (all.isEmpty()) {
            return;
        }
        passes++;
        try (Selector selector = Selector.open()) {
            all.forEach(watched -> watched.register(selector));
            selector.selectNow(key -> ((Watched) key.attachment()).look(key));
        } catch (IOException | RuntimeException e) {
            log.error("Could not look whether callers are there; the next look follows", e);
        }
    }

    @Override
    public void close() {
        loop.close();
    }

    /** A caller. */
    final class Watched implements AutoCloseable {
        private final @Nullable SocketChannel channel;
        private final CallUnderWay call;
        private long emptyIn = -1;

        private Watched(@Nullable SocketChannel channel, CallUnderWay call) {
            this.channel = channel;
            this.call = call;
        }

        private void register(Selector selector) {
            if (channel == null) {
                return;
            }
            try {
                channel.register(selector, SelectionKey.OP_READ, this);
            } catch (IOException | IllegalStateException e) {
                log.debug("A connection cannot be watched", e);
            }
        }

        // Now and then may be by chance, since the server has just read what was there; in two passes on end it is not.
        private void look(SelectionKey key) {
            boolean empty = isEmpty((SocketChannel) key.channel());
            if (empty && emptyIn == passes - 1) {
                call.callerGone();
            }
            emptyIn = empty ? passes : -1;
        }

        private static boolean isEmpty(SocketChannel channel) {
            try {
                return channel.socket().getInputStream().available() == 0;
            } catch (IOException _) {
                return true;
            }
        }

        @Override
        public void close() {
            all.remove(this);
        }
    }
}
