package io.chutes.template.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.template.torch.JsonFile;
import io.chutes.template.torch.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a model consists of, as {@code modules.json} of sentence-transformers says. A folder without one is a transformer, whose vectors are
 * scaled to length 1.
 *
 * @param transformer the folder of its configuration, weights and tokenizer
 * @param pooling the configuration that says how the vectors of tokens become one; their mean without one
 */
record Modules(Path transformer, Optional<JsonFile> pooling, boolean normalises) {
    private static final String TRANSFORMER = "Transformer";
    private static final String POOLING = "Pooling";
    private static final String NORMALIZE = "Normalize";

    static Modules read(Path folder) {
        return JsonFile.find(folder.resolve("modules.json"))
                .map(file -> of(folder, file))
                .orElseGet(() -> new Modules(folder, JsonFile.find(folder.resolve("1_Pooling/config.json")), true));
    }

    private static Modules of(Path folder, JsonFile file) {
        List<String> types = new ArrayList<>();
        List<Path> folders = new ArrayList<>();
        for (JsonNode module : file.content()) {
            String type = module.path("type").asText();
            types.add(type.substring(type.lastIndexOf('.') + 1));
            folders.add(folder.resolve(module.path("path").asText()));
        }
        boolean normalises = types.equals(List.of(TRANSFORMER, POOLING, NORMALIZE));
        if (!normalises && !types.equals(List.of(TRANSFORMER, POOLING))) {
            throw new ModelException(
                    "modules.json: the types must be Transformer, Pooling and, if any, Normalize, in that order, got %s"
                            .formatted(types));
        }
        Path transformer = folders.getFirst();
        if (!Files.isDirectory(transformer)) {
            throw new ModelException("modules.json: there is no folder %s for the Transformer".formatted(transformer));
        }
        return new Modules(transformer, Optional.of(JsonFile.read(folders.get(1).resolve("config.json"))), normalises);
    }
}
