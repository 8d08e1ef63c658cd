package io.chutes.platform.server.gateway;

import io.chutes.platform.server.web.ApiException;
import java.util.concurrent.Semaphore;

/** The memory for the heads of bodies, together: an eighth of all that there is. */
final class HeadSpace {
    private static final int UNIT = 1024;
    private static final int SHARE = 8;

    private final Semaphore units;

    HeadSpace() {
        this(Runtime.getRuntime().maxMemory() / SHARE);
    }

    HeadSpace(long bytes) {
        units = new Semaphore(Math.toIntExact(Math.min(bytes / UNIT, Integer.MAX_VALUE)));
    }

    /**
     * Takes room for so many bytes, whole units of {@value #UNIT}.
     *
     * @throws ApiException 503 if there is not so much
     */
    void take(int bytes) {
        if (!units.tryAcquire(bytes / UNIT)) {
            throw ApiException.unavailable(
                    "Too many large bodies are being read for their 'model'; try again, or name it before the messages");
        }
    }

    void giveBack(int bytes) {
        units.release(bytes / UNIT);
    }

    /** How much is free. */
    int free() {
        return units.availablePermits() * UNIT;
    }
}
