package io.chutes.template.torch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file of JSON in a model's folder, whose every complaint names it. */
public record JsonFile(String name, JsonNode content) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /**
     * One that must be there.
     *
     * @throws ModelException if it is not, or is no JSON
     */
    public static JsonFile read(Path file) {
        return find(file)
                .orElseThrow(() ->
                        new ModelException("there is no %s in %s".formatted(file.getFileName(), file.getParent())));
    }

    /** One that may be there. */
    public static Optional<JsonFile> find(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new JsonFile(file.getFileName().toString(), MAPPER.readTree(file.toFile())));
        } catch (IOException e) {
            throw new ModelException("%s is no JSON: %s".formatted(file.getFileName(), e.getMessage()), e);
        }
    }

    /** Whether there is such a setting, and not null. */
    public boolean has(String key) {
        return content.hasNonNull(key);
    }

    /** A text. */
    public String text(String key, String otherwise) {
        return content.path(key).isNull() ? otherwise : content.path(key).asText(otherwise);
    }

    /** A whole number above 0, which must be there. */
    public int positive(String key) {
        JsonNode value = content.path(key);
        if (!value.canConvertToInt() || value.intValue() < 1) {
            throw new ModelException("%s: %s must be a whole number above 0, got %s"
                    .formatted(name, key, value.isMissingNode() ? "none" : value));
        }
        return value.intValue();
    }

    /** A whole number above 0, which may be there. */
    public int optional(String key, int otherwise) {
        return has(key) ? positive(key) : otherwise;
    }

    /** A number. */
    public double number(String key, double otherwise) {
        JsonNode value = content.path(key);
        if (has(key) && !value.isNumber()) {
            throw new ModelException("%s: %s must be a number, got %s".formatted(name, key, value));
        }
        return value.asDouble(otherwise);
    }

    /** Whether something is so. */
    public boolean flag(String key, boolean otherwise) {
        JsonNode value = content.path(key);
        if (has(key) && !value.isBoolean()) {
            throw new ModelException("%s: %s must be true or false, got %s".formatted(name, key, value));
        }
        return has(key) ? value.booleanValue() : otherwise;
    }
}
