package io.chutes.template.embedding;

import io.chutes.annotation.Chute;
import java.util.List;

/** A model small enough to check by hand: how often each of a, b and c occurs. */
@Chute(name = "letter-counts")
class LetterCounts extends EmbeddingChute {
    @Override
    protected TextVectors vectors(List<String> texts) {
        return TextVectors.of(texts.stream()
                .map(text -> new float[] {count(text, 'a'), count(text, 'b'), count(text, 'c')})
                .toList());
    }

    private static long count(String text, char letter) {
        return text.chars().filter(c -> c == letter).count();
    }
}
