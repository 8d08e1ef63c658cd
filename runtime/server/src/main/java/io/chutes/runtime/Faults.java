package io.chutes.runtime;

import com.fasterxml.jackson.core.JsonParser;
import io.chutes.runtime.Problem.FieldError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The places of a document that do not fit, as many as an answer can hold. */
final class Faults {
    /** Enough to see what is wrong, few enough for an answer. */
    private static final int MOST = 50;

    private static final int LONGEST = 40;

    private final List<FieldError> faults = new ArrayList<>();

    void add(Place place, String rule, String message) {
        if (!areEnough()) {
            faults.add(new FieldError(place.toString(), rule, message));
        }
    }

    /** A value of another type than it should be. */
    void type(Place place, String expected, JsonParser found) throws IOException {
        add(place, "type", "must be " + expected + ", got " + kind(found));
    }

    boolean areEnough() {
        return faults.size() >= MOST;
    }

    int size() {
        return faults.size();
    }

    List<FieldError> all() {
        return List.copyOf(faults);
    }

    static String shortened(String text) {
        return shortened(text, LONGEST);
    }

    /** Its first characters, whole ones, if there are more. */
    static String shortened(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "…";
    }

    private static String kind(JsonParser found) throws IOException {
        return switch (found.currentToken()) {
            case START_ARRAY -> "an array";
            case START_OBJECT -> "an object";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "the number " + shortened(found.getText());
            default -> found.getText();
        };
    }
}
