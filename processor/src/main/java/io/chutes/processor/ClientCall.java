package io.chutes.processor;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import io.chutes.platform.manifest.RequestMethods;
import io.chutes.processor.EndpointModel.Answer;
import io.chutes.processor.EndpointModel.Argument;
import io.chutes.processor.EndpointModel.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The call that a method of the client makes, and the parameters it needs for that. */
final class ClientCall {
    private static final TypeName TEXT = ClassName.get(String.class);
    private static final ClassName UPLOAD = ClassName.get("io.chutes.annotation", "Upload");
    private static final ClassName JSON_TYPE = ClassName.get("io.chutes.client", "JsonType");
    private static final int MAX_LENGTH = 100;

    /** What {@code ChuteClient} does in one call, where a body in JSON is posted and the answer is of a class. */
    private static final Map<String, String> POSTED =
            Map.of("read", "call", "readAsync", "callAsync", "events", "stream");

    private final EndpointModel endpoint;
    private final List<Sent> sent;

    ClientCall(EndpointModel endpoint) {
        this.endpoint = endpoint;
        this.sent = sent(endpoint);
    }

    List<ParameterSpec> parameters() {
        return sent.stream()
                .map(each -> ParameterSpec.builder(each.type(), each.name()).build())
                .toList();
    }

    /** The whole call for an answer of one type, in that form. */
    CodeBlock statement(String returned, String form, TypeName type) {
        if (!isPosted() || type instanceof ParameterizedTypeName) {
            return statement(returned, CodeBlock.of(".$L($L)", form, token(type)));
        }
        String body = sent.getFirst().name();
        return CodeBlock.of(
                "$L$L.$L($S,$W$L,$W$T.class)",
                returned,
                chute(),
                POSTED.get(form),
                endpoint.spec().path(),
                body,
                type);
    }

    /** What tells Jackson a type: a class where one suffices. */
    static CodeBlock token(TypeName type) {
        return type instanceof ParameterizedTypeName
                ? CodeBlock.of("new $T<$T>() {}", JSON_TYPE, type)
                : CodeBlock.of("$T.class", type);
    }

    /** The whole call up to the form in which the answer is taken, on one line where it fits. */
    CodeBlock statement(String returned, CodeBlock form) {
        List<CodeBlock> links = new ArrayList<>();
        var spec = endpoint.spec();
        String method = spec.method().toLowerCase(Locale.ROOT);
        CodeBlock start = CodeBlock.of("$L$L.$L($S)", returned, chute(), method, spec.path());
        if (saysIdempotent()) {
            links.add(CodeBlock.of(".idempotent()"));
        }
        sent.forEach(each -> links.add(each.link()));
        links.add(form);
        int length = Stream.concat(Stream.of(start), links.stream())
                .mapToInt(link -> link.toString().length())
                .sum();
        String between = length > MAX_LENGTH ? "\n" : "";
        return CodeBlock.of("$L$L$L", start, between, CodeBlock.join(links, between));
    }

    private String chute() {
        return sent.stream().anyMatch(each -> each.name().equals("chute")) ? "this.chute" : "chute";
    }

    /** Whether all there is to say is the path and a body in JSON. */
    private boolean isPosted() {
        return endpoint.spec().method().equals("POST")
                && !saysIdempotent()
                && sent.size() == 1
                && sent.getFirst().isJson();
    }

    private boolean saysIdempotent() {
        var spec = endpoint.spec();
        return spec.idempotent() && !RequestMethods.isIdempotent(spec.method());
    }

    private static List<Sent> sent(EndpointModel endpoint) {
        if (endpoint.answer() instanceof Answer.Batched(TypeName request, var type, var batch)) {
            return List.of(body("request", request, "json"));
        } else if (endpoint.answer() instanceof Answer.Passthrough) {
            boolean bodiless = RequestMethods.isBodiless(endpoint.spec().method());
            return bodiless ? List.of() : List.of(body("body", UPLOAD, "upload"));
        }
        return endpoint.arguments().stream().flatMap(ClientCall::sent).toList();
    }

    private static Stream<Sent> sent(Argument argument) {
        return switch (argument) {
            case Argument.Body(String name, TypeName type) -> Stream.of(body(name, type, "json"));
            case Argument.ListBody(String name, TypeName element) -> Stream.of(body(name, list(element), "json"));
            case Argument.MapBody(String name, TypeName value) -> Stream.of(body(name, map(value), "json"));
            case Argument.Text(String name) -> Stream.of(body(name, TEXT, "text"));
            case Argument.Bytes(String name) -> Stream.of(body(name, ArrayTypeName.of(TypeName.BYTE), "bytes"));
            case Argument.Upload(String name) -> Stream.of(body(name, UPLOAD, "upload"));
            case Argument.PathParameter(String name, String key, TypeName type) ->
                Stream.of(new Sent(name, type, CodeBlock.of(".path($S, $L)", key, name), false));
            case Argument.QueryParameter(String name, String key, TypeName type, Times times) ->
                Stream.of(new Sent(name, times(type, times), CodeBlock.of(".query($S, $L)", key, name), false));
            case Argument.Call() -> Stream.empty();
        };
    }

    private static Sent body(String name, TypeName type, String form) {
        return new Sent(name, type, CodeBlock.of(".$L($L)", form, name), form.equals("json"));
    }

    private static TypeName times(TypeName type, Times times) {
        return switch (times) {
            case ONCE -> type;
            case AT_MOST_ONCE -> ParameterizedTypeName.get(ClassName.get(Optional.class), type.box());
            case ANY -> list(type);
        };
    }

    private static TypeName list(TypeName element) {
        return ParameterizedTypeName.get(ClassName.get(List.class), element.box());
    }

    private static TypeName map(TypeName value) {
        return ParameterizedTypeName.get(ClassName.get(Map.class), TEXT, value.box());
    }

    /** A parameter of the method, and the link of the call that sends it. */
    private record Sent(String name, TypeName type, CodeBlock link, boolean isJson) {}
}
