package io.chutes.platform.server.upstream;

import java.io.Closeable;
import java.io.IOException;
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
     * @throws java.net.ConnectException if no connection was taken: nothing was sent
     * @throws IOException if it broke off, so that the request may have run
     */
    public Answer answer() throws IOException {
        Connection rested = connections.rested(request.address());
        if (rested != null) {
            try {
                use(rested);
                return ask(rested);
            } catch (IOException e) {
                // It may just have been closed, as any that rests.
                if (rested.spoke() || isCancelled() || !request.mayBeSentAgain()) {
                    throw e;
                }
                connections.drop(rested);
            }
        }
        Connection made = connections.another(request.address());
        use(made);
        made.open();
        return ask(made);
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
