package io.chutes.platform.server.access;

import org.jspecify.annotations.Nullable;

/**
 * Whose doing a change is.
 *
 * @param name the account, or {@code platform}
 * @param key the id of the key that asked for it, null for none
 * @param address where the request came from, null for none
 */
public record Actor(
        String name, @Nullable String key, @Nullable String address) {
    /** What happens by itself. */
    public static final Actor PLATFORM = new Actor("platform", null, null);

    private static final ScopedValue<Actor> CURRENT = ScopedValue.newInstance();

    /** Does something in an actor's name: all events that it records are this one's doing. */
    public static <X extends Exception> void run(Actor actor, Action<X> action) throws X {
        ScopedValue.where(CURRENT, actor).call(() -> {
            action.run();
            return Boolean.TRUE;
        });
    }

    public static Actor current() {
        return CURRENT.orElse(PLATFORM);
    }

    /** Something that an actor does. */
    @FunctionalInterface
    public interface Action<X extends Exception> {
        void run() throws X;
    }
}
