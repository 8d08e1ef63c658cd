package io.chutes.cli.image;

import java.nio.file.Path;

/** Where a built image goes. */
public sealed interface ImageTarget {
    /**
     * A repository of a registry; plain HTTP is spoken to registries on this machine only.
     *
     * @param reference such as {@code registry/repository:tag}
     */
    record Registry(String reference, String username, String password) implements ImageTarget {
        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "Registry[reference=" + reference + ", username=" + username + "]";
        }
    }

    /**
     * An OCI image layout in a tar file, replaced if it exists.
     *
     * @param reference the name it carries
     */
    record TarFile(Path path, String reference) implements ImageTarget {}
}
