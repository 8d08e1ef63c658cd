package io.chutes.platform.api;

/**
 * One thing that a key allows.
 *
 * @param resource what it is about
 * @param id which of them: its name, {@code <account>/<name>}, which somebody else's must be, or {@code *} for all
 * @param action what may be done
 */
public record Scope(Resource resource, String id, Action action) {
    /** The id that stands for all. */
    public static final String ALL = "*";

    /** Whether whoever has this scope may do what that one allows. */
    public boolean covers(Scope other) {
        return resource == other.resource && action == other.action && (id.equals(ALL) || id.equals(other.id));
    }
}
