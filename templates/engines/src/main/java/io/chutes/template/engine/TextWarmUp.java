package io.chutes.template.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.annotation.StartupContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The first calls of a language model: as many at once as there will ever be, then prompts of what they wrote, the last of them about as
 * long as the model takes. So its kernels are compiled and its memory is taken before a caller waits for that.
 */
final class TextWarmUp {
    private static final int MOST_TOKENS = 1000;
    /** Where the engine does not say how long a text its model takes. */
    private static final int USUAL_LENGTH = 4096;
    /** What is longer is read in parts as long as those before. */
    private static final int LONGEST_PROMPT = 32_768;
    /** Of the longest prompt; the rest is for texts whose tokens are shorter than they were as they were written. */
    private static final double[] PARTS = {0.25, 0.5, 0.9};
    /** To a prompt that is there to be read. */
    private static final int FEW_TOKENS = 16;

    private static final String COMPLETIONS = "/v1/completions";

    private final EngineClient engine;
    private final StartupContext context;
    private final int length;
    private final int tokens;

    private TextWarmUp(EngineClient engine, StartupContext context, int length) {
        this.engine = engine;
        this.context = context;
        this.length = length;
        this.tokens = Math.min(MOST_TOKENS, length / 4); // a prompt and what is written to it have to fit in
    }

    static void run(EngineClient engine, StartupContext context) throws Exception {
        JsonNode served =
                engine.get("/v1/models").required().json().path("data").path(0);
        if (!served.path("id").asText().equals(context.chute())) {
            throw new IllegalStateException("the engine serves the model '%s', not %s"
                    .formatted(served.path("id").asText(), context.chute()));
        }
        new TextWarmUp(engine, context, served.path("max_model_len").asInt(USUAL_LENGTH)).run();
    }

    private void run() throws Exception {
        context.progress("%d completions of %d tokens at once".formatted(context.concurrency(), tokens));
        List<Story> stories = WarmUp.atOnce(context.concurrency(), this::story);
        String text = stories.stream().map(Story::text).collect(Collectors.joining("\n"));
        if (text.isBlank()) {
            throw new IllegalStateException("the engine writes nothing to a prompt");
        }
        double perToken = (double) text.length()
                / stories.stream().mapToInt(Story::tokens).sum();
        int longest = Math.min(LONGEST_PROMPT, length) - FEW_TOKENS;
        for (double part : PARTS) {
            int promptTokens = (int) (longest * part);
            context.progress("a prompt of about %d tokens".formatted(promptTokens));
            read(text, (int) (promptTokens * perToken));
        }
    }

    /** Has it read a prompt that no cache has; one that the model calls too long is no failure, as its tokens were estimated. */
    private void read(String text, int characters) throws IOException, InterruptedException {
        String prompt = UUID.randomUUID() + text.repeat(characters / text.length() + 1);
        EngineAnswer answer = complete(prompt.substring(0, Math.max(1, characters)), FEW_TOKENS);
        if (answer.status() != EngineAnswer.BAD_REQUEST) {
            answer.required();
        }
    }

    /** What the model writes to a prompt that no cache has. */
    private Story story() throws IOException, InterruptedException {
        JsonNode json = complete(
                        "Tell a long story, with every detail, of the traveller %s and where the road went."
                                .formatted(UUID.randomUUID()),
                        tokens)
                .required()
                .json();
        int made = json.path("usage").path("completion_tokens").asInt(-1);
        if (made < 1 || made > tokens) {
            throw new IllegalStateException(
                    "the engine was asked for %d tokens and tells of %s: calls are paid for by what it tells"
                            .formatted(tokens, made < 0 ? "none" : made));
        }
        return new Story(json.path("choices").path(0).path("text").asText(), made);
    }

    private EngineAnswer complete(String prompt, int most) throws IOException, InterruptedException {
        return engine.post(
                COMPLETIONS,
                Map.of(
                        "model",
                        context.chute(),
                        "prompt",
                        prompt,
                        "max_tokens",
                        most,
                        "temperature",
                        1,
                        "ignore_eos",
                        true));
    }

    private record Story(String text, int tokens) {}
}
