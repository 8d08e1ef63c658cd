package io.chutes.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.concurrent.Future;

/**
 * The body of an answer as it comes. Closing it early ends the call, and so does the call's timeout, which reading then throws; one
 * that is forgotten is closed when it is found to be garbage.
 */
final class AnswerStream extends FilterInputStream {
    private static final Cleaner CLEANER = Cleaner.create();

    private final String call;
    private final Deadline deadline;
    private final Cleaner.Cleanable connection;

    AnswerStream(Answer answer, Deadline deadline) {
        super(answer.body());
        InputStream body = answer.body();
        this.call = "Reading " + answer;
        this.deadline = deadline;
        Future<?> timer = deadline.whenPassed(() -> close(body));
        this.connection = CLEANER.register(this, () -> {
            timer.cancel(false);
            close(body);
        });
    }

    @Override
    public int read() throws IOException {
        try {
            return in.read();
        } catch (IOException e) {
            throw explained(e);
        } finally {
            Reference.reachabilityFence(this); // or it may be garbage while it waits
        }
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
        try {
            return in.read(bytes, from, most);
        } catch (IOException e) {
            throw explained(e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void close() {
        connection.clean();
    }

    private IOException explained(IOException e) {
        if (deadline.passed()) {
            throw deadline.exception(call);
        }
        return e;
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new ChuteException("Could not leave an answer: " + e.getMessage(), e);
        }
    }
}
