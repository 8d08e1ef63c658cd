package io.chutes.platform.server.access;

import io.chutes.platform.api.Action;
import io.chutes.platform.api.Resource;
import io.chutes.platform.api.Role;
import io.chutes.platform.api.Scope;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a route needs of its caller. */
public sealed interface Permission {
    /** Nothing; for that reason. */
    record Open(String reason) implements Permission {}

    /** A key, whatever it allows. */
    record AnyKey() implements Permission {}

    /**
     * A key that allows an action.
     *
     * @param id of what: parameters of the path such as <code>{name}</code>, {@link Scope#ALL} for all, or null where only the
     *     handler can tell; it must then ask {@code Call.require}
     * @param roles what the account must be as well: one of these, or nothing if there are none
     */
    record Key(Resource resource, Action action, @Nullable String id, Set<Role> roles) implements Permission {
        public Key {
            roles = Set.copyOf(roles);
        }

        /** The same for accounts of one of these roles alone. */
        Key in(Role... needed) {
            return new Key(resource, action, id, Set.of(needed));
        }
    }

    /** The credential of a node. */
    record Node() implements Permission {}

    /** The credential of a node, or a key that allows something of images; the registry knows which and asks for it. */
    record Registry() implements Permission {}
}
