package io.chutes.processor;

import com.fasterxml.jackson.databind.JsonNode;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;
import io.chutes.annotation.Call;
import io.chutes.annotation.Endpoint;
import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.Visibility;
import io.chutes.processor.EndpointModel.Answer;
import io.chutes.processor.EndpointModel.Argument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** Reads the {@code @Endpoint} methods of a chute, inherited ones too. */
final class EndpointReader {
    private static final Pattern PATH = Pattern.compile("(/[a-z0-9][a-z0-9_-]*)+");
    private static final Set<String> COLLECTIONS = Set.of("java.util.List", "java.util.Set", "java.util.Map");

    private final Elements elements;
    private final Types types;
    private final TypeElement chute;
    private final List<Problem> problems;

    EndpointReader(Elements elements, Types types, TypeElement chute, List<Problem> problems) {
        this.elements = elements;
        this.types = types;
        this.chute = chute;
        this.problems = problems;
    }

    List<EndpointModel> read() {
        List<EndpointModel> endpoints = new ArrayList<>();
        Map<String, String> taken = new HashMap<>();
        for (ExecutableElement method : ElementFilter.methodsIn(elements.getAllMembers(chute))) {
            endpoint(method).ifPresent(annotation -> endpoints.add(read(method, annotation, taken)));
        }
        if (endpoints.isEmpty()) {
            problems.add(
                    Problem.at(chute, "A chute needs at least one @Endpoint method: nothing of it could be called"));
        }
        endpoints.sort(
                Comparator.comparing((EndpointModel endpoint) -> endpoint.spec().path())
                        .thenComparing(endpoint -> endpoint.spec().method()));
        return endpoints;
    }

    /** The annotation of a method or, since overriding must not silently remove an endpoint, of what it overrides. */
    private Optional<WrittenAnnotation> endpoint(ExecutableElement method) {
        return Stream.concat(Stream.of(method), overridden(method))
                .flatMap(candidate -> WrittenAnnotation.find(elements, candidate, Endpoint.class).stream())
                .findFirst();
    }

    private Stream<ExecutableElement> overridden(ExecutableElement method) {
        return Stream.iterate(superclass(chute), Optional::isPresent, type -> superclass(type.orElseThrow()))
                .flatMap(Optional::stream)
                .flatMap(type -> ElementFilter.methodsIn(type.getEnclosedElements()).stream())
                .filter(candidate -> elements.overrides(method, candidate, chute));
    }

    private Optional<TypeElement> superclass(TypeElement type) {
        return Optional.of(type.getSuperclass())
                .filter(parent -> parent.getKind() == TypeKind.DECLARED)
                .map(parent -> (TypeElement) types.asElement(parent));
    }

    private EndpointModel read(ExecutableElement method, WrittenAnnotation annotation, Map<String, String> taken) {
        checkMethod(method);
        String name = method.getSimpleName().toString();
        String httpMethod = annotation.constant("method");
        String path = path(annotation, name);
        String earlier = taken.putIfAbsent(httpMethod + " " + path, name);
        if (earlier != null) {
            report(annotation.problem("path", "%s %s is already the endpoint %s", httpMethod, path, earlier));
        }
        var schemas = new SchemaReader(elements, types, message -> report(Problem.at(method, "%s", message)));
        List<Argument> arguments = new ArrayList<>();
        JsonNode input = null;
        // What is a type parameter in a superclass may be a record here.
        var executable = (ExecutableType) types.asMemberOf((DeclaredType) chute.asType(), method);
        for (int i = 0; i < method.getParameters().size(); i++) {
            VariableElement parameter = method.getParameters().get(i);
            TypeMirror type = executable.getParameterTypes().get(i);
            Argument argument = argument(parameter, type, method, httpMethod, input != null);
            arguments.add(argument);
            if (argument instanceof Argument.Body && input == null) {
                input = schemas.read(type);
            }
        }
        TypeMirror result = executable.getReturnType();
        Answer answer = answer(method, result);
        JsonNode output =
                switch (answer) {
                    case Answer.Json json -> schemas.read(result);
                    case Answer.Events events ->
                        schemas.read(((DeclaredType) result).getTypeArguments().getFirst());
                    case Answer.Text text -> null;
                    case Answer.Empty empty -> null;
                    case Answer.Media media -> null;
                    case Answer.Batched batched -> null;
                    case Answer.Passthrough passthrough -> null;
                };
        var spec = new EndpointSpec(
                name,
                httpMethod,
                path,
                annotation.text("summary"),
                Visibility.PUBLIC,
                false,
                answer instanceof Answer.Events,
                null,
                null,
                List.of(),
                input == null ? null : "application/json",
                input,
                contentType(answer),
                output);
        return new EndpointModel(spec, arguments, answer);
    }

    private static @Nullable String contentType(Answer answer) {
        return switch (answer) {
            case Answer.Json json -> "application/json";
            case Answer.Batched batched -> "application/json";
            case Answer.Text(String contentType) -> contentType;
            case Answer.Media(String contentType) -> contentType;
            case Answer.Events events -> "text/event-stream";
            case Answer.Empty empty -> null;
            case Answer.Passthrough passthrough -> null;
        };
    }

    private void checkMethod(ExecutableElement method) {
        Set<Modifier> modifiers = method.getModifiers();
        if (modifiers.contains(Modifier.PRIVATE) || modifiers.contains(Modifier.STATIC)) {
            report(Problem.at(method, "An endpoint must be neither private nor static"));
        }
        boolean samePackage = elements.getPackageOf(method).equals(elements.getPackageOf(chute));
        if (!samePackage && !modifiers.contains(Modifier.PUBLIC)) {
            report(Problem.at(method, "An endpoint inherited from another package must be public"));
        }
        if (modifiers.contains(Modifier.ABSTRACT)) {
            report(Problem.at(method, "An endpoint must have a body"));
        }
        if (!method.getTypeParameters().isEmpty()) {
            report(Problem.at(method, "An endpoint must not have type parameters: nothing says what they would be"));
        }
    }

    private String path(WrittenAnnotation annotation, String methodName) {
        String written = annotation.text("path");
        if (written.isEmpty()) {
            String path = "/" + methodName.toLowerCase(Locale.ROOT);
            if (!PATH.matcher(path).matches()) {
                report(annotation.problem("path", "The method's name makes no path ('%s'): write one", path));
            }
            return path;
        }
        if (written.equals("/_chute") || written.startsWith("/_chute/")) {
            report(annotation.problem("path", "Paths under /_chute belong to the runtime, got '%s'", written));
        } else if (!PATH.matcher(written).matches()) {
            report(annotation.problem(
                    "path",
                    "A path is segments of lower-case letters, digits, '_' and '-', each after a '/' and beginning with a letter or digit; got '%s'",
                    written));
        }
        return written;
    }

    private Argument argument(
            VariableElement parameter, TypeMirror type, ExecutableElement method, String httpMethod, boolean hasBody) {
        TypeElement element = declared(type);
        if (element != null && element.getQualifiedName().contentEquals(Call.class.getCanonicalName())) {
            return new Argument.Call();
        }
        if (element == null || element.getKind() != ElementKind.RECORD) {
            report(Problem.at(
                    place(parameter, method), "A body must be a record (or take Call), got %s: wrap it in one", type));
            return new Argument.Call();
        }
        if (hasBody) {
            report(Problem.at(
                    place(parameter, method),
                    "An endpoint takes one body; put %s and the other into one record",
                    parameter.getSimpleName()));
        } else if (httpMethod.equals("GET")) {
            report(Problem.at(
                    place(parameter, method),
                    "A GET endpoint takes no body: use POST, or remove %s",
                    parameter.getSimpleName()));
        }
        return new Argument.Body(parameter.getSimpleName().toString(), ClassName.get(element));
    }

    private Answer answer(ExecutableElement method, TypeMirror result) {
        if (result.getKind() == TypeKind.VOID) {
            return new Answer.Empty();
        }
        TypeElement element = declared(result);
        String name = element == null ? "" : element.getQualifiedName().toString();
        if (name.equals("java.lang.String")) {
            return new Answer.Text("text/plain");
        } else if (name.equals("java.util.stream.Stream")) {
            if (((DeclaredType) result).getTypeArguments().isEmpty()) {
                report(Problem.at(method, "A Stream must say of what, such as Stream<Token>"));
                return new Answer.Empty();
            }
            return new Answer.Events(
                    TypeName.get(((DeclaredType) result).getTypeArguments().getFirst()));
        } else if (element != null && (element.getKind() == ElementKind.RECORD || COLLECTIONS.contains(name))) {
            return new Answer.Json(TypeName.get(result));
        }
        report(Problem.at(
                method,
                "An endpoint returns a record, List, Set, Map, String, Stream or void, got %s: wrap it in a record",
                result));
        return new Answer.Empty();
    }

    private void report(Problem problem) {
        boolean inherited =
                problem.element() instanceof ExecutableElement method && !chute.equals(method.getEnclosingElement());
        Problem placed = inherited
                ? Problem.at(
                        chute,
                        "%s, inherited from %s: %s",
                        problem.element().getSimpleName(),
                        String.valueOf(problem.element().getEnclosingElement()),
                        problem.message())
                : problem;
        // A record named twice in a body is one mistake.
        if (!problems.contains(placed)) {
            problems.add(placed);
        }
    }

    /** A parameter, or the method where the parameter is not in this compilation's source. */
    private Element place(VariableElement parameter, ExecutableElement method) {
        return chute.equals(method.getEnclosingElement()) ? parameter : method;
    }

    private @Nullable TypeElement declared(TypeMirror type) {
        return type.getKind() == TypeKind.DECLARED ? (TypeElement) types.asElement(type) : null;
    }
}
