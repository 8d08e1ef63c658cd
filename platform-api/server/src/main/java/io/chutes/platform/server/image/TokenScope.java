package io.chutes.platform.server.image;

import io.chutes.platform.api.Action;
import io.chutes.platform.api.Resource;
import io.chutes.platform.api.Role;
import io.chutes.platform.server.access.Caller;
import io.chutes.platform.server.access.Principal;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a token allows in one repository, in the words of Docker's registries: {@code repository:alice/minilm:pull,push}.
 *
 * @param repository {@code <account>/<repository>}
 * @param actions of {@code pull}, {@code push} and {@code delete}
 */
record TokenScope(String repository, List<String> actions) {
    private static final Pattern GRAMMAR =
            Pattern.compile("repository(?:\\([a-z0-9]+\\))?:(?<name>[^:]+):(?<actions>.*)");
    private static final String PULL = "pull";
    private static final String PUSH = "push";
    private static final List<String> KNOWN = List.of(PULL, PUSH, "delete");
    private static final String ALL = "*";

    TokenScope {
        actions = List.copyOf(actions);
    }

    /** The scopes of a request, of which those that are no repository's are left out: nothing is granted for them. */
    static List<TokenScope> parse(List<String> parameters) {
        return parameters.stream()
                .flatMap(parameter -> Arrays.stream(parameter.split(" ")))
                .flatMap(scope -> find(scope).stream())
                .toList();
    }

    private static Optional<TokenScope> find(String scope) {
        Matcher matcher = GRAMMAR.matcher(scope);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> asked = List.of(matcher.group("actions").split(","));
        List<String> known = asked.contains(ALL)
                ? KNOWN
                : KNOWN.stream().filter(asked::contains).toList();
        return RepositoryName.find(matcher.group("name")).map(name -> new TokenScope(name.toString(), known));
    }

    /** What a client is to ask for to have a request served. */
    static String of(RegistryRequest.InRepository request) {
        String actions =
                switch (request) {
                    case RegistryRequest.Pull _ -> PULL;
                    case RegistryRequest.Push _ -> "pull,push";
                    case RegistryRequest.Delete _ -> "delete";
                };
        return "repository:" + request.name() + ":" + actions;
    }

    /**
     * As much of it as a caller may do.
     *
     * @param pulls what nodes may pull
     */
    TokenScope within(Caller caller, NodePulls pulls) {
        List<String> granted =
                switch (caller) {
                    case Caller.Account(Principal principal) ->
                        actions.stream()
                                .filter(action -> may(principal, action))
                                .toList();
                    case Caller.Node(String node) ->
                        pulls.mayPull(node, repository)
                                ? actions.stream().filter(PULL::equals).toList()
                                : List.of();
                    case Caller.Anybody _ -> List.of();
                };
        return new TokenScope(repository, granted);
    }

    /** The actions in the words of scopes of keys. */
    List<Action> allowed() {
        return actions.stream().flatMap(action -> action(action).stream()).toList();
    }

    /** Its path within an account. */
    String pathIn(String account) {
        return repository.startsWith(account + "/") ? repository.substring(account.length() + 1) : repository;
    }

    /** As a token has it. */
    Map<String, Object> json() {
        return Map.of("type", "repository", "name", repository, "actions", actions);
    }

    /** Reads what {@link #json} wrote. */
    static List<TokenScope> read(@Nullable Object access) throws ParseException {
        List<TokenScope> scopes = new ArrayList<>();
        if (!(access instanceof List<?> list)) {
            throw new ParseException("access is no list", 0);
        }
        for (Object item : list) {
            if (!(item instanceof Map<?, ?> scope)
                    || !(scope.get("name") instanceof String name)
                    || !(scope.get("actions") instanceof List<?> actions)) {
                throw new ParseException("an access has no name or no actions", 0);
            }
            scopes.add(
                    new TokenScope(name, actions.stream().map(String::valueOf).toList()));
        }
        return scopes;
    }

    private boolean may(Principal principal, String action) {
        return repository.startsWith(principal.account() + "/")
                && (!action.equals(PUSH) || principal.roles().contains(Role.DEVELOPER))
                && action(action)
                        .filter(wanted -> principal.may(Resource.IMAGES, wanted, repository))
                        .isPresent();
    }

    private static Optional<Action> action(String name) {
        return switch (name) {
            case PULL -> Optional.of(Action.READ);
            case PUSH -> Optional.of(Action.WRITE);
            case "delete" -> Optional.of(Action.DELETE);
            default -> Optional.empty();
        };
    }
}
