package io.chutes.platform.server.image;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of manifest that this registry keeps. */
enum MediaType {
    OCI_IMAGE("application/vnd.oci.image.manifest.v1+json"),
    OCI_INDEX("application/vnd.oci.image.index.v1+json"),
    DOCKER_IMAGE("application/vnd.docker.distribution.manifest.v2+json"),
    DOCKER_LIST("application/vnd.docker.distribution.manifest.list.v2+json");

    private final String text;

    MediaType(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    static Optional<MediaType> find(String text) {
        return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
    }

    static MediaType parse(String text) {
        return find(text)
                .orElseThrow(() -> new RegistryException(
                        ErrorCode.MANIFEST_INVALID,
                        "The media type of a manifest must be one of "
                                + Arrays.stream(values()).map(MediaType::text).collect(Collectors.joining(", "))
                                + "; got '" + RegistryPath.shortened(text) + "'"));
    }
}
