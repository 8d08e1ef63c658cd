package io.chutes.processor;

import com.palantir.javapoet.TypeName;
import io.chutes.annotation.PathParam;
import io.chutes.annotation.QueryParam;
import io.chutes.platform.manifest.BatchSpec;
import io.chutes.platform.manifest.Limits;
import io.chutes.platform.manifest.PassthroughSpec;
import io.chutes.platform.manifest.RequestMethods;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.processor.EndpointModel.Answer;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

/** Reads endpoints that are not answered one by one by their method: batched ones and those handed to another server. */
final class SpecialEndpoints {
    private final BodyTypes types;
    private final Members members;
    private final Complaints complaints;

    SpecialEndpoints(Types types, Members members, Complaints complaints) {
        this.types = new BodyTypes(types);
        this.members = members;
        this.complaints = complaints;
    }

    Answer batched(ExecutableElement method, WrittenAnnotation annotation, Settings endpoint, ScalingSpec scaling) {
        Settings settings = complaints.settings(annotation);
        int maxSize = settings.number("maxSize", Limits.BATCH_SIZE);
        if (maxSize > scaling.concurrency()) {
            settings.complain(
                    "maxSize",
                    "maxSize is %d, and @Scaling lets %d calls run at once: a batch would never be full; raise concurrency or lower maxSize",
                    maxSize,
                    scaling.concurrency());
        }
        var batch = new BatchSpec(maxSize, settings.duration("maxWait", Limits.BATCH_WAIT));
        if (!endpoint.written().text("contentType").isEmpty()) {
            endpoint.complain("contentType", "A batched endpoint answers JSON: remove contentType");
        }
        if (RequestMethods.isBodiless(endpoint.written().constant("method"))) {
            endpoint.complain("method", "A batched endpoint has a body: use POST");
        }
        method.getParameters().forEach(parameter -> checkBatch(method, parameter));
        List<? extends TypeMirror> parameters = members.typeOf(method).getParameterTypes();
        TypeMirror result = members.typeOf(method).getReturnType();
        if (parameters.size() != 1
                || !isListOfElements(parameters.getFirst())
                || !types.is(result, List.class)
                || !isOfElements(types.holdingAnswer(result))) {
            complaints.at(
                    method,
                    "A batched endpoint is List<O> or List<BatchResult<O>> %s(List<I>), of records, sealed interfaces, enums or scalars and nothing else; got %s and parameters %s",
                    method.getSimpleName(),
                    result,
                    parameters);
            return new Answer.Empty();
        }
        return new Answer.Batched(
                TypeName.get(types.arguments(parameters.getFirst()).getFirst()),
                TypeName.get(types.arguments(types.holdingAnswer(result)).getFirst()),
                batch);
    }

    /** The list is gathered from the bodies of several calls: nothing can be said of it as a whole. */
    private void checkBatch(ExecutableElement method, VariableElement parameter) {
        Stream.of(PathParam.class, QueryParam.class)
                .flatMap(type -> members.find(method, parameter, type).stream())
                .forEach(annotation -> complaints.add(annotation.problem(
                        "A batched endpoint takes a list of bodies: remove @" + annotation.simpleName())));
        TypeUse.whole(parameter.asType(), parameter.getAnnotationMirrors()).annotations().stream()
                .filter(Constraints::constrains)
                .forEach(mirror -> complaints.at(
                        parameter,
                        "@%s is not enforced on a batch, whose size is maxSize at most: remove it",
                        mirror.getAnnotationType().asElement().getSimpleName()));
    }

    Answer passthrough(ExecutableElement method, WrittenAnnotation annotation, Settings endpoint, String endpointPath) {
        if (!endpoint.written().text("contentType").isEmpty()) {
            endpoint.complain(
                    "contentType", "A passthrough endpoint answers what the other server does: remove contentType");
        }
        Settings settings = complaints.settings(annotation);
        int port = LocalPort.read(settings);
        String path = annotation.text("path");
        if (!path.isEmpty() && !Limits.isPassthroughPath(path)) {
            settings.complain("path", "path must begin with a slash and have no query, got '%s'", path);
        }
        if (!method.getParameters().isEmpty() || method.getReturnType().getKind() != TypeKind.VOID) {
            complaints.at(
                    method,
                    "A passthrough endpoint is void %s(): the other server takes the request and gives the answer",
                    method.getSimpleName());
        }
        return new Answer.Passthrough(new PassthroughSpec(port, path.isEmpty() ? endpointPath : path));
    }

    private boolean isListOfElements(TypeMirror type) {
        return types.is(type, List.class) && isOfElements(type);
    }

    private boolean isOfElements(TypeMirror type) {
        return types.arguments(type).size() == 1
                && types.isElement(types.arguments(type).getFirst());
    }
}
