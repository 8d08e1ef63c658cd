package io.chutes.platform.server.access;

import io.chutes.platform.api.Action;
import io.chutes.platform.api.Resource;
import io.chutes.platform.api.Scope;
import java.util.List;

/**
 * What a key allows within its account.
 *
 * @param admin everything, whatever the scopes
 * @param scopes otherwise these
 */
public record Grant(boolean admin, List<Scope> scopes) {
    /** Everything. */
    public static final Grant ALL = new Grant(true, List.of());

    public Grant {
        scopes = List.copyOf(scopes);
    }

    /** Whether it allows that of the thing with that id; of {@link Scope#ALL}, whether of all of them. */
    public boolean allows(Resource resource, Action action, String id) {
        var wanted = new Scope(resource, id, action);
        return admin || scopes.stream().anyMatch(scope -> scope.covers(wanted));
    }

    /** Whether there is anything of which it allows that. */
    public boolean allowsSome(Resource resource, Action action) {
        return admin || scopes.stream().anyMatch(scope -> scope.resource() == resource && scope.action() == action);
    }

    /** Whether it allows all that the other does. */
    public boolean covers(Grant other) {
        return admin
                || (!other.admin
                        && other.scopes.stream()
                                .allMatch(wanted -> scopes.stream().anyMatch(scope -> scope.covers(wanted))));
    }
}
