package io.chutes.processor;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A Java regular expression that a whole text must match, as one of ECMA-262 that finds the same texts. What the two languages read
 * differently is written out or refused.
 */
sealed interface PortablePattern {
    /** The same in both. */
    record Portable(String pattern) implements PortablePattern {}

    /** Something only Java knows. */
    record Refused(String reason) implements PortablePattern {}

    static PortablePattern of(String regexp) {
        try {
            Pattern.compile(regexp);
        } catch (PatternSyntaxException e) {
            return new Refused("is no regular expression: " + e.getDescription() + " in '" + regexp + "'");
        }
        return new PatternTranslation(regexp).translate();
    }
}
