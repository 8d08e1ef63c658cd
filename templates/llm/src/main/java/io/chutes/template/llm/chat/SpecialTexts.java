package io.chutes.template.llm.chat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts that a tokenizer reads as special tokens wherever they stand: whoever writes one within a message could end that and begin another's.
 */
record SpecialTexts(Collection<String> texts) {
    SpecialTexts {
        texts = List.copyOf(texts);
    }

    /**
     * Whether a value is without them.
     *
     * @param where what the value is called
     * @throws IllegalArgumentException if it is not, naming the first and its place
     */
    void checkAbsent(String where, @Nullable Object value) {
        switch (value) {
            case String text ->
                texts.stream().filter(text::contains).findFirst().ifPresent(found -> {
                    throw new IllegalArgumentException(
                            "%s has '%s', which the model would read as its own special token: leave it out, or write it otherwise"
                                    .formatted(where, found));
                });
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    checkAbsent("%s[%d]".formatted(where, i), list.get(i));
                }
            }
            case Map<?, ?> map ->
                map.forEach((key, each) -> {
                    checkAbsent("a name in " + where, key);
                    checkAbsent(where + "." + key, each);
                });
            case null, default -> {}
        }
    }
}
