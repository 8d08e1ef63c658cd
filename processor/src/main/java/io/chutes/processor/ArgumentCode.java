package io.chutes.processor;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import io.chutes.processor.EndpointModel.Argument;
import io.chutes.processor.EndpointModel.Times;
import java.util.List;

/** The expressions by which generated code gets the arguments of a method. */
final class ArgumentCode {
    private ArgumentCode() {}

    /** Those of an endpoint, with commas between, from the variable {@code request}. */
    static CodeBlock of(EndpointModel endpoint) {
        return endpoint.arguments().stream()
                .map(argument ->
                        CodeBlock.of("$L$L", endpoint.isOverloaded() ? cast(argument) : "", of(argument, "request")))
                .collect(CodeBlock.joining(",$W"));
    }

    /** Those of a job, from the variable {@code job}. */
    static CodeBlock of(JobModel job) {
        return job.arguments().stream().map(argument -> of(argument, "job")).collect(CodeBlock.joining(",$W"));
    }

    /** Whether one of them comes as an object and is passed as a primitive value. */
    static boolean unboxes(List<Argument> arguments) {
        return arguments.stream().anyMatch(argument -> !cast(argument).isEmpty());
    }

    /** Without it a method of the same name that takes objects would be called. */
    private static String cast(Argument argument) {
        return switch (argument) {
            case Argument.PathParameter(String _, String _, TypeName type) -> cast(type);
            case Argument.QueryParameter(String _, String _, TypeName type, Times times) ->
                times == Times.ONCE ? cast(type) : "";
            case Argument.Body _,
                    Argument.ListBody _,
                    Argument.MapBody _,
                    Argument.Text _,
                    Argument.Bytes _,
                    Argument.Upload _,
                    Argument.Call _ -> "";
        };
    }

    private static String cast(TypeName type) {
        return type.isPrimitive() ? "(" + type + ") " : "";
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
