package io.chutes.processor;

import com.palantir.javapoet.TypeName;
import io.chutes.platform.manifest.Limits;
import io.chutes.platform.manifest.ParameterSpec;
import io.chutes.platform.manifest.ParameterSpec.In;
import io.chutes.platform.manifest.PathTemplate;
import io.chutes.processor.EndpointModel.Argument;
import io.chutes.processor.EndpointModel.Times;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;

/** Reads the path and query parameters of an endpoint, and holds them against its path. */
final class ParameterReader {
    private final BodySchemas schemas;
    private final Complaints complaints;

    ParameterReader(BodySchemas schemas, Complaints complaints) {
        this.schemas = schemas;
        this.complaints = complaints;
    }

    List<ParameterSpec> read(ExecutableElement method, String path, List<Argument> arguments, Settings endpoint) {
        List<ParameterSpec> parameters = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            var element = method.getParameters().get(i);
            switch (arguments.get(i)) {
                case Argument.PathParameter(String _, String key, TypeName _) ->
                    parameters.add(new ParameterSpec(key, In.PATH, true, schemas.parameter(schemas.typeOf(method, i))));
                case Argument.QueryParameter(String _, String key, TypeName _, Times times) -> {
                    if (!Limits.QUERY_NAME.matcher(key).matches()) {
                        complaints.at(
                                element, "A query parameter's name is letters, digits, '-' and '_'; got '%s'", key);
                    }
                    parameters.add(query(schemas.typeOf(method, i), key, times));
                }
                case Argument.Body _,
                        Argument.ListBody _,
                        Argument.MapBody _,
                        Argument.Text _,
                        Argument.Bytes _,
                        Argument.Upload _,
                        Argument.Call _ -> {}
            }
        }
        checkOnce(method, parameters);
        checkPath(method, path, parameters, endpoint);
        parameters.sort(Comparator.comparing(ParameterSpec::in).thenComparing(ParameterSpec::name));
        return parameters;
    }

    private ParameterSpec query(TypeMirror type, String key, Times times) {
        TypeMirror schema = times == Times.AT_MOST_ONCE && type instanceof DeclaredType optional
                ? optional.getTypeArguments().getFirst()
                : type;
        return new ParameterSpec(key, In.QUERY, times == Times.ONCE, schemas.parameter(schema));
    }

    private void checkOnce(ExecutableElement method, List<ParameterSpec> parameters) {
        Set<String> seen = new HashSet<>();
        for (ParameterSpec parameter : parameters) {
            if (!seen.add(parameter.in() + " " + parameter.name())) {
                complaints.at(method, "Two parameters take '%s': rename one", parameter.name());
            }
        }
    }

    private void checkPath(ExecutableElement method, String path, List<ParameterSpec> parameters, Settings endpoint) {
        var template = new PathTemplate(path);
        if (!template.isWellFormed()) {
            return; // which is said already
        }
        List<String> inPath = template.parameters();
        Set<String> taken = parameters.stream()
                .filter(parameter -> parameter.in() == In.PATH)
                .map(ParameterSpec::name)
                .collect(Collectors.toSet());
        for (String name : new TreeSet<>(inPath)) {
            if (!taken.contains(name)) {
                endpoint.complain(
                        "path",
                        "No parameter of %s takes {%s}: add @PathParam(\"%s\")",
                        method.getSimpleName(),
                        name,
                        name);
            }
            if (Collections.frequency(inPath, name) > 1) {
                endpoint.complain("path", "{%s} is in the path twice: rename one", name);
            }
        }
        for (String name : new TreeSet<>(taken)) {
            if (!inPath.contains(name)) {
                complaints.at(
                        method, "The path %s has no {%s}: add it, or remove @PathParam(\"%s\")", path, name, name);
            }
        }
    }
}
