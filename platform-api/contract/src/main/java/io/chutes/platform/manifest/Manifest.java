package io.chutes.platform.manifest;

import java.util.List;

/**
 * A chute as its source declares it: {@code META-INF/chutes/<name>.json} in the chute's jar and the
 * {@code io.chutes.manifest} label of its image.
 *
 * @param schema the version of this format, {@value #SCHEMA}
 * @param name the name in addresses, unique in its owner's account
 * @param chuteClass binary name of the annotated class
 * @param routesClass binary name of the generated class that serves it
 * @param tagline one line for listings, may be empty
 * @param hardware what an instance needs
 * @param image how the image is made
 * @param endpoints sorted by path, then method
 * @param sdkVersion the version of the processor that wrote it
 */
public record Manifest(
        int schema,
        String name,
        String chuteClass,
        String routesClass,
        String tagline,
        Hardware hardware,
        ImageSpec image,
        List<EndpointSpec> endpoints,
        String sdkVersion) {

    /** The format this version of the platform writes. */
    public static final int SCHEMA = 1;

    /** The label of an image that holds its manifest. */
    public static final String IMAGE_LABEL = "io.chutes.manifest";

    /** The folder of a class path where manifests lie. */
    public static final String FOLDER = "META-INF/chutes/";

    public Manifest {
        if (schema != SCHEMA) {
            throw new ManifestException("manifest schema must be " + SCHEMA + ", got " + schema);
        }
        endpoints = List.copyOf(endpoints);
    }
}
