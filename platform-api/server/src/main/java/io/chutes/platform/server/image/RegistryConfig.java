package io.chutes.platform.server.image;

import io.chutes.platform.server.web.Origin;
import java.net.URI;
import java.nio.file.Path;

/** Where images are kept. */
public sealed interface RegistryConfig {
    /**
     * In this platform's own registry.
     *
     * @param folder its folder, which nothing else writes to
     */
    record BuiltIn(Path folder) implements RegistryConfig {}

    /**
     * In a registry of somebody else, which asks for tokens of this platform: {@code realm} is {@code /v2/token} here and
     * {@code issuer} is {@code chutes}.
     *
     * @param address where it is, without {@code /v2/}
     * @param service the name it has in its own configuration
     * @param signer the key whose certificate it trusts
     */
    record External(URI address, String service, SigningKey signer) implements RegistryConfig {
        public External {
            Origin.require(address, "The address of a registry");
        }
    }
}
