package io.chutes.platform.server.upstream;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import org.jspecify.annotations.Nullable;

/** A request to an instance and its answer. Whoever waits for them does so on his own thread; anybody may cancel them. */
public final class Exchange implements Closeable {
    private final Connections connections;
    private final OutgoingRequest request;
    private @Nullable Connection connection;
    private @Nullable Upload upload;
    private @Nullable AnswerBody body;
    private boolean persistent;
    private boolean cancelled;

    Exchange(Connections connections, OutgoingRequest request) {
        this.connections = connections;
        this.request = request;
    }

    /**
     * Sends the request and waits until the answer begins.
     *
     * @throws ConnectException if there is no connection: nothing was sent
     * @throws BrokenContentException if the content broke off
     * @throws IOException if the instance broke off, so that the request may have run
     */
    public Answer answer() throws IOException {
        Connection rested = rested();
        if (rested != null) {
            try {
                return ask(rested);
            } catch (IOException e) {
                // It may just have been closed, as any that rests.
                if (rested.spoke() || isCancelled() || !request.mayBeSentAgain()) {
                    throw e;
                }
                connections.drop(rested);
            }
        }
        return ask(made());
    }

    private @Nullable Connection rested() throws ConnectException {
        try {
            Connection rested = connections.rested(request.address());
            if (rested != null) {
                use(rested);
            }
            return rested;
        } catch (IOException e) {
            throw unconnected(e);
        }
    }

    private Connection made() throws ConnectException {
        try {
            Connection made = connections.another(request.address());
            use(made);
            made.open();
            return made;
        } catch (IOException e) {
            throw unconnected(e);
        }
    }

    private ConnectException unconnected(IOException why) {
        var unconnected =
                new ConnectException("There is no connection to %s: %s".formatted(request.address(), why.getMessage()));
        unconnected.initCause(why);
        return unconnected;
    }

    private synchronized void use(Connection mine) throws IOException {
        connection = mine;
        if (cancelled) {
            throw new IOException("It was cancelled");
        }
    }

    private Answer ask(Connection mine) throws IOException {
        mine.begin();
        byte[] begin = request.bytes();
        mine.write(begin, 0, begin.length);
        if (request.content() instanceof Content.Streamed streamed) {
            upload = Upload.begin(streamed, mine);
        }
        AnswerHead head;
        try {
            head = AnswerHead.read(mine);
        } catch (IOException e) {
            if (upload != null) {
                upload.failure().ifPresent(e::addSuppressed);
            }
            throw e;
        }
        persistent = head.persistent();
        body = head.body(mine, request.method());
        return new Answer(head.status(), head.fields(), head.length(), body);
    }

    /** Ends it, wherever it is: who waits for it waits no more. */
    public synchronized void cancel() {
        cancelled = true;
        if (connection != null) {
            connections.drop(connection);
        }
    }

    private synchronized boolean isCancelled() {
        return cancelled;
    }

    /** It is over. Its connection is kept if it is at the beginning of the next answer. */
    @Override
    public void close() {
        Connection mine;
        boolean keep;
        synchronized (this) {
            mine = connection;
            connection = null;
            keep = !cancelled && persistent && body != null && body.isWhole() && (upload == null || upload.isDone());
        }
        if (mine != null && keep) {
            connections.giveBack(mine);
        } else if (mine != null) {
            connections.drop(mine);
        }
        if (upload != null) {
            upload.end();
        }
    }
}
