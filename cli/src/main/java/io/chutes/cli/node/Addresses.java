package io.chutes.cli.node;

import java.net.URI;

/** Which addresses a node speaks to: a credential and secrets go there. */
final class Addresses {
    private Addresses() {}

    static void check(String option, URI address) {
        boolean encrypted = "https".equals(address.getScheme());
        if (address.getHost() == null || !encrypted && !"http".equals(address.getScheme())) {
            throw new NodeCommandException("%s must be https://<host>, got '%s'".formatted(option, address));
        }
        if (!encrypted && !isThisMachine(address.getHost())) {
            throw new NodeCommandException(
                    "%s must be https://…, since secrets go over it; http is for a platform on this machine alone (127.0.0.1, localhost), got '%s'"
                            .formatted(option, address));
        }
        if (!address.getRawPath().matches("/?") || address.getRawQuery() != null || address.getRawUserInfo() != null) {
            throw new NodeCommandException(
                    "%s must be an address without a path, a query or a user, got '%s'".formatted(option, address));
        }
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }
}
