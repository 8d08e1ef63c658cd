package io.chutes.platform.api;

/**
 * A new key.
 *
 * @param state what it is
 * @param key the key in full, {@code ck_<id>_<secret>}; shown this once
 */
public record CreatedKey(KeyState state, String key) {
    /** Keeps the key out of logs. */
    @Override
    public String toString() {
        return "CreatedKey[state=" + state + "]";
    }
}
