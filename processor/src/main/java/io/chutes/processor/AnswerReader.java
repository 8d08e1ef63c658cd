package io.chutes.processor;

import com.palantir.javapoet.TypeName;
import io.chutes.annotation.Media;
import io.chutes.annotation.Reply;
import io.chutes.processor.EndpointModel.Answer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Reads what an endpoint method returns. */
final class AnswerReader {
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*");

    private final BodyTypes types;
    private final Complaints complaints;

    AnswerReader(BodyTypes types, Complaints complaints) {
        this.types = types;
        this.complaints = complaints;
    }

    Answer read(ExecutableElement method, TypeMirror result, Settings endpoint) {
        Answer answer = answer(method, result, endpoint.written().text("contentType"));
        String contentType = endpoint.written().text("contentType");
        if (contentType.isEmpty()) {
            return answer;
        }
        switch (answer) {
            case Answer.Text _ -> checkMediaType(endpoint, contentType, contentType.startsWith("text/"), "a text");
            case Answer.Media _ -> checkMediaType(endpoint, contentType, true, "an answer");
            case Answer.Json _,
                    Answer.Events _,
                    Answer.Reply _,
                    Answer.Empty _,
                    Answer.Batched _,
                    Answer.Passthrough _ ->
                endpoint.complain(
                        "contentType",
                        "contentType is for methods that return String or Media, and this one returns %s: remove it",
                        result);
        }
        return answer;
    }

    private static void checkMediaType(Settings endpoint, String contentType, boolean fits, String what) {
        if (!fits || !MEDIA_TYPE.matcher(contentType).matches()) {
            endpoint.complain(
                    "contentType",
                    "contentType must be a media type of %s, such as \"%s\", got '%s'",
                    what,
                    what.equals("a text") ? "text/html" : "image/png",
                    contentType);
        }
    }

    private Answer answer(ExecutableElement method, TypeMirror result, String contentType) {
        if (result.getKind() == TypeKind.VOID) {
            return new Answer.Empty();
        } else if (types.is(result, String.class)) {
            return new Answer.Text(contentType.isEmpty() ? "text/plain" : contentType);
        } else if (types.is(result, Media.class)) {
            return new Answer.Media(contentType.isEmpty() ? "*/*" : contentType);
        } else if (types.is(result, Stream.class)) {
            return events(method, result);
        } else if (types.is(result, Reply.class)) {
            return reply(method, result);
        } else if (types.isAnswer(result)) {
            return new Answer.Json(TypeName.get(result));
        }
        complaints.at(
                method,
                "An endpoint returns a record, sealed interface, List, Set, Map, String, Media, Stream, Reply or void, got %s: wrap it in a record",
                result);
        return new Answer.Empty();
    }

    private Answer reply(ExecutableElement method, TypeMirror result) {
        List<? extends TypeMirror> arguments = types.arguments(result);
        if (arguments.isEmpty() || !types.isAnswer(arguments.getFirst())) {
            complaints.at(
                    method,
                    "A Reply is of a record, sealed interface, List, Set or Map, and of its events, such as Reply<Completion, Chunk>, got %s",
                    result);
            return new Answer.Empty();
        }
        return new Answer.Reply(TypeName.get(arguments.getFirst()), TypeName.get(arguments.getLast()));
    }

    private Answer events(ExecutableElement method, TypeMirror result) {
        if (types.arguments(result).isEmpty()) {
            complaints.at(method, "A Stream must say of what, such as Stream<Token>");
            return new Answer.Empty();
        }
        return new Answer.Events(TypeName.get(types.arguments(result).getFirst()));
    }
}
