package io.chutes.processor;

import com.palantir.javapoet.TypeName;
import io.chutes.annotation.PathParam;
import io.chutes.annotation.QueryParam;
import io.chutes.annotation.Upload;
import io.chutes.processor.EndpointModel.Argument;
import io.chutes.processor.EndpointModel.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

/** Reads the parameters of one endpoint or job method. */
final class ArgumentReader {
    private final BodyTypes types;
    private final Members members;
    private final Complaints complaints;

    ArgumentReader(Types types, Members members, Complaints complaints) {
        this.types = new BodyTypes(types);
        this.members = members;
        this.complaints = complaints;
    }

    /**
     * One argument for each parameter.
     *
     * @param context the type that stands for the call itself: {@code Call} or {@code JobContext}
     */
    List<Argument> read(ExecutableElement method, Class<?> context) {
        List<Argument> arguments = new ArrayList<>();
        List<? extends TypeMirror> parameterTypes = members.typeOf(method).getParameterTypes();
        for (int i = 0; i < parameterTypes.size(); i++) {
            arguments.add(read(method, method.getParameters().get(i), parameterTypes.get(i), context));
        }
        return arguments;
    }

    private Argument read(ExecutableElement method, VariableElement parameter, TypeMirror type, Class<?> context) {
        String name = parameter.getSimpleName().toString();
        var inPath = members.find(method, parameter, PathParam.class);
        var inQuery = members.find(method, parameter, QueryParam.class);
        if (inPath.isPresent() && inQuery.isPresent()) {
            complaints.add(inQuery.get().problem("A parameter has @PathParam or @QueryParam, not both: remove one"));
        }
        if (inPath.isPresent() || inQuery.isPresent()) {
            checkUnconstrained(parameter, type, "a parameter of the path or query");
            if (TypeUse.whole(type, parameter.getAnnotationMirrors()).isNullable()) {
                complaints.at(
                        parameter,
                        "A parameter of the path or query is never null: remove @Nullable, or take an Optional of it in the query");
            }
        } else if (types.is(type, String.class) || types.is(type, Upload.class) || types.isBytes(type)) {
            checkUnconstrained(parameter, type, "a body of text or bytes");
        }
        if (inPath.isPresent()) {
            return new Argument.PathParameter(name, inPath.get().text("value"), scalar(parameter, type));
        } else if (inQuery.isPresent()) {
            return query(parameter, type, name, inQuery.get().text("value"));
        } else if (types.is(type, context)) {
            return new Argument.Call();
        } else if (types.is(type, String.class)) {
            return new Argument.Text(name);
        } else if (types.is(type, Upload.class)) {
            return new Argument.Upload(name);
        } else if (types.isBytes(type)) {
            return new Argument.Bytes(name);
        } else if (types.isStructure(type) && types.arguments(type).isEmpty()) {
            return new Argument.Body(name, TypeName.get(type));
        }
        return collection(parameter, type, name, context);
    }

    private Argument collection(VariableElement parameter, TypeMirror type, String name, Class<?> context) {
        List<? extends TypeMirror> arguments = types.arguments(type);
        if (types.is(type, List.class) && arguments.size() == 1 && types.isElement(arguments.getFirst())) {
            return new Argument.ListBody(name, TypeName.get(arguments.getFirst()));
        }
        if (types.is(type, Map.class)
                && arguments.size() == 2
                && types.is(arguments.getFirst(), String.class)
                && types.isElement(arguments.getLast())) {
            return new Argument.MapBody(name, TypeName.get(arguments.getLast()));
        }
        complaints.at(
                parameter,
                "A body must be a record, a sealed interface, a List or Map<String, …> of those, of enums or of scalars, String, byte[] or Upload (or take %s), got %s: wrap it in a record",
                context.getSimpleName(),
                type);
        return new Argument.Call();
    }

    private Argument query(VariableElement parameter, TypeMirror type, String name, String key) {
        boolean optional = types.is(type, Optional.class);
        boolean list = types.is(type, List.class);
        if ((optional || list) && types.arguments(type).size() == 1) {
            Times times = optional ? Times.AT_MOST_ONCE : Times.ANY;
            return new Argument.QueryParameter(
                    name, key, scalar(parameter, types.arguments(type).getFirst()), times);
        }
        return new Argument.QueryParameter(name, key, scalar(parameter, type), Times.ONCE);
    }

    private TypeName scalar(VariableElement parameter, TypeMirror type) {
        TypeMirror boxed = types.boxed(type);
        if (!types.isScalar(boxed)) {
            complaints.at(
                    parameter,
                    "A parameter of the path or query must be a String, number, boolean, enum, UUID, URI, Instant, LocalDate or Duration, or in the query Optional or List of one; got %s",
                    type);
        }
        return TypeName.get(type);
    }

    /** A constraint on what has no schema would be ignored. */
    private void checkUnconstrained(VariableElement parameter, TypeMirror type, String place) {
        var use = TypeUse.whole(type, parameter.getAnnotationMirrors());
        Stream<AnnotationMirror> inside =
                types.arguments(type).stream().flatMap(argument -> argument.getAnnotationMirrors().stream());
        Stream.concat(use.annotations().stream(), inside)
                .filter(Constraints::constrains)
                .forEach(mirror -> complaints.add(new Problem(
                        "@%s is not enforced on %s: take it in a body record, or check it in the method"
                                .formatted(
                                        mirror.getAnnotationType().asElement().getSimpleName(), place),
                        parameter,
                        parameter.getAnnotationMirrors().contains(mirror) ? mirror : null,
                        null)));
    }
}
