package io.chutes.platform.server.image;

import io.chutes.platform.api.Action;
import io.chutes.platform.api.Resource;
import io.chutes.platform.api.Role;
import io.chutes.platform.server.access.Caller;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.image.RegistryRequest.CheckSupport;
import io.chutes.platform.server.image.RegistryRequest.Delete;
import io.chutes.platform.server.image.RegistryRequest.InRepository;
import io.chutes.platform.server.image.RegistryRequest.Pull;
import io.chutes.platform.server.image.RegistryRequest.Push;
import java.util.Locale;

/** Who may do what in the registry: an account what its key allows in its own repositories, a node pulls what it is told to run. */
final class Access {
    private final NodePulls pulls;

    Access(NodePulls pulls) {
        this.pulls = pulls;
    }

    /** Refuses what this caller may not do; the answer is the same whether or not the thing exists. */
    void require(Caller caller, RegistryRequest request) {
        switch (request) {
            case CheckSupport _ -> {}
            case InRepository inside -> {
                switch (caller) {
                    case Caller.Account(Principal principal) -> require(principal, inside);
                    case Caller.Node(String node) -> requirePull(node, inside);
                    case Caller.Anybody _ -> throw denied("Nobody may use this registry without a key");
                }
            }
        }
    }

    /** Refuses pushes of those who are no developers: no other key or token of theirs changes that. */
    static void requireRole(Caller caller, RegistryRequest request) {
        if (request instanceof Push
                && caller instanceof Caller.Account(Principal principal)
                && !principal.roles().contains(Role.DEVELOPER)) {
            throw denied(
                    "Pushing needs the role developer, which the account '%s' does not have; get it with PUT /v1/me/roles/developer"
                            .formatted(principal.account()));
        }
    }

    private static void require(Principal principal, InRepository request) {
        String account = principal.account();
        if (!request.name().account().equals(account)) {
            throw denied("This key may use only repositories that begin with " + account + "/");
        }
        Action action =
                switch (request) {
                    case Pull _ -> Action.READ;
                    case Push _ -> Action.WRITE;
                    case Delete _ -> Action.DELETE;
                };
        if (!principal.may(Resource.IMAGES, action, request.name().toString())) {
            throw denied("This key has no scope {resource images, action %s} for %s"
                    .formatted(action.name().toLowerCase(Locale.ROOT), request.name()));
        }
    }

    /** Whether this caller may take blobs of a repository over into one of his. */
    static boolean mayTakeFrom(Caller caller, RepositoryName name) {
        return switch (caller) {
            case Caller.Account(Principal principal) ->
                name.account().equals(principal.account())
                        && principal.may(Resource.IMAGES, Action.READ, name.toString());
            case Caller.Node _, Caller.Anybody _ -> false;
        };
    }

    private void requirePull(String node, InRepository request) {
        if (!(request instanceof Pull)) {
            throw denied("A node may pull images, but not push any");
        }
        if (!pulls.mayPull(node, request.name().toString())) {
            throw denied("The node '%s' is not to run anything of %s, and pulls nothing else"
                    .formatted(node, request.name()));
        }
    }

    private static RegistryException denied(String message) {
        return new RegistryException(ErrorCode.DENIED, message);
    }
}
