package io.chutes.cli.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an image configuration says beside its layers: each setting that can be another without the rest has a name of its own. A label
 * that holds JSON, as that of the manifest does, is many settings.
 */
final class Settings {
    static final String COMMAND = "command";
    static final String CLASS_PATH = "class path";
    static final String VARIABLE = "variable ";

    private static final JsonMapper JSON = new JsonMapper();

    private final SortedMap<String, JsonNode> values = new TreeMap<>();

    private Settings() {}

    /** By their names. */
    static SortedMap<String, JsonNode> of(JsonNode config) {
        var settings = new Settings();
        config.properties().forEach(part -> {
            switch (part.getKey()) {
                case "rootfs", "history" -> {} // tell of the layers, which are compared themselves
                case "config" -> part.getValue().properties().forEach(it -> settings.add(it.getKey(), it.getValue()));
                default -> settings.flatten(part.getKey(), part.getValue());
            }
        });
        return settings.values;
    }

    private void add(String name, JsonNode value) {
        switch (name) {
            case "Env" -> value.forEach(this::variable);
            case "Labels" ->
                value.properties().forEach(label -> flatten("label " + label.getKey(), parsed(label.getValue())));
            case "Entrypoint" -> command(value);
            default -> flatten(name, value);
        }
    }

    private void variable(JsonNode variable) {
        String[] parts = variable.asText().split("=", 2);
        values.put(VARIABLE + parts[0], JSON.getNodeFactory().textNode(parts[parts.length - 1]));
    }

    private void command(JsonNode arguments) {
        var command = JSON.createArrayNode();
        String before = "";
        for (JsonNode argument : arguments) {
            if (before.equals("-cp")) {
                var classPath = JSON.createArrayNode();
                Arrays.stream(argument.asText().split(":", -1)).forEach(classPath::add);
                values.put(CLASS_PATH, classPath);
            } else {
                command.add(argument);
            }
            before = argument.asText();
        }
        values.put(COMMAND, command);
    }

    private static JsonNode parsed(JsonNode label) {
        try {
            return label.asText().startsWith("{") ? JSON.readTree(label.asText()) : label;
        } catch (JsonProcessingException e) {
            return label;
        }
    }

    private void flatten(String name, JsonNode value) {
        if (value.isObject() && !value.isEmpty()) {
            value.properties().forEach(it -> flatten(name + "/" + it.getKey(), it.getValue()));
        } else {
            values.put(name, value);
        }
    }
}
