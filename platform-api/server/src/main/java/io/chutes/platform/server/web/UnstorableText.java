package io.chutes.platform.server.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Text with the character U+0000: PostgreSQL holds none, and no program is given any in a variable. */
public final class UnstorableText {
    private UnstorableText() {}

    /** Refuses it in the parameters of a path and a query. */
    static void refuse(Context context) {
        Stream.concat(
                        context.pathParamMap().entrySet().stream()
                                .map(parameter -> Map.entry(parameter.getKey(), List.of(parameter.getValue()))),
                        context.queryParamMap().entrySet().stream())
                .filter(parameter -> parameter.getValue().stream().anyMatch(UnstorableText::is))
                .findFirst()
                .ifPresent(parameter -> {
                    throw ApiException.unprocessable(
                            "The parameter %s holds the character U+0000; leave it out".formatted(parameter.getKey()));
                });
    }

    /** Where it is in the names and values of a JSON document, by JSON Pointer. */
    public static Optional<String> find(JsonParser document) throws IOException {
        for (JsonToken token = document.nextToken(); token != null; token = document.nextToken()) {
            boolean text = token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME;
            if (text && is(document.getText())) {
                return Optional.of(document.getParsingContext().pathAsPointer().toString());
            }
        }
        return Optional.empty();
    }

    private static boolean is(String text) {
        return text.indexOf('\0') >= 0;
    }
}
