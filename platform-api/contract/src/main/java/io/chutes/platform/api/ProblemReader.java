package io.chutes.platform.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;

/** Reads a problem within something else as {@link Problem#read} reads one: it may leave out {@code errors}. */
final class ProblemReader extends JsonDeserializer<Problem> {
    @Override
    public Problem deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return Problem.read(context.readTree(parser).toString());
    }
}
