package io.chutes.cli.profile;

import java.net.URI;

/**
 * An account at a platform.
 *
 * @param url the platform's address
 * @param account the account's name
 * @param key its API key
 */
record Profile(URI url, String account, String key) {
    /** Keeps the key out of logs. */
    @Override
    public String toString() {
        return account + " at " + url;
    }
}
