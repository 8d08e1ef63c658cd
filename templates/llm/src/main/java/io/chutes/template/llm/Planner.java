package io.chutes.template.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.template.llm.grammar.Constraint;
import io.chutes.template.llm.openai.GenerationRequest;
import io.chutes.template.llm.openai.ResponseFormat;
import io.chutes.template.llm.openai.Tool;
import io.chutes.template.llm.sampling.Sampling;
import io.chutes.template.llm.sampling.SamplingDefaults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What requests ask for, as plans. */
record Planner(LanguageModel model) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** One for each answer, those to a prompt after each other; what cannot be done is a problem that names it. */
    List<Plan> plans(GenerationRequest request, List<ReadPrompt> prompts, int likelihoods) {
        try {
            Map<Integer, Double> bias = bias(request.logit_bias().orElse(Map.of()));
            Constraint constraint =
                    request.forced().isEmpty() ? constraint(request.response_format()) : toolCall(request.forced());
            List<Plan> plans = new ArrayList<>();
            for (ReadPrompt prompt : prompts) {
                long seed = request.seed()
                        .orElseGet(() -> ThreadLocalRandom.current().nextLong());
                for (int index = 0; index < prompt.answers(); index++) {
                    plans.add(new Plan(
                            prompt.tokens(),
                            request.continues(),
                            prompt.maxTokens(),
                            request.stops(),
                            sampling(request, bias, seed + index),
                            likelihoods,
                            constraint == null ? null : constraint.again()));
                }
            }
            return plans;
        } catch (IllegalArgumentException e) {
            throw new RefusalException(e);
        }
    }

    private Sampling sampling(GenerationRequest request, Map<Integer, Double> bias, long seed) {
        SamplingDefaults otherwise = model.sampling();
        return new Sampling(
                request.temperature().orElse(otherwise.temperature()),
                request.top_k().map(count -> count == -1 ? 0 : count).orElse(otherwise.topK()),
                request.top_p().orElse(otherwise.topP()),
                request.min_p().orElse(otherwise.minP()),
                request.presence_penalty().orElse(0.0),
                request.frequency_penalty().orElse(0.0),
                request.repetition_penalty().orElse(otherwise.repetitionPenalty()),
                bias,
                seed);
    }

    private Map<Integer, Double> bias(Map<String, Double> given) {
        Map<Integer, Double> bias = new HashMap<>();
        given.forEach((name, value) -> {
            if (!name.matches("0|[1-9]\\d{0,8}") || Integer.parseInt(name) >= model.vocabulary()) {
                throw new IllegalArgumentException(
                        "logit_bias has the token %s; the model's are 0 to %d".formatted(name, model.vocabulary() - 1));
            }
            bias.put(Integer.valueOf(name), value);
        });
        return bias;
    }

    private @Nullable Constraint constraint(Optional<ResponseFormat> format) {
        return switch (format.map(ResponseFormat::form).orElse(new ResponseFormat.Text())) {
            case ResponseFormat.Text _ -> null;
            case ResponseFormat.AnyObject _ -> Constraint.object(model.tree());
            case ResponseFormat.Kept(var schema) -> schema(schema);
        };
    }

    private Constraint toolCall(List<Tool> tools) {
        Map<String, JsonNode> schemas = new LinkedHashMap<>();
        for (Tool tool : tools) {
            JsonNode schema = MAPPER.valueToTree(tool.function().parameters().orElse(Map.of()));
            if (schemas.put(tool.function().name(), schema) != null) {
                throw new IllegalArgumentException(
                        "tools has two functions of the name " + tool.function().name());
            }
        }
        return Constraint.toolCall(schemas, model.tree());
    }

    private Constraint schema(ResponseFormat.Schema schema) {
        try {
            return Constraint.schema(MAPPER.valueToTree(schema.schema()), model.tree());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("response_format.json_schema: " + e.getMessage(), e);
        }
    }
}
