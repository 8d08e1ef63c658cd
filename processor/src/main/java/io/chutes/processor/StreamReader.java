package io.chutes.processor;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.manifest.StreamDialect;
import io.chutes.processor.EndpointModel.Answer;
import org.jspecify.annotations.Nullable;

/** Reads how an endpoint's events are written. */
record StreamReader(Settings endpoint) {
    private static final String NAME = "stream";
    private static final String DEFINITIONS = "#/$defs/";

    /**
     * The dialect; null where it need not be said.
     *
     * @param event the schema of an event, if there are any
     */
    @Nullable StreamDialect dialect(Answer answer, @Nullable JsonNode event) {
        StreamDialect dialect = StreamDialect.valueOf(endpoint.written().constant(NAME));
        return switch (answer) {
            case Answer.Events _, Answer.Reply _ ->
                switch (dialect) {
                    case EVENTS -> null;
                    case OPENAI -> {
                        checkNoError(event);
                        yield dialect;
                    }
                };
            case Answer.Json _,
                    Answer.Text _,
                    Answer.Media _,
                    Answer.Empty _,
                    Answer.Batched _,
                    Answer.Passthrough _ -> {
                if (endpoint.written().isWritten(NAME)) {
                    endpoint.complain(
                            NAME,
                            "stream says how events are written, and this method returns none: return a Stream or a Reply, or remove it");
                }
                yield null;
            }
        };
    }

    /** Its readers would take such a value for the end of the stream. */
    private void checkNoError(@Nullable JsonNode event) {
        if (event != null && mayHaveError(event, event.path("$defs"))) {
            endpoint.complain(
                    NAME,
                    "An event of OpenAI's dialect with an error is a failure: make it a record without a component of that name");
        }
    }

    private static boolean mayHaveError(JsonNode schema, JsonNode definitions) {
        String reference = schema.path("$ref").asText();
        if (reference.startsWith(DEFINITIONS)) {
            return mayHaveError(definitions.path(reference.substring(DEFINITIONS.length())), definitions);
        }
        for (JsonNode choice : schema.path("oneOf")) {
            if (mayHaveError(choice, definitions)) {
                return true;
            }
        }
        return schema.path("properties").has("error")
                || schema.path("additionalProperties").isObject();
    }
}
