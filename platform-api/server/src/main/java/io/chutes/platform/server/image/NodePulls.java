package io.chutes.platform.server.image;

/** Where it is known which repositories hold what a node is to run. */
@FunctionalInterface
public interface NodePulls {
    /**
     * Whether a node runs an image of a repository, or is to.
     *
     * @param repository {@code <account>/<repository>}
     */
    boolean mayPull(String node, String repository);
}
