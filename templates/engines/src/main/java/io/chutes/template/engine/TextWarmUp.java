package io.chutes.template.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.annotation.StartupContext;
import io.chutes.template.engine.EngineClient.Answer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The first calls of a language model: as many at once as there will ever be, then prompts of what they wrote, longer each time, until
 * the model takes no longer one. So its kernels are compiled and its memory is taken before a caller waits for that.
 */
final class TextWarmUp {
    private static final int MOST_TOKENS = 1000;
    private static final int ROUNDS = 3;
    private static final String MODELS = "/v1/models";
    private static final String COMPLETIONS = "/v1/completions";

    private final EngineClient engine;
    private final String model;
    private final Instant deadline;
    private final int tokens;

    private TextWarmUp(EngineClient engine, String model, Instant deadline, int tokens) {
        this.engine = engine;
        this.model = model;
        this.deadline = deadline;
        this.tokens = tokens;
    }

    static void run(EngineClient engine, StartupContext context) throws Exception {
        engine.requireKey(MODELS, context.deadline());
        JsonNode served = engine.get(MODELS, context.deadline()).path("data").path(0);
        if (!served.path("id").asText().equals(context.chute())) {
            throw new IllegalStateException("the engine serves the model '%s', not %s"
                    .formatted(served.path("id").asText(), context.chute()));
        }
        // A prompt and what is written to it have to fit in.
        int length = served.path("max_model_len").asInt(Integer.MAX_VALUE);
        var warmUp = new TextWarmUp(engine, context.chute(), context.deadline(), Math.min(MOST_TOKENS, length / 4));
        context.progress("%d completions of %d tokens at once".formatted(context.concurrency(), warmUp.tokens));
        List<String> written = WarmUp.atOnce(context.concurrency(), warmUp::story);
        warmUp.longerPrompts(String.join("\n", written), context);
        if (warmUp.story().isEmpty()) {
            throw new IllegalStateException("the engine writes nothing to a prompt");
        }
    }

    /** Until one is refused, which is how a model says that it takes none so long. */
    private void longerPrompts(String text, StartupContext context) throws IOException, InterruptedException {
        for (int round = 1; round <= ROUNDS; round++) {
            String prompt = text.repeat(round);
            context.progress("a prompt of %d characters".formatted(prompt.length()));
            Answer answer = complete(prompt);
            if (answer.status() == EngineClient.BAD_REQUEST) {
                return;
            }
            answer.require("a prompt of %d characters".formatted(prompt.length()));
        }
    }

    /** What the model writes to a prompt that no cache has. */
    private String story() throws IOException, InterruptedException {
        Answer answer = complete("Tell a long story, with every detail, of the traveller %s and where the road went."
                .formatted(UUID.randomUUID()));
        answer.require("POST " + COMPLETIONS);
        JsonNode json = answer.json();
        int made = json.path("usage").path("completion_tokens").asInt(-1);
        if (made < 0 || made > tokens) {
            throw new IllegalStateException(
                    "the engine was asked for at most %d tokens and tells of %s: calls are paid for by what it tells"
                            .formatted(tokens, made < 0 ? "none" : made));
        }
        return json.path("choices").path(0).path("text").asText();
    }

    private Answer complete(String prompt) throws IOException, InterruptedException {
        return engine.post(
                COMPLETIONS,
                Map.of("model", model, "prompt", prompt, "max_tokens", tokens, "temperature", 1),
                deadline);
    }
}
