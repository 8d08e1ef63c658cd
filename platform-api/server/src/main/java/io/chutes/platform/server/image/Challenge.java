package io.chutes.platform.server.image;

import io.chutes.platform.server.image.RegistryRequest.InRepository;
import io.javalin.http.Context;

/** What a client without a good token is told: where to get one, and for what. */
final class Challenge {
    static final String HEADER = "WWW-Authenticate";

    private Challenge() {}

    static String to(Context context, String service) {
        return "Bearer realm=\"%s://%s%s\",service=\"%s\""
                        .formatted(context.scheme(), host(context), TokenRoutes.PATH, service)
                + scope(context);
    }

    /** Any other character would end the word that it stands in. */
    private static String host(Context context) {
        return String.valueOf(context.host()).replaceAll("[^A-Za-z0-9.:\\[\\]-]", "");
    }

    private static String scope(Context context) {
        try {
            return RegistryPath.parse(context.method().name(), context.req().getRequestURI())
                            instanceof InRepository request
                    ? ",scope=\"" + TokenScope.of(request) + "\""
                    : "";
        } catch (RegistryException _) {
            // What is nothing to anybody needs no scope.
            return "";
        }
    }
}
