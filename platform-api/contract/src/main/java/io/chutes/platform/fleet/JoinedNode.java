package io.chutes.platform.fleet;

/**
 * A node that has joined.
 *
 * @param name what it is called
 * @param credential what it shows from now on, <code>cn_&lt;id&gt;_&lt;secret&gt;</code>; told this once
 */
public record JoinedNode(String name, String credential) {
    /** Keeps the credential out of logs. */
    @Override
    public String toString() {
        return "JoinedNode[name=" + name + "]";
    }
}
