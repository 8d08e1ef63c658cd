package io.chutes.runtime;

import io.chutes.annotation.Call;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** Methods of a chute that end when a test says so, and what was seen of them. */
final class Held {
    final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);

    void release() {
        released.countDown();
    }

    /** Ends by its release or its interrupt; not seen where it need not wait. */
    String waits(Call call) throws InterruptedException {
        if (released.getCount() > 0) {
            seen.add("begun");
        }
        try {
            released.await();
            return "released";
        } catch (InterruptedException e) {
            seen.add("interrupted, cancelled " + call.cancelled());
            throw e;
        }
    }

    /** Ends by its release, whatever else it is told. */
    void takeNoNotice() {
        while (released.getCount() > 0) {
            try {
                released.await();
            } catch (InterruptedException ignored) {
                // which is what this is about
            }
        }
    }

    /** Waits in the middle of a stream. */
    void pause() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
