package io.chutes.processor;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import io.chutes.processor.EndpointModel.Argument;
import io.chutes.processor.EndpointModel.Times;
import java.util.List;

/** The expressions by which generated code gets the arguments of a method. */
final class ArgumentCode {
    private ArgumentCode() {}

    /**
     * The arguments, with commas between.
     *
     * @param request the name of the variable they come from
     */
    static CodeBlock of(List<Argument> arguments, String request) {
        return arguments.stream().map(argument -> of(argument, request)).collect(CodeBlock.joining(",$W"));
    }

    private static CodeBlock of(Argument argument, String request) {
        return switch (argument) {
            case Argument.Body(String _, TypeName type) -> CodeBlock.of("$L.body($T.class)", request, type);
            case Argument.ListBody(String _, TypeName element) -> CodeBlock.of("$L.list($T.class)", request, element);
            case Argument.MapBody(String _, TypeName value) -> CodeBlock.of("$L.map($T.class)", request, value);
            case Argument.Text _ -> CodeBlock.of("$L.text()", request);
            case Argument.Bytes _ -> CodeBlock.of("$L.bytes()", request);
            case Argument.Upload _ -> CodeBlock.of("$L.upload()", request);
            case Argument.PathParameter(String _, String key, TypeName type) ->
                CodeBlock.of("$L.path($S, $T.class)", request, key, type.box());
            case Argument.QueryParameter(String _, String key, TypeName type, Times times) ->
                CodeBlock.of("$L.$L($S, $T.class)", request, query(times), key, type.box());
            case Argument.Call _ -> CodeBlock.of("$L", request);
        };
    }

    private static String query(Times times) {
        return switch (times) {
            case ONCE -> "query";
            case AT_MOST_ONCE -> "optionalQuery";
            case ANY -> "queries";
        };
    }
}
