package io.chutes.platform.node.image;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A lock for each digest, there as long as somebody holds it or waits for it. */
final class DigestLocks {
    private final ConcurrentHashMap<String, Counted> locks = new ConcurrentHashMap<>();

    /** A lock that is held until it is closed, by the thread that took it. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    Held lock(String digest) throws InterruptedException {
        Counted counted = locks.compute(digest, (_, known) -> known == null ? new Counted() : known.more());
        try {
            counted.lock.lockInterruptibly();
        } catch (InterruptedException e) {
            leave(digest);
            throw e;
        }
        return () -> {
            counted.lock.unlock();
            leave(digest);
        };
    }

    private void leave(String digest) {
        locks.computeIfPresent(digest, (_, counted) -> counted.less());
    }

    int count() {
        return locks.size();
    }

    /** Its users are counted inside the map's own operations, one at a time for each digest. */
    private static final class Counted {
        private final ReentrantLock lock = new ReentrantLock();
        private int users = 1;

        Counted more() {
            users++;
            return this;
        }

        @Nullable Counted less() {
            users--;
            return users == 0 ? null : this;
        }
    }
}
