package io.chutes.processor;

import com.fasterxml.jackson.databind.JsonNode;
import com.palantir.javapoet.TypeName;
import io.chutes.annotation.Batched;
import io.chutes.annotation.Call;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Passthrough;
import io.chutes.platform.manifest.BatchSpec;
import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.PassthroughSpec;
import io.chutes.platform.manifest.RequestMethods;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.manifest.Visibility;
import io.chutes.processor.EndpointModel.Answer;
import io.chutes.processor.EndpointModel.Argument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** Reads the {@code @Endpoint} methods of a chute, inherited ones too. */
final class EndpointReader {
    private final Elements elements;
    private final Types types;
    private final Members members;
    private final Complaints complaints;
    private final ScalingSpec scaling;

    EndpointReader(Elements elements, Types types, Members members, Complaints complaints, ScalingSpec scaling) {
        this.elements = elements;
        this.types = types;
        this.members = members;
        this.complaints = complaints;
        this.scaling = scaling;
    }

    List<EndpointModel> read() {
        List<EndpointModel> endpoints = new ArrayList<>();
        Map<String, String> shapes = new HashMap<>();
        Set<String> names = new HashSet<>();
        for (ExecutableElement method : members.methods()) {
            members.find(method, Endpoint.class).ifPresent(annotation -> {
                Settings settings = complaints.settings(annotation);
                EndpointModel endpoint = read(method, settings);
                endpoints.add(endpoint);
                checkUnique(endpoint.spec(), method, settings, shapes, names);
            });
        }
        endpoints.sort(
                Comparator.comparing((EndpointModel endpoint) -> endpoint.spec().path())
                        .thenComparing(endpoint -> endpoint.spec().method()));
        return endpoints;
    }

    private void checkUnique(
            EndpointSpec spec,
            ExecutableElement method,
            Settings settings,
            Map<String, String> shapes,
            Set<String> names) {
        if (!names.add(spec.name())) {
            complaints.at(
                    method,
                    "Another endpoint is the method %s: names are unique, since clients call them; rename one",
                    spec.name());
            return;
        }
        if (!spec.template().isWellFormed()) {
            return; // which is said already
        }
        String shape = spec.method() + " " + spec.template().shape();
        String earlier = shapes.putIfAbsent(shape, spec.name());
        if (earlier != null) {
            settings.complain("path", "%s %s is already the endpoint %s", spec.method(), spec.path(), earlier);
        }
    }

    private EndpointModel read(ExecutableElement method, Settings settings) {
        new MethodRules(members, complaints).check(method, "An endpoint");
        String path = EndpointPath.read(settings, method.getSimpleName().toString());
        Optional<WrittenAnnotation> passthrough = members.find(method, Passthrough.class);
        Optional<WrittenAnnotation> batched = members.find(method, Batched.class);
        if (passthrough.isPresent() && batched.isPresent()) {
            complaints.add(batched.get().problem("An endpoint has @Batched or @Passthrough, not both: remove one"));
        }
        var special = new SpecialEndpoints(types, members, complaints);
        if (passthrough.isPresent()) {
            return model(
                    method, settings, path, List.of(), special.passthrough(method, passthrough.get(), settings, path));
        }
        if (batched.isPresent()) {
            Answer answer = special.batched(method, batched.get(), settings, scaling);
            return model(method, settings, path, List.of(), answer);
        }
        List<Argument> arguments = new ArgumentReader(types, members, complaints).read(method, Call.class);
        TypeMirror result = members.typeOf(method).getReturnType();
        Answer answer = new AnswerReader(new BodyTypes(types), complaints).read(method, result, settings);
        return model(method, settings, path, arguments, answer);
    }

    private EndpointModel model(
            ExecutableElement method, Settings settings, String path, List<Argument> arguments, Answer answer) {
        String httpMethod = settings.written().constant("method");
        var bodies = new BodySchemas(elements, types, members, complaints);
        var parameters = new ParameterReader(bodies, complaints).read(method, path, arguments, settings);
        Optional<Argument> body =
                bodies.onlyBody(method, arguments, RequestMethods.isBodiless(httpMethod) ? httpMethod : null);
        var stream = new StreamReader(settings);
        @Nullable JsonNode output = bodies.output(method, answer);
        @Nullable JsonNode event = bodies.event(method, answer);
        var spec = new EndpointSpec(
                method.getSimpleName().toString(),
                httpMethod,
                path,
                summary(method, settings),
                Visibility.valueOf(settings.written().constant("visibility")),
                settings.written().flag("idempotent") || RequestMethods.isIdempotent(httpMethod),
                answer instanceof Answer.Events,
                stream.dialect(answer, event == null ? output : event),
                answer instanceof Answer.Batched(TypeName _, TypeName _, BatchSpec batch) ? batch : null,
                answer instanceof Answer.Passthrough(PassthroughSpec target) ? target : null,
                parameters,
                bodies.inputType(httpMethod, body, answer),
                bodies.input(method, arguments, body, answer),
                bodies.outputType(answer),
                output,
                event);
        return new EndpointModel(
                spec, arguments, answer, ArgumentCode.unboxes(arguments) && members.isOverloaded(method));
    }

    private String summary(ExecutableElement method, Settings settings) {
        String written = settings.written().text("summary");
        if (!written.isEmpty()) {
            return written;
        }
        String javadoc = elements.getDocComment(method);
        return javadoc == null ? "" : Javadoc.firstSentence(javadoc);
    }
}
