package io.chutes.cli.image;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where an image lies that is to be read. */
public sealed interface ImageSource {
    /**
     * A registry; plain HTTP is spoken to registries on this machine only.
     *
     * @param reference {@code registry/repository@sha256:…}
     * @param account who pulls; null for anybody
     */
    record Registry(String reference, @Nullable RegistryAccount account) implements ImageSource {}

    /** An OCI image layout in a tar file. */
    record TarFile(Path path) implements ImageSource {}
}
