package io.chutes.platform.api;

import java.util.List;

/**
 * {@code GET /v1/me}: whose key the caller holds.
 *
 * @param name the account's name
 * @param roles what it is besides a user
 * @param key the id of the key
 */
public record Account(String name, List<Role> roles, String key) {
    public Account {
        roles = List.copyOf(roles);
    }
}
