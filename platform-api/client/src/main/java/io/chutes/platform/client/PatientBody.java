package io.chutes.platform.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer that breaks off with an {@link HttpTimeoutException} where nothing has come for a while: {@code HttpClient}
 * itself waits for ever.
 */
public final class PatientBody extends FilterInputStream {
    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("silent-connections").factory());
    private static final int LOOKS = 4;

    private final Duration silence;
    private final ScheduledFuture<?> looking;
    private volatile long waitingSince;
    private volatile boolean isWaiting;
    private volatile boolean isDead;

    /**
     * A body.
     *
     * @param silence the longest time that a read waits for a byte
     */
    public PatientBody(InputStream body, Duration silence) {
        super(body);
        this.silence = silence;
        long pause = Math.max(1, silence.toMillis() / LOOKS);
        this.looking = CLOCK.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        waitingSince = System.nanoTime();
        isWaiting = true;
        try {
            int read = in.read(buffer, offset, length);
            if (read >= 0 || !isDead) {
                return read;
            }
        } catch (IOException e) {
            if (!isDead) {
                throw e;
            }
        } finally {
            isWaiting = false;
        }
        throw new HttpTimeoutException("nothing came for " + silence.toMillis() + " ms");
    }

    @Override
    public void close() throws IOException {
        looking.cancel(false);
        in.close();
    }

    private void look() {
        if (isWaiting && System.nanoTime() - waitingSince > silence.toNanos()) {
            isDead = true;
            looking.cancel(false);
            try {
                in.close(); // which ends the read
            } catch (IOException alreadyBroken) {
                // Then the read ends by itself.
            }
        }
    }
}
