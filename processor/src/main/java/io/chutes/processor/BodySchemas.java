package io.chutes.processor;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.manifest.RequestMethods;
import io.chutes.processor.EndpointModel.Answer;
import io.chutes.processor.EndpointModel.Argument;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** What the manifest says of the bodies and answers of methods. */
final class BodySchemas {
    private static final String JSON = "application/json";
    private static final String ANYTHING = "*/*";

    private final SchemaSource schemas;
    private final BodyTypes types;
    private final Members members;
    private final Complaints complaints;

    BodySchemas(Elements elements, Types types, Members members, Complaints complaints) {
        this.schemas = new SchemaSource(elements, types, complaints);
        this.types = new BodyTypes(types);
        this.members = members;
        this.complaints = complaints;
    }

    /** The one body among the arguments. */
    Optional<Argument> onlyBody(ExecutableElement method, List<Argument> arguments, @Nullable String bodiless) {
        List<Integer> bodies = IntStream.range(0, arguments.size())
                .filter(i -> isBody(arguments.get(i)))
                .boxed()
                .toList();
        for (int i = 0; i < bodies.size(); i++) {
            var parameter = method.getParameters().get(bodies.get(i));
            if (bodiless != null) {
                complaints.at(
                        parameter,
                        "A %s endpoint takes no body: use POST, make it a @QueryParam, or remove %s",
                        bodiless,
                        parameter.getSimpleName());
            } else if (i > 0) {
                complaints.at(
                        parameter,
                        "A method takes one body; put %s and the other into one record",
                        parameter.getSimpleName());
            }
        }
        return bodies.stream().findFirst().map(arguments::get);
    }

    @Nullable String inputType(String httpMethod, Optional<Argument> body, Answer answer) {
        return switch (answer) {
            case Answer.Batched _ -> JSON;
            case Answer.Passthrough _ -> RequestMethods.isBodiless(httpMethod) ? null : ANYTHING;
            case Answer.Json _, Answer.Text _, Answer.Media _, Answer.Events _, Answer.Reply _, Answer.Empty _ ->
                body.map(BodySchemas::inputType).orElse(null);
        };
    }

    @Nullable JsonNode input(ExecutableElement method, List<Argument> arguments, Optional<Argument> body, Answer answer) {
        List<? extends TypeMirror> parameters = members.typeOf(method).getParameterTypes();
        if (answer instanceof Answer.Batched) {
            return schemas.element(method, parameters.getFirst());
        }
        return body.filter(argument -> JSON.equals(inputType(argument)))
                .map(argument -> {
                    int index = arguments.indexOf(argument);
                    return schemas.of(method.getParameters().get(index), parameters.get(index));
                })
                .orElse(null);
    }

    @Nullable String outputType(Answer answer) {
        return switch (answer) {
            case Answer.Json _, Answer.Batched _, Answer.Reply _ -> JSON;
            case Answer.Text(String contentType) -> contentType;
            case Answer.Media(String contentType) -> contentType;
            case Answer.Events _ -> "text/event-stream";
            case Answer.Empty _ -> null;
            case Answer.Passthrough _ -> ANYTHING;
        };
    }

    @Nullable JsonNode output(ExecutableElement method, Answer answer) {
        TypeMirror result = members.typeOf(method).getReturnType();
        if (TypeUse.whole(result, method.getAnnotationMirrors()).annotations().stream()
                .anyMatch(Constraints::constrains)) {
            complaints.at(
                    method,
                    "A constraint on an answer is checked by nobody: remove it, or write it in the answer's record");
        }
        return switch (answer) {
            case Answer.Json _ -> schemas.of(method, result);
            case Answer.Batched _ -> schemas.element(method, types.holdingAnswer(result));
            case Answer.Events _, Answer.Reply _ -> schemas.element(method, result);
            case Answer.Text _, Answer.Media _, Answer.Empty _, Answer.Passthrough _ -> null;
        };
    }

    /** Of each event, where an answer in JSON may also be a stream. */
    @Nullable JsonNode event(ExecutableElement method, Answer answer) {
        return answer instanceof Answer.Reply
                ? schemas.last(method, members.typeOf(method).getReturnType())
                : null;
    }

    JsonNode parameter(TypeMirror type) {
        return schemas.ofChecked(type);
    }

    TypeMirror typeOf(ExecutableElement method, int parameter) {
        return members.typeOf(method).getParameterTypes().get(parameter);
    }

    private static boolean isBody(Argument argument) {
        return inputType(argument) != null;
    }

    private static @Nullable String inputType(Argument argument) {
        return switch (argument) {
            case Argument.Body _, Argument.ListBody _, Argument.MapBody _ -> JSON;
            case Argument.Text _ -> "text/plain";
            case Argument.Bytes _, Argument.Upload _ -> ANYTHING;
            case Argument.PathParameter _, Argument.QueryParameter _, Argument.Call _ -> null;
        };
    }
}
