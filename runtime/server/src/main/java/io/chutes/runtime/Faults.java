package io.chutes.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.runtime.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;

/** The places of a document that do not fit, as many as an answer can hold. */
final class Faults {
    /** Enough to see what is wrong, few enough for an answer. */
    private static final int MOST = 50;

    private static final int LONGEST = 40;

    private final List<FieldError> faults = new ArrayList<>();

    void add(String pointer, String rule, String message) {
        if (!areEnough()) {
            faults.add(new FieldError(pointer, rule, message));
        }
    }

    /** A value of another type than it should be. */
    void type(String pointer, String expected, JsonNode found) {
        add(pointer, "type", "must be " + expected + ", got " + kind(found));
    }

    boolean areEnough() {
        return faults.size() >= MOST;
    }

    List<FieldError> all() {
        return List.copyOf(faults);
    }

    static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case BOOLEAN, NULL -> node.asText();
            case NUMBER -> "the number " + shortened(node.asText());
            case OBJECT, POJO -> "an object";
            case STRING, BINARY -> "a string";
            case MISSING -> "nothing";
        };
    }
}
