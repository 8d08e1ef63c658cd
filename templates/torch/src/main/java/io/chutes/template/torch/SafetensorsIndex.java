package io.chutes.template.torch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The {@code model.safetensors.index.json} of weights in several files: which tensor is in which. */
record SafetensorsIndex(Path file, Map<String, Path> parts) {
    private static final JsonMapper MAPPER = new JsonMapper();

    static SafetensorsIndex read(Path index) {
        JsonNode map;
        try {
            map = MAPPER.readTree(index.toFile()).path("weight_map");
        } catch (IOException e) {
            throw new ModelException("%s is no JSON: %s".formatted(index.getFileName(), e.getMessage()), e);
        }
        if (!map.isObject() || map.isEmpty()) {
            throw new ModelException("%s has no weight_map of tensors and files".formatted(index.getFileName()));
        }
        Map<String, Path> parts = new HashMap<>();
        map.properties().forEach(entry -> {
            String name = entry.getValue().asText();
            Path part = index.resolveSibling(name).normalize();
            if (name.isEmpty() || !part.equals(index.resolveSibling(part.getFileName()))) {
                throw new ModelException("%s places tensor %s in '%s', which is no file beside it"
                        .formatted(index.getFileName(), entry.getKey(), name));
            }
            parts.put(entry.getKey(), part);
        });
        return new SafetensorsIndex(index, parts);
    }

    List<Path> files() {
        return parts.values().stream().distinct().sorted().toList();
    }

    /** Adds what a part holds. */
    void take(List<TensorInfo> held, Path part, Map<String, TensorInfo> tensors) {
        for (TensorInfo tensor : held) {
            if (!part.equals(parts.get(tensor.name()))) {
                throw new ModelException("%s does not place %s there".formatted(file.getFileName(), tensor.place()));
            }
            tensors.put(tensor.name(), tensor);
        }
    }

    void checkComplete(Map<String, TensorInfo> tensors) {
        parts.forEach((tensor, part) -> {
            if (!tensors.containsKey(tensor)) {
                throw new ModelException("%s places tensor %s in %s, which has none of that name"
                        .formatted(file.getFileName(), tensor, part.getFileName()));
            }
        });
    }
}
