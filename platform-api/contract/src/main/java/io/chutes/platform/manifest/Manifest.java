package io.chutes.platform.manifest;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.OptBoolean;
import java.util.List;

/**
 * A chute as its source declares it: {@code META-INF/chutes/<name>.json} in the chute's jar and the
 * {@code io.chutes.manifest} label of its image. Durations are ISO-8601, money is a decimal string in USD, memory is GiB, VRAM
 * is GB as vendors state it.
 *
 * @param schema the version of this format, {@value #SCHEMA}
 * @param name the name in addresses, unique in its owner's account
 * @param chuteClass binary name of the annotated class
 * @param routesClass binary name of the generated class that serves it
 * @param tagline one line for listings, may be empty
 * @param readme the Markdown file of its page, as a path from the project's folder; empty for none
 * @param hardware what an instance needs
 * @param scaling how many calls an instance answers at once, and how many instances there are
 * @param timeouts how long things may take
 * @param image how the image is made
 * @param endpoints sorted by path, then method
 * @param engines in the order they start; left out where there are none, as it is in manifests older than engines
 * @param jobs sorted by name
 * @param weights sorted by field
 * @param secrets the names of those it needs, sorted
 * @param sdkVersion the version of the processor that wrote it
 */
public record Manifest(
        int schema,
        String name,
        String chuteClass,
        String routesClass,
        String tagline,
        String readme,
        Hardware hardware,
        ScalingSpec scaling,
        TimeoutsSpec timeouts,
        ImageSpec image,
        List<EndpointSpec> endpoints,

        @JacksonInject(value = NO_ENGINES, useInput = OptBoolean.TRUE) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<EngineSpec> engines,

        List<JobSpec> jobs,
        List<WeightsSpec> weights,
        List<String> secrets,
        String sdkVersion) {

    /** The format this version of the platform writes. */
    public static final int SCHEMA = 2;

    /** The label of an image that holds its manifest. */
    public static final String IMAGE_LABEL = "io.chutes.manifest";

    /** The folder of a class path where manifests lie. */
    public static final String FOLDER = "META-INF/chutes/";

    /** What is injected where a manifest names no engines. */
    static final String NO_ENGINES = "engines";

    public Manifest {
        if (schema != SCHEMA) {
            throw new ManifestException("manifest schema must be " + SCHEMA + " or older, got " + schema);
        }
        endpoints = List.copyOf(endpoints);
        engines = List.copyOf(engines);
        jobs = List.copyOf(jobs);
        weights = List.copyOf(weights);
        secrets = List.copyOf(secrets);
    }
}
