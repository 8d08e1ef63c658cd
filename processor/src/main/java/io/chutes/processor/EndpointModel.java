package io.chutes.processor;

import com.palantir.javapoet.TypeName;
import io.chutes.platform.manifest.BatchSpec;
import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.PassthroughSpec;
import java.util.List;

/**
 * An endpoint and how its method is called.
 *
 * @param spec what the manifest says of it
 * @param arguments one for each parameter, in order
 * @param answer what becomes of the result
 * @param isOverloaded whether other methods have its name, and the types of its arguments must tell it from them
 */
record EndpointModel(EndpointSpec spec, List<Argument> arguments, Answer answer, boolean isOverloaded) {
    EndpointModel {
        arguments = List.copyOf(arguments);
    }

    /** Where a parameter's value comes from. */
    sealed interface Argument {
        /** The JSON body, as this type. */
        record Body(String name, TypeName type) implements Argument {}

        /** The JSON body, as a list of this type. */
        record ListBody(String name, TypeName element) implements Argument {}

        /** The JSON body, as a map from text to this type. */
        record MapBody(String name, TypeName value) implements Argument {}

        /** The body as text. */
        record Text(String name) implements Argument {}

        /** The body as bytes. */
        record Bytes(String name) implements Argument {}

        /** The body as it comes. */
        record Upload(String name) implements Argument {}

        /** A segment of the path. */
        record PathParameter(String name, String key, TypeName type) implements Argument {}

        /** A parameter of the query string. */
        record QueryParameter(String name, String key, TypeName type, Times times) implements Argument {}

        /** The call itself. */
        record Call() implements Argument {}
    }

    /** How often a parameter may be there. */
    enum Times {
        ONCE,
        AT_MOST_ONCE,
        ANY
    }

    /** What becomes of a method's result. */
    sealed interface Answer {
        /** JSON of this type. */
        record Json(TypeName type) implements Answer {}

        /** Text of this media type. */
        record Text(String contentType) implements Answer {}

        /** Whatever the media says, usually of this media type. */
        record Media(String contentType) implements Answer {}

        /** Server-sent events, each of this type. */
        record Events(TypeName element) implements Answer {}

        /** JSON of this type, or server-sent events, each of that type. */
        record Reply(TypeName whole, TypeName element) implements Answer {}

        /** Nothing. */
        record Empty() implements Answer {}

        /** JSON of this type, computed for several calls at once; the method takes a list of requests. */
        record Batched(TypeName request, TypeName type, BatchSpec batch) implements Answer {}

        /** What the server inside the container answers. */
        record Passthrough(PassthroughSpec target) implements Answer {}
    }
}
