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

    private static final Pattern BLOCK_TAG = Pattern.compile("^\\s*@", Pattern.MULTILINE);
    private static final Pattern HTML_TAG = Pattern.compile("</?[a-zA-Z][^<>]*>");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private Javadoc() {}

    /** The first sentence of a comment, on one line; empty where there is none before the first block tag. */
    static String firstSentence(String comment) {
        String text = plain(BLOCK_TAG.split(comment, 2)[0]);
        Matcher sentence = SENTENCE.matcher(text);
        String first = sentence.matches() ? sentence.group(1) : text;
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
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
        String links = LABELLED_LINK.matcher(comment).replaceAll("$1");
        String text = HTML_TAG.matcher(INLINE_TAG.matcher(links).replaceAll("$1"))
                .replaceAll("")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
        return BLANKS.matcher(text).replaceAll(" ").strip();
    }
}
