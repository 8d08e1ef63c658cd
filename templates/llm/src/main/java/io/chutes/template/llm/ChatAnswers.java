package io.chutes.template.llm;

import io.chutes.template.llm.chat.ToolCallText;
import io.chutes.template.llm.openai.ChatChunk;
import io.chutes.template.llm.openai.ChatCompletion;
import io.chutes.template.llm.openai.TokenLogprob;
import io.chutes.template.llm.openai.ToolCall;
import io.chutes.template.llm.openai.ToolType;
import io.chutes.template.llm.openai.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Answers to a chat, as OpenAI's API tells them. Not for two threads. */
final class ChatAnswers {
    private final Told told;
    private final int promptTokens;
    private final boolean likelihoods;
    private final List<Answer> answers;
    private int tokens;

    /**
     * Those to a prompt, of which none has begun.
     *
     * @param calls whether they may call tools
     */
    ChatAnswers(Told told, ReadPrompt prompt, boolean likelihoods, boolean calls) {
        this.told = told;
        this.promptTokens = prompt.tokens().size();
        this.likelihoods = likelihoods;
        this.answers =
                Stream.generate(() -> new Answer(calls)).limit(prompt.answers()).toList();
    }

    /** One answer, as far as it is told. */
    private static final class Answer {
        private final Optional<ToolCallText> reader;
        private final StringBuilder content = new StringBuilder();
        private final List<ToolCall> calls = new ArrayList<>();
        private final List<TokenLogprob> tokens = new ArrayList<>();
        private boolean begun;
        private String reason = "stop";

        Answer(boolean calls) {
            this.reader = calls ? Optional.of(new ToolCallText()) : Optional.empty();
        }

        List<ToolCallText.Part> parts(String text) {
            return reader.map(calls -> calls.add(text)).orElseGet(() -> said(text));
        }

        List<ToolCallText.Part> rest() {
            return reader.map(ToolCallText::end).orElse(List.of());
        }

        private static List<ToolCallText.Part> said(String text) {
            return text.isEmpty() ? List.of() : List.of(new ToolCallText.Said(text));
        }
    }

    /** All of them, once they are whole. */
    ChatCompletion whole(Stream<Event> events) {
        events.forEachOrdered(this::take);
        List<ChatCompletion.ChatChoice> choices = new ArrayList<>();
        for (Answer answer : answers) {
            var message = new ChatCompletion.AnswerMessage(
                    "assistant",
                    answer.content.isEmpty() && !answer.calls.isEmpty()
                            ? Optional.empty()
                            : Optional.of(answer.content.toString()),
                    Optional.empty(),
                    answer.calls.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(answer.calls)));
            choices.add(new ChatCompletion.ChatChoice(choices.size(), message, logprobs(answer.tokens), answer.reason));
        }
        return new ChatCompletion(
                told.id(), "chat.completion", told.created(), told.model(), choices, Usage.of(promptTokens, tokens));
    }

    private void take(Event event) {
        Answer answer = answers.get(event.index());
        chunks(event, answer);
        if (event instanceof Event.Part part) {
            answer.tokens.addAll(part.tokens());
        }
    }

    /** Their parts as they come, and their usage at the end if it is asked for. */
    Stream<ChatChunk> parts(Stream<Event> events, boolean usage) {
        Stream<ChatChunk> chunks = events.flatMap(event -> chunks(event, answers.get(event.index())).stream());
        return usage
                ? Stream.concat(
                        chunks, Stream.of(0).map(_ -> chunk(List.of(), Optional.of(Usage.of(promptTokens, tokens)))))
                : chunks;
    }

    private List<ChatChunk> chunks(Event event, Answer answer) {
        List<ChatChunk> chunks = new ArrayList<>();
        if (!answer.begun) {
            answer.begun = true;
            chunks.add(part(event.index(), Optional.of("assistant"), Optional.of(""), Optional.empty(), List.of()));
        }
        switch (event) {
            case Event.Part part -> {
                List<ToolCallText.Part> parts = answer.parts(part.text());
                List<TokenLogprob> logprobs = part.tokens();
                if (parts.isEmpty() && !logprobs.isEmpty()) {
                    parts = List.of(new ToolCallText.Said(""));
                }
                for (ToolCallText.Part each : parts) {
                    chunks.add(told(event.index(), answer, each, logprobs));
                    logprobs = List.of();
                }
            }
            case Event.End end -> {
                tokens += end.tokens();
                answer.rest().forEach(each -> chunks.add(told(event.index(), answer, each, List.of())));
                answer.reason = !answer.calls.isEmpty() ? "tool_calls" : end.full() ? "length" : "stop";
                var nothing = new ChatChunk.ChunkDelta(Optional.empty(), Optional.empty(), Optional.empty());
                chunks.add(chunk(
                        List.of(new ChatChunk.ChunkChoice(
                                event.index(), nothing, Optional.empty(), Optional.of(answer.reason))),
                        Optional.empty()));
            }
            case Event.Failure failure -> throw new IllegalStateException(failure.cause());
        }
        return chunks;
    }

    private ChatChunk told(int index, Answer answer, ToolCallText.Part part, List<TokenLogprob> logprobs) {
        return switch (part) {
            case ToolCallText.Said said -> {
                answer.content.append(said.text());
                yield part(index, Optional.empty(), Optional.of(said.text()), Optional.empty(), logprobs);
            }
            case ToolCallText.Called called -> {
                var function = new ToolCall.CalledFunction(called.name(), called.arguments());
                var call = new ToolCall(
                        "call_" + UUID.randomUUID().toString().replace("-", ""), ToolType.function, function);
                answer.calls.add(call);
                var told = new ChatChunk.ToolCallChunk(answer.calls.size() - 1, call.id(), call.type(), function);
                yield part(index, Optional.empty(), Optional.empty(), Optional.of(List.of(told)), logprobs);
            }
        };
    }

    private ChatChunk part(
            int index,
            Optional<String> role,
            Optional<String> content,
            Optional<List<ChatChunk.ToolCallChunk>> calls,
            List<TokenLogprob> logprobs) {
        return chunk(
                List.of(new ChatChunk.ChunkChoice(
                        index, new ChatChunk.ChunkDelta(role, content, calls), logprobs(logprobs), Optional.empty())),
                Optional.empty());
    }

    private Optional<ChatCompletion.ChatLogprobs> logprobs(List<TokenLogprob> tokens) {
        return likelihoods ? Optional.of(new ChatCompletion.ChatLogprobs(List.copyOf(tokens))) : Optional.empty();
    }

    private ChatChunk chunk(List<ChatChunk.ChunkChoice> choices, Optional<Usage> usage) {
        return new ChatChunk(told.id(), "chat.completion.chunk", told.created(), told.model(), choices, usage);
    }
}
