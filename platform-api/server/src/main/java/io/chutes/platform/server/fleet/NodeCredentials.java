package io.chutes.platform.server.fleet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The nodes that are let in, by the bearer token each shows. */
public final class NodeCredentials {
    private static final String SCHEME = "Bearer ";

    private final List<NodeCredential> credentials;

    /** Exactly these nodes. */
    public NodeCredentials(List<NodeCredential> credentials) {
        this.credentials = List.copyOf(credentials);
    }

    /** The node that sends this {@code Authorization} header. */
    public Optional<String> sending(@Nullable String authorization) {
        return authorization != null && authorization.startsWith(SCHEME)
                ? holding(authorization.substring(SCHEME.length()))
                : Optional.empty();
    }

    /** The node that has this token; every token is compared, so that the time taken tells nothing. */
    public Optional<String> holding(String token) {
        byte[] shown = token.getBytes(StandardCharsets.UTF_8);
        Optional<String> found = Optional.empty();
        for (NodeCredential credential : credentials) {
            if (MessageDigest.isEqual(credential.token().getBytes(StandardCharsets.UTF_8), shown)) {
                found = Optional.of(credential.name());
            }
        }
        return found;
    }

    /** The account that provides a node, if it is not the platform. */
    Optional<String> provider(String node) {
        return credentials.stream()
                .filter(credential -> credential.name().equals(node))
                .findFirst()
                .map(NodeCredential::provider);
    }
}
