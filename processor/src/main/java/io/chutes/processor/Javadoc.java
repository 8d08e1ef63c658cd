package io.chutes.processor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text of documentation comments, without their markup. */
final class Javadoc {
    private static final Pattern INLINE_TAG = Pattern.compile("\\{@\\w+\\s+([^{}]*)}");
    private static final Pattern SENTENCE = Pattern.compile("(.*?[.!?])(\\s.*|$)", Pattern.DOTALL);

    private Javadoc() {}

    /** The first sentence of a comment, on one line; empty where there is none before the first block tag. */
    static String firstSentence(String comment) {
        String body = comment.split("(?m)^\\s*@", 2)[0];
        String text = INLINE_TAG
                .matcher(body)
                .replaceAll("$1")
                .replaceAll("<[^>]+>", "")
                .strip();
        Matcher sentence = SENTENCE.matcher(text);
        String first = sentence.matches() ? sentence.group(1) : text;
        return first.replaceAll("\\s+", " ").replaceAll("\\.$", "");
    }
}
