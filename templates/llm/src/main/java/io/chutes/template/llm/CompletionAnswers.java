package io.chutes.template.llm;

import io.chutes.template.llm.openai.Completion;
import io.chutes.template.llm.openai.TokenLogprob;
import io.chutes.template.llm.openai.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers to a completion, as OpenAI's API tells them. Not for two threads. */
final class CompletionAnswers {
    private final Told told;
    private final int promptTokens;
    private final boolean likelihoods;
    private final List<Answer> answers;
    private int tokens;

    /** Those to each of the prompts after each other, of which none has begun. */
    CompletionAnswers(Told told, List<ReadPrompt> prompts, boolean likelihoods) {
        this.told = told;
        this.promptTokens =
                prompts.stream().mapToInt(prompt -> prompt.tokens().size()).sum();
        this.likelihoods = likelihoods;
        this.answers = prompts.stream()
                .flatMap(prompt ->
                        Stream.generate(() -> new Answer(prompt.echo())).limit(prompt.answers()))
                .toList();
    }

    /** One answer, as far as it is told. */
    private static final class Answer {
        private final StringBuilder text = new StringBuilder();
        private final List<TokenLogprob> tokens = new ArrayList<>();
        private String echo;
        private int offset;
        private String reason = "stop";

        Answer(String echo) {
            this.echo = echo;
        }
    }

    /** All of them, once they are whole. */
    Completion whole(Stream<Event> events) {
        events.forEachOrdered(event -> {
            Answer answer = answers.get(event.index());
            answer.text.append(text(event, answer));
            if (event instanceof Event.Part part) {
                answer.tokens.addAll(part.tokens());
            }
        });
        List<Completion.CompletionChoice> choices = new ArrayList<>();
        for (Answer answer : answers) {
            choices.add(new Completion.CompletionChoice(
                    choices.size(),
                    answer.text.toString(),
                    logprobs(answer, answer.tokens),
                    Optional.of(answer.reason)));
        }
        return completion(choices, Optional.of(Usage.of(promptTokens, tokens)));
    }

    /** Their parts as they come, and their usage at the end if it is asked for. */
    Stream<Completion> parts(Stream<Event> events, boolean usage) {
        Stream<Completion> parts = events.map(event -> {
            Answer answer = answers.get(event.index());
            String text = text(event, answer);
            boolean end = event instanceof Event.End;
            List<TokenLogprob> logprobs = event instanceof Event.Part part ? part.tokens() : List.of();
            return completion(
                    List.of(new Completion.CompletionChoice(
                            event.index(),
                            text,
                            logprobs(answer, logprobs),
                            end ? Optional.of(answer.reason) : Optional.empty())),
                    Optional.empty());
        });
        return usage
                ? Stream.concat(
                        parts,
                        Stream.of(0).map(_ -> completion(List.of(), Optional.of(Usage.of(promptTokens, tokens)))))
                : parts;
    }

    private String text(Event event, Answer answer) {
        String before = answer.echo;
        answer.echo = "";
        return switch (event) {
            case Event.Part part -> before + part.text();
            case Event.End end -> {
                tokens += end.tokens();
                answer.reason = end.full() ? "length" : "stop";
                yield before;
            }
            case Event.Failure failure -> throw new IllegalStateException(failure.cause());
        };
    }

    private Optional<Completion.CompletionLogprobs> logprobs(Answer answer, List<TokenLogprob> tokens) {
        if (!likelihoods) {
            return Optional.empty();
        }
        List<Map<String, Double>> best = new ArrayList<>();
        List<Integer> offsets = new ArrayList<>();
        for (TokenLogprob token : tokens) {
            Map<String, Double> each = new LinkedHashMap<>();
            token.top_logprobs().forEach(top -> each.putIfAbsent(top.token(), top.logprob()));
            each.putIfAbsent(token.token(), token.logprob());
            best.add(each);
            offsets.add(answer.offset);
            answer.offset += characters(token.bytes());
        }
        return Optional.of(new Completion.CompletionLogprobs(
                tokens.stream().map(TokenLogprob::token).toList(),
                tokens.stream().map(TokenLogprob::logprob).toList(),
                best,
                offsets));
    }

    /** How many begin in these bytes of UTF-8. */
    private static int characters(List<Integer> bytes) {
        return (int) bytes.stream().filter(value -> (value & 0xC0) != 0x80).count();
    }

    private Completion completion(List<Completion.CompletionChoice> choices, Optional<Usage> usage) {
        return new Completion(told.id(), "text_completion", told.created(), told.model(), choices, usage);
    }
}
