package io.chutes.processor;

import com.palantir.javapoet.ClassName;
import io.chutes.platform.manifest.EndpointSpec;
import java.util.List;

/**
 * An endpoint and how its method is called.
 *
 * @param arguments one for each parameter, in order
 * @param answer what becomes of the result
 */
record EndpointModel(EndpointSpec spec, List<Argument> arguments, Answer answer) {
    EndpointModel {
        arguments = List.copyOf(arguments);
    }

    /** Where a parameter's value comes from. */
    sealed interface Argument {
        /** The JSON body, as this record. */
        record Body(ClassName type) implements Argument {}

        /** The call itself. */
        record Call() implements Argument {}
    }

    /** What becomes of a method's result. */
    enum Answer {
        JSON("application/json"),
        TEXT("text/plain"),
        STREAM("text/event-stream"),
        EMPTY("");

        private final String contentType;

        Answer(String contentType) {
            this.contentType = contentType;
        }

        String contentType() {
            return contentType;
        }
    }
}
