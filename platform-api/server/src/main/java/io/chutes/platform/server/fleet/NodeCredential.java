package io.chutes.platform.server.fleet;

/**
 * What a node shows to be let in.
 *
 * @param name the node
 * @param token its secret, at least 32 characters
 */
public record NodeCredential(String name, String token) {
    private static final int SHORTEST = 32;

    public NodeCredential {
        if (token.length() < SHORTEST) {
            throw new IllegalArgumentException("The token of node " + name + " has " + token.length()
                    + " characters; it must have at least " + SHORTEST);
        }
    }

    /** Hides the token. */
    @Override
    public String toString() {
        return "NodeCredential[" + name + "]";
    }
}
