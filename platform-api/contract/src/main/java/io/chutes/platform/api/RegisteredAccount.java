package io.chutes.platform.api;

/**
 * A new account.
 *
 * @param name its name, as in addresses
 * @param key its first API key, {@code ck_<id>_<secret>}; shown this once
 */
public record RegisteredAccount(String name, String key) {
    /** Keeps the key out of logs. */
    @Override
    public String toString() {
        return "RegisteredAccount[name=" + name + "]";
    }
}
