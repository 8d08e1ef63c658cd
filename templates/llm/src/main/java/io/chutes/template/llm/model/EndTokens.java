package io.chutes.template.llm.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.template.torch.JsonFile;
import io.chutes.template.torch.ModelException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tokens that end an answer: all that one of a model's files names, as those of many models name different ones. */
final class EndTokens {
    private static final String IDS = "eos_token_id";

    private EndTokens() {}

    static Set<Integer> read(JsonFile config, Path folder, int vocabulary) {
        Set<Integer> tokens = new HashSet<>(listed(config, vocabulary));
        JsonFile.find(folder.resolve("generation_config.json"))
                .ifPresent(file -> tokens.addAll(listed(file, vocabulary)));
        JsonFile.find(folder.resolve("tokenizer_config.json"))
                .flatMap(file -> named(file, folder))
                .filter(token -> token < vocabulary)
                .ifPresent(tokens::add);
        return Set.copyOf(tokens);
    }

    private static Set<Integer> listed(JsonFile file, int vocabulary) {
        JsonNode end = file.content().path(IDS);
        Set<Integer> tokens = new HashSet<>();
        for (JsonNode token : end.isArray() ? end : Set.of(end)) {
            if (token.isMissingNode() || token.isNull()) {
                continue;
            }
            if (!token.canConvertToInt() || token.intValue() < 0 || token.intValue() >= vocabulary) {
                throw new ModelException(
                        "%s: %s must be tokens of 0 to %d, got %s".formatted(file.name(), IDS, vocabulary - 1, end));
            }
            tokens.add(token.intValue());
        }
        return tokens;
    }

    /** That of {@code eos_token}, a text or an object with its {@code content}, by the files that have numbers for texts. */
    private static Optional<Integer> named(JsonFile file, Path folder) {
        JsonNode end = file.content().path("eos_token");
        String text = end.path("content").asText(end.asText(""));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return file.content().path("added_tokens_decoder").properties().stream()
                .filter(entry -> entry.getValue().path("content").asText().equals(text))
                .map(Map.Entry::getKey)
                .map(Integer::valueOf)
                .findFirst()
                .or(() -> JsonFile.find(folder.resolve("tokenizer.json")).flatMap(tokenizer -> added(tokenizer, text)));
    }

    private static Optional<Integer> added(JsonFile tokenizer, String text) {
        return tokenizer
                .content()
                .path("added_tokens")
                .valueStream()
                .filter(token -> token.path("content").asText().equals(text))
                .map(token -> token.path("id").asInt())
                .findFirst();
    }
}
