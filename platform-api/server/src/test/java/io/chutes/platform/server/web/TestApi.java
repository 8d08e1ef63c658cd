package io.chutes.platform.server.web;

import io.chutes.platform.server.access.Permissions;
import java.util.List;
import java.util.Optional;

/** APIs of some features alone. */
public final class TestApi {
    /** Lets in whoever needs no key. */
    public static final Gate NOBODY = new Gate(
            _ -> {
                throw ApiException.unauthorized("nobody has a key");
            },
            _ -> Optional.empty());

    private TestApi() {}

    /** Features of the platform, with the platform's permissions; nothing is remembered. */
    public static Api of(Gate gate, ApiRoutes... features) {
        return of((_, _, _, _, work) -> work.call(), gate, features);
    }

    /** Features of the platform, with the platform's permissions. */
    public static Api of(Replays replays, Gate gate, ApiRoutes... features) {
        return new Api(Permissions.platform(), gate, replays, List.of(features));
    }

    /** Routes that are nobody's, open to everybody. */
    public static Api open(Route... routes) {
        var permissions = new Permissions();
        for (Route route : routes) {
            permissions.row(route.name(), Permissions.open("it is a test"));
        }
        return new Api(permissions, NOBODY, (_, _, _, _, work) -> work.call(), List.of(() -> List.of(routes)));
    }
}
