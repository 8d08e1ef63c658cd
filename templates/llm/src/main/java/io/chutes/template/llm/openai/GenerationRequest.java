package io.chutes.template.llm.openai;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What chats and completions ask for alike, by the names of OpenAI's API, or of those that follow it. */
public interface GenerationRequest {
    /** Told back in the answer. */
    Optional<String> model();

    /** How many answers; 1. */
    Optional<Integer> n();

    /** What ends an answer. */
    Optional<Stop> stop();

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
        return stop().map(Stop::texts).orElse(List.of());
    }
}
