package io.chutes.platform.server.key;

import io.chutes.platform.server.loop.Loop;
import io.chutes.platform.server.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When keys were last used: noted in memory at each request, written down together every few seconds. */
final class KeyUses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyUses.class);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Database database;
    private final KeyStore store;
    private final Map<String, Instant> noted = new ConcurrentHashMap<>();
    private final Loop loop = new Loop("key uses", EVERY, this::write);

    KeyUses(Database database, KeyStore store) {
        this.database = database;
        this.store = store;
    }

    void start() {
        loop.start();
    }

    void note(String key, Instant at) {
        noted.put(key, at);
    }

    private void write() {
        // In the order of their ids, so that two platforms never wait for each other's rows.
        Map<String, Instant> taken = new TreeMap<>();
        new HashMap<>(noted).forEach((key, at) -> {
            if (noted.remove(key, at)) {
                taken.put(key, at);
            }
        });
        if (taken.isEmpty()) {
            return;
        }
        try {
            database.jdbi().useTransaction(handle -> store.used(handle, taken));
        } catch (JdbiException e) {
            LOG.warn("Could not write down when {} keys were used", taken.size(), e);
        }
    }

    @Override
    public void close() {
        loop.close();
        write();
    }
}
