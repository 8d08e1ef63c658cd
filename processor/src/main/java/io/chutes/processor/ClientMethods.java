package io.chutes.processor;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import io.chutes.processor.EndpointModel.Answer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/** What an endpoint becomes in the client: a method that waits for the answer and, unless that is a stream, one that does not. */
final class ClientMethods {
    private static final ClassName JSON_TYPE = ClassName.get("io.chutes.client", "JsonType");
    private static final ClassName REPLY = ClassName.get("io.chutes.annotation", "Reply");
    private static final ClassName DOWNLOAD = ClassName.get("io.chutes.client", "Download");
    private static final TypeName TEXT = ClassName.get(String.class);
    private static final String HOW_TO_LEAVE = "Close the stream to leave early: the chute then stops its work.";

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final EndpointModel endpoint;
    private final Modifier[] visibility;
    private final ClientCall call;
    private final List<MethodSpec> all;

    ClientMethods(EndpointModel endpoint, Modifier... visibility) {
        this.endpoint = endpoint;
        this.visibility = visibility;
        this.call = new ClientCall(endpoint);
        this.all = written();
    }

    /** One for each endpoint of a chute. */
    static List<ClientMethods> of(ChuteModel chute) {
        Modifier[] visibility = RoutesWriter.visibility(chute);
        return chute.endpoints().stream()
                .map(endpoint -> new ClientMethods(endpoint, visibility))
                .toList();
    }

    String endpoint() {
        return endpoint.spec().name();
    }

    List<MethodSpec> all() {
        return all;
    }

    private List<MethodSpec> written() {
        return switch (endpoint.answer()) {
            case Answer.Json(TypeName type) -> json(type);
            case Answer.Batched(var request, TypeName type, var batch) -> json(type);
            case Answer.Text text -> both(TEXT, "readText", CodeBlock.of(""));
            case Answer.Media media -> both(DOWNLOAD, "download", CodeBlock.of(""));
            case Answer.Passthrough passthrough -> both(DOWNLOAD, "download", CodeBlock.of(""));
            case Answer.Empty empty -> both(TypeName.VOID, "send", CodeBlock.of(""));
            case Answer.Events(TypeName element) -> List.of(events(element));
            case Answer.Reply(TypeName whole, TypeName element) ->
                both(ParameterizedTypeName.get(REPLY, whole, element), "reply", tokens(whole, element));
        };
    }

    private List<MethodSpec> json(TypeName type) {
        return both(type, call.statement("return ", "read", type), call.statement("return ", "readAsync", type));
    }

    private List<MethodSpec> both(TypeName type, String form, CodeBlock token) {
        String returned = type.equals(TypeName.VOID) ? "" : "return ";
        return both(
                type,
                call.statement(returned, CodeBlock.of(".$L($L)", form, token)),
                call.statement("return ", CodeBlock.of(".$LAsync($L)", form, token)));
    }

    private List<MethodSpec> both(TypeName type, CodeBlock now, CodeBlock later) {
        var future = ParameterizedTypeName.get(ClassName.get(CompletableFuture.class), type.box());
        return List.of(method(endpoint(), type, now), method(endpoint() + "Async", future, later));
    }

    private MethodSpec events(TypeName element) {
        var stream = ParameterizedTypeName.get(ClassName.get(Stream.class), element);
        return method(endpoint(), stream, call.statement("return ", "events", element));
    }

    private MethodSpec method(String name, TypeName result, CodeBlock body) {
        var method = MethodSpec.methodBuilder(name).addModifiers(visibility).returns(result);
        String note = endpoint.spec().mayStream() ? HOW_TO_LEAVE : "";
        String comment = Stream.of(sentence(endpoint.spec().summary()), note)
                .filter(sentence -> !sentence.isEmpty())
                .collect(Collectors.joining(" "));
        if (!comment.isEmpty()) {
            method.addJavadoc("$L\n", comment);
        }
        return method.addParameters(call.parameters()).addStatement(body).build();
    }

    /** A summary as a sentence of a comment, whatever characters it has. */
    private static String sentence(String summary) {
        String escaped = BLANKS.matcher(summary.strip())
                .replaceAll(" ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;")
                .replace("{", "&#123;")
                .replace("*/", "*&#47;")
                .replace("\\", "&#92;"); // javac reads \\u escapes in comments too
        return escaped.isEmpty() || ".!?".indexOf(escaped.charAt(escaped.length() - 1)) >= 0 ? escaped : escaped + ".";
    }

    /** Of two types, both in the same way. */
    private static CodeBlock tokens(TypeName one, TypeName other) {
        boolean classes = !(one instanceof ParameterizedTypeName) && !(other instanceof ParameterizedTypeName);
        return classes
                ? CodeBlock.of("$T.class, $T.class", one, other)
                : CodeBlock.of("$L, $L", jsonType(one), jsonType(other));
    }

    private static CodeBlock jsonType(TypeName type) {
        return type instanceof ParameterizedTypeName
                ? ClientCall.token(type)
                : CodeBlock.of("$T.of($T.class)", JSON_TYPE, type);
    }
}
