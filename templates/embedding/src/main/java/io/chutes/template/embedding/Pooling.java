package io.chutes.template.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.template.torch.JsonFile;
import io.chutes.template.torch.ModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the vectors of a text's tokens become one, as the files of sentence-transformers say; their mean, scaled to length 1, where there are
 * none.
 */
record Pooling(Mode mode, boolean normalises) {
    private static final String PREFIX = "pooling_mode_";

    /** Which vectors count, with the number that this has in {@code encoder.py}. */
    enum Mode {
        MEAN(0),
        CLS(1),
        LAST(2);

        private final int code;

        Mode(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    static Pooling read(Path folder) {
        Optional<JsonFile> modules = JsonFile.find(folder.resolve("modules.json"));
        boolean normalises = modules.isEmpty();
        Path poolingFolder = folder.resolve("1_Pooling");
        if (modules.isPresent()) {
            for (JsonNode module : modules.get().content()) {
                String type = module.path("type").asText();
                switch (type.substring(type.lastIndexOf('.') + 1)) {
                    case "Transformer" -> {} // what config.json describes
                    case "Pooling" ->
                        poolingFolder = folder.resolve(module.path("path").asText());
                    case "Normalize" -> normalises = true;
                    default ->
                        throw new ModelException(
                                "modules.json: the type must be Transformer, Pooling or Normalize, got " + type);
                }
            }
        }
        Mode mode = JsonFile.find(poolingFolder.resolve("config.json"))
                .map(Pooling::mode)
                .orElse(Mode.MEAN);
        return new Pooling(mode, normalises);
    }

    private static Mode mode(JsonFile config) {
        List<String> modes = new ArrayList<>();
        config.content().properties().forEach(entry -> {
            if (entry.getKey().startsWith(PREFIX) && entry.getValue().asBoolean()) {
                modes.add(entry.getKey().substring(PREFIX.length()));
            }
        });
        if (modes.isEmpty()) {
            modes.add(config.text("pooling_mode", "(none)"));
        }
        return switch (String.join(" and ", modes)) {
            case "mean_tokens", "mean" -> Mode.MEAN;
            case "cls_token", "cls" -> Mode.CLS;
            case "lasttoken" -> Mode.LAST;
            case String other ->
                throw new ModelException(
                        "the pooling's config.json: the mode must be mean_tokens, cls_token or lasttoken, got "
                                + other);
        };
    }
}
