package io.chutes.template.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.template.torch.JsonFile;
import io.chutes.template.torch.ModelException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What sentence-transformers does to a text before it is made tokens, as its files beside a model say.
 *
 * @param maxTokens the most of a text, where that is fewer than the model takes
 * @param prompt what stands before each text
 */
record SentenceSettings(int maxTokens, boolean lowerCases, String prompt) {
    private static final String DEFAULT_PROMPT = "default_prompt_name";

    static SentenceSettings read(Path folder, Modules modules) {
        Optional<JsonFile> sentences = Stream.of("bert", "roberta", "xlm-roberta", "camembert")
                .flatMap(type ->
                        JsonFile.find(modules.transformer().resolve("sentence_%s_config.json".formatted(type)))
                                .stream())
                .findFirst();
        String prompt = JsonFile.find(folder.resolve("config_sentence_transformers.json"))
                .map(SentenceSettings::defaultPrompt)
                .orElse("");
        boolean includesPrompt =
                modules.pooling().map(file -> file.flag("include_prompt", true)).orElse(true);
        if (!prompt.isEmpty() && !includesPrompt) {
            throw new ModelException("the pooling's config.json: include_prompt must be true beside a %s, got false"
                    .formatted(DEFAULT_PROMPT));
        }
        return new SentenceSettings(
                sentences
                        .map(file -> file.optional("max_seq_length", Integer.MAX_VALUE))
                        .orElse(Integer.MAX_VALUE),
                sentences.map(file -> file.flag("do_lower_case", false)).orElse(false),
                prompt);
    }

    private static String defaultPrompt(JsonFile file) {
        String name = file.text(DEFAULT_PROMPT, "");
        if (name.isEmpty()) {
            return "";
        }
        JsonNode prompt = file.content().path("prompts").path(name);
        if (!prompt.isTextual()) {
            throw new ModelException(
                    "%s: %s must be one of the prompts, got %s".formatted(file.name(), DEFAULT_PROMPT, name));
        }
        return prompt.textValue();
    }

    /** A text as it is made tokens. */
    String apply(String text) {
        String whole = prompt + text;
        return lowerCases ? whole.toLowerCase(Locale.ROOT) : whole;
    }
}
