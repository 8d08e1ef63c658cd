package io.chutes.processor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text of documentation comments, without their markup. */
final class Javadoc {
    private static final Pattern LABELLED_LINK = Pattern.compile("\\{@link(?:plain)?\\s+[^\\s{}]+\\s+([^{}]+)}");
    private static final Pattern INLINE_TAG = Pattern.compile("\\{@\\w+\\s+([^{}]*)}");
    private static final Pattern SENTENCE = Pattern.compile("(.*?[.!?])(\\s.*|$)", Pattern.DOTALL);
    private static final Pattern PARAM =
            Pattern.compile("^\\s*@param\\s+(\\w+)\\s+(.*?)(?=^\\s*@\\w|\\z)", Pattern.MULTILINE | Pattern.DOTALL);

    private Javadoc() {}

    /** The first sentence of a comment, on one line; empty where there is none before the first block tag. */
    static String firstSentence(String comment) {
        String text = plain(comment.split("(?m)^\\s*@", 2)[0]);
        Matcher sentence = SENTENCE.matcher(text);
        String first = sentence.matches() ? sentence.group(1) : text;
        return first.replaceAll("\\.$", "");
    }

    /** What {@code @param} says of each component of a record, on one line. */
    static Map<String, String> params(String comment) {
        Map<String, String> texts = new LinkedHashMap<>();
        Matcher param = PARAM.matcher(comment);
        while (param.find()) {
            texts.put(param.group(1), plain(param.group(2)));
        }
        return texts;
    }

    private static String plain(String comment) {
        return INLINE_TAG
                .matcher(LABELLED_LINK.matcher(comment).replaceAll("$1"))
                .replaceAll("$1")
                .replaceAll("</?[a-zA-Z][^<>]*>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
