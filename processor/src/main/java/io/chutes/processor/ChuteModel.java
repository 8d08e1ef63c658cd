package io.chutes.processor;

import com.palantir.javapoet.ClassName;
import io.chutes.platform.manifest.Manifest;
import java.util.List;

/**
 * A chute without mistakes: all that is needed to write what belongs to it.
 *
 * @param chuteClass the annotated class
 * @param routesClass the class to write, in the same package
 * @param isPublic whether the chute is, and so what is written for it
 * @param isDeprecated whether it or something in it is, so that calling it draws warnings
 * @param hidesJavaLang whether a class of its package has a name of {@code java.lang}, which must be imported then
 * @param endpoints in the manifest's order
 * @param jobs in the manifest's order
 * @param engines in the order they start
 * @param hooks in the order they run
 * @param fields in the order of the source
 */
record ChuteModel(
        ClassName chuteClass,
        ClassName routesClass,
        boolean isPublic,
        boolean isDeprecated,
        boolean hidesJavaLang,
        Manifest manifest,
        List<EndpointModel> endpoints,
        List<JobModel> jobs,
        List<EngineModel> engines,
        List<HookModel> hooks,
        List<FieldModel> fields) {
    ChuteModel {
        endpoints = List.copyOf(endpoints);
        jobs = List.copyOf(jobs);
        engines = List.copyOf(engines);
        hooks = List.copyOf(hooks);
        fields = List.copyOf(fields);
    }
}
