package io.chutes.platform.server.key;

import io.chutes.platform.server.storage.Listener;

/** What goes on beside requests: changes of accounts are heard of, and uses of keys are written down. */
public final class KeyUpkeep implements AutoCloseable {
    private final Listener changes;
    private final KeyUses uses;

    private KeyUpkeep(Listener changes, KeyUses uses) {
        this.changes = changes;
        this.uses = uses;
    }

    /** Begins. */
    public static KeyUpkeep start(Keys keys) {
        keys.uses().start();
        return new KeyUpkeep(keys.listen(), keys.uses());
    }

    @Override
    public void close() {
        changes.close();
        uses.close();
    }
}
