package io.chutes.platform.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes connections on to another address, until it is cut. One that begins TLS is ended at once, as by a server that reads on. */
final class Relay implements AutoCloseable {
    private static final byte TLS = 0x16;

    private final SocketAddress target;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private ServerSocketChannel server;

    Relay(SocketAddress listen, SocketAddress target) throws IOException {
        this.target = target;
        this.server = listen(listen);
    }

    int port() throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    /** Ends every connection and takes no more. */
    void cut() throws IOException {
        SocketAddress address = server.getLocalAddress();
        server.close();
        if (address instanceof UnixDomainSocketAddress unix) {
            Files.delete(unix.getPath());
        }
        for (SocketChannel channel : open) {
            channel.close();
        }
    }

    void restore(SocketAddress listen) throws IOException {
        server = listen(listen);
    }

    @Override
    public void close() throws IOException {
        if (server.isOpen()) {
            cut();
        }
    }

    private ServerSocketChannel listen(SocketAddress address) throws IOException {
        var listening = address instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        listening.bind(address);
        Thread.startVirtualThread(() -> accept(listening));
        return listening;
    }

    private void accept(ServerSocketChannel listening) {
        try {
            while (true) {
                SocketChannel from = listening.accept();
                open.add(from);
                Thread.startVirtualThread(() -> pass(from));
            }
        } catch (IOException cut) {
            // nobody is served any more
        }
    }

    private void pass(SocketChannel from) {
        try (from) {
            ByteBuffer first = ByteBuffer.allocate(1 << 16);
            if (from.read(first) < 0 || first.get(0) == TLS) {
                return;
            }
            try (SocketChannel to = SocketChannel.open(target)) {
                open.add(to);
                to.write(first.flip());
                Thread back = Thread.startVirtualThread(() -> copy(to, from));
                copy(from, to);
                back.join();
            }
        } catch (IOException ended) {
            // by one of the two
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            end(from);
            end(to);
        }
    }

    private static void end(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
