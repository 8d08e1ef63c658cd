package io.chutes.platform.server.fleet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The nodes that are let in, by the bearer token each shows. */
public final class NodeCredentials {
    private static final String SCHEME = "Bearer ";

    private final List<NodeCredential> credentials;
    private final Function<String, Optional<String>> joined;

    /** Exactly these nodes. */
    public NodeCredentials(List<NodeCredential> credentials) {
        this(credentials, _ -> Optional.empty());
    }

    /**
     * These nodes, and those that joined.
     *
     * @param joined the node that joined and has that token, if one does
     */
    public NodeCredentials(List<NodeCredential> credentials, Function<String, Optional<String>> joined) {
        this.credentials = List.copyOf(credentials);
        this.joined = joined;
    }

    /** The names of nodes that need not join. */
    public static Set<String> names(List<NodeCredential> credentials) {
        return credentials.stream().map(NodeCredential::name).collect(Collectors.toSet());
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
        return found.isPresent() ? found : joined.apply(token);
    }

    /** A node that need not join. */
    Optional<NodeCredential> configured(String node) {
        return credentials.stream()
                .filter(credential -> credential.name().equals(node))
                .findFirst();
    }
}
