package io.chutes.platform.fleet;

/**
 * {@code POST /v1/nodes}: a node that joins.
 *
 * @param token its join token
 * @param name what it is to be called: 1 to 63 lower-case letters, digits and hyphens
 */
public record NewNode(String token, String name) {
    /** Keeps the token out of logs. */
    @Override
    public String toString() {
        return "NewNode[name=" + name + "]";
    }
}
