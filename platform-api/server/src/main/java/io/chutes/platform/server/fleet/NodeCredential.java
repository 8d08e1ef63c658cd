package io.chutes.platform.server.fleet;

import org.jspecify.annotations.Nullable;

/**
 * What a node shows to be let in.
 *
 * @param name the node
 * @param token its secret, at least 32 characters
 * @param provider the account that provides it and earns by it, and must be there when the platform starts; null if the platform does
 */
public record NodeCredential(
        String name, String token, @Nullable String provider) {
    private static final int SHORTEST = 32;

    public NodeCredential {
        if (token.length() < SHORTEST) {
            throw new IllegalArgumentException("The token of node " + name + " has " + token.length()
                    + " characters; it must have at least " + SHORTEST);
        }
    }

    /** Of a node of the platform's own. */
    public NodeCredential(String name, String token) {
        this(name, token, null);
    }

    /** Hides the token. */
    @Override
    public String toString() {
        return "NodeCredential[" + name + "]";
    }
}
