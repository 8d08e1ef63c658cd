package io.chutes.client;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** What one stand-in does: its endpoints call the deployed chute, all else is refused. */
final class RemoteCalls implements InvocationHandler {
    private final RemoteContract contract;
    private final ChuteClient client;

    RemoteCalls(RemoteContract contract, ChuteClient client) {
        this.contract = contract;
        this.client = client;
    }

    @Override
    public @Nullable Object invoke(Object remote, Method method, @Nullable Object @Nullable [] arguments) {
        @Nullable Object[] given = arguments == null ? new Object[0] : arguments;
        RemoteEndpoint endpoint = contract.endpoint(method);
        if (endpoint != null) {
            return endpoint.call(client, given);
        } else if (method.getDeclaringClass() == Object.class || isOfObject(method)) {
            return ofObject(remote, method, given);
        }
        throw new UnsupportedOperationException(
                "%s of %s runs only where the chute is deployed: this object calls its @Endpoint methods and nothing else"
                        .formatted(method.getName(), contract.chute().getName()));
    }

    private static boolean isOfObject(Method method) {
        return switch (method.getName()) {
            case "toString", "hashCode" -> method.getParameterCount() == 0;
            case "equals" -> method.getParameterCount() == 1 && method.getParameterTypes()[0] == Object.class;
            default -> false;
        };
    }

    private Object ofObject(Object remote, Method method, @Nullable Object[] arguments) {
        return switch (method.getName()) {
            case "toString" -> "remote " + contract.chute().getSimpleName() + ", " + client;
            case "hashCode" -> System.identityHashCode(remote);
            case "equals" -> remote == arguments[0];
            default -> throw new UnsupportedOperationException(method.getName() + " of a remote chute");
        };
    }
}
