package io.chutes.processor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.util.Elements;

/** What Javadoc says of types and their components, without its markup. Only source has it: compiled classes have none. */
final class Descriptions {
    private static final Pattern PARAM =
            Pattern.compile("^\\s*@param\\s+(\\w+)\\s+(.*?)(?=^\\s*@\\w|\\z)", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern BLOCK_TAG = Pattern.compile("^\\s*@\\w", Pattern.MULTILINE);
    private static final Pattern SENTENCE = Pattern.compile("(?s)(.*?[.!?])(\\s.*|$)");
    private static final Pattern INLINE_TAG = Pattern.compile("\\{@\\w+\\s+([^{}]*)}");
    private static final Pattern HTML_TAG = Pattern.compile("</?[a-zA-Z][^<>]*>");
    private static final Pattern LINK_AND_LABEL = Pattern.compile("[\\w.#()]*#[\\w.()]+\\s+(?=\\S)");

    private final Elements elements;

    Descriptions(Elements elements) {
        this.elements = elements;
    }

    /** The first sentence. */
    Optional<String> ofType(Element type) {
        return comment(type)
                .map(text -> {
                    Matcher tag = BLOCK_TAG.matcher(text);
                    String prose = plain(tag.find() ? text.substring(0, tag.start()) : text);
                    Matcher sentence = SENTENCE.matcher(prose);
                    return sentence.matches() ? sentence.group(1) : prose;
                })
                .filter(text -> !text.isEmpty());
    }

    /** What {@code @param} says of each component of a record. */
    Map<String, String> ofComponents(Element type) {
        Map<String, String> texts = new LinkedHashMap<>();
        comment(type).ifPresent(comment -> {
            Matcher param = PARAM.matcher(comment);
            while (param.find()) {
                texts.put(param.group(1), plain(param.group(2)));
            }
        });
        return texts;
    }

    private Optional<String> comment(Element type) {
        return Optional.ofNullable(elements.getDocComment(type));
    }

    private static String plain(String text) {
        String prose = INLINE_TAG
                .matcher(text)
                .replaceAll(tag -> Matcher.quoteReplacement(
                        LINK_AND_LABEL.matcher(tag.group(1)).replaceFirst("")));
        return HTML_TAG.matcher(prose)
                .replaceAll(" ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
