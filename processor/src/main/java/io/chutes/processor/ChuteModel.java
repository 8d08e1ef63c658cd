package io.chutes.processor;

import com.palantir.javapoet.ClassName;
import io.chutes.platform.manifest.Manifest;
import java.util.List;

/**
 * A chute without mistakes: all that is needed to write its routes and manifest.
 *
 * @param chuteClass the annotated class
 * @param routesClass the class to write, in the same package
 * @param isPublic whether the chute is, and so its routes
 * @param endpoints in the manifest's order
 */
record ChuteModel(
        ClassName chuteClass,
        ClassName routesClass,
        boolean isPublic,
        Manifest manifest,
        List<EndpointModel> endpoints) {
    ChuteModel {
        endpoints = List.copyOf(endpoints);
    }
}
