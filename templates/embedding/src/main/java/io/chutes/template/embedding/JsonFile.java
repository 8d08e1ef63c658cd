package io.chutes.template.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.template.torch.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file of JSON in a model's folder, whose every complaint names it. */
record JsonFile(String name, JsonNode content) {
    private static final JsonMapper MAPPER = new JsonMapper();

    static JsonFile read(Path file) {
        return find(file)
                .orElseThrow(() ->
                        new ModelException("there is no %s in %s".formatted(file.getFileName(), file.getParent())));
    }

    static Optional<JsonFile> find(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new JsonFile(file.getFileName().toString(), MAPPER.readTree(file.toFile())));
        } catch (IOException e) {
            throw new ModelException("%s is no JSON: %s".formatted(file.getFileName(), e.getMessage()), e);
        }
    }

    String text(String key, String otherwise) {
        return content.path(key).isNull() ? otherwise : content.path(key).asText(otherwise);
    }

    int positive(String key) {
        JsonNode value = content.path(key);
        if (!value.canConvertToInt() || value.intValue() < 1) {
            throw new ModelException("%s: %s must be a whole number above 0, got %s"
                    .formatted(name, key, value.isMissingNode() ? "none" : value));
        }
        return value.intValue();
    }

    int optional(String key, int otherwise) {
        return content.path(key).isMissingNode() || content.path(key).isNull() ? otherwise : positive(key);
    }

    double number(String key, double otherwise) {
        return content.path(key).asDouble(otherwise);
    }
}
