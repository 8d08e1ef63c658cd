package io.chutes.template.llm.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What chats and completions ask for alike, by the names of OpenAI's API, or of those that follow it. */
public interface GenerationRequest {
    /** Told back in the answer. */
    Optional<String> model();

    /** How many answers; 1. */
    Optional<Integer> n();

    /** Up to four texts that end an answer. */
    Optional<Object> stop();

    /** 0 to 2; 1. */
    Optional<Double> temperature();

    /** The likeliest tokens that are so likely together; 1. */
    @SuppressWarnings("MemberName")
    Optional<Double> top_p();

    /** The likeliest tokens; all, which 0 and -1 mean too. */
    @SuppressWarnings("MemberName")
    Optional<Integer> top_k();

    /** The tokens at least so likely as this part of the likeliest; all. */
    @SuppressWarnings("MemberName")
    Optional<Double> min_p();

    /** Against tokens that came before. */
    @SuppressWarnings("MemberName")
    Optional<Double> presence_penalty();

    /** Against tokens for each time that they came before. */
    @SuppressWarnings("MemberName")
    Optional<Double> frequency_penalty();

    /** Against tokens of the prompt and the answer. */
    @SuppressWarnings("MemberName")
    Optional<Double> repetition_penalty();

    /** What is added to the scores of tokens, by their numbers. */
    @SuppressWarnings("MemberName")
    Optional<Map<String, Double>> logit_bias();

    /** The same for the same answer. */
    Optional<Long> seed();

    /** JSON in which form. */
    @SuppressWarnings("MemberName")
    Optional<ResponseFormat> response_format();

    /** The tools of which one must be called; none if none must. */
    List<Tool> forced();

    /** Whether an answer goes on within the prompt's text, rather than begin a text of its own. */
    boolean continues();

    /** The texts that end an answer. */
    default List<String> stops() {
        return switch (stop().orElse(List.of())) {
            case String text -> List.of(text);
            case List<?> several -> several.stream().map(String.class::cast).toList();
            default -> List.of();
        };
    }

    /** Whether {@code stop} is what it can be. */
    static void checkStop(Optional<Object> stop) {
        Object given = stop.orElse(List.of());
        boolean right = given instanceof String text
                ? !text.isEmpty()
                : given instanceof List<?> several
                        && several.size() <= 4
                        && several.stream().allMatch(each -> each instanceof String text && !text.isEmpty());
        if (!right) {
            throw new IllegalArgumentException("stop must be a text or up to 4, none empty, got " + given);
        }
        if (!UTF_8.newEncoder().canEncode(given.toString())) {
            throw new IllegalArgumentException("stop has half of a surrogate pair, which no answer has");
        }
    }

    /** Whether a number is what it can be. */
    static void checkRange(String name, Optional<Integer> number, int least, int most) {
        number.filter(value -> value < least || value > most).ifPresent(value -> {
            throw new IllegalArgumentException("%s must be %d to %d, got %d".formatted(name, least, most, value));
        });
    }
}
