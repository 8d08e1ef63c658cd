package io.chutes.template.embedding;

import io.chutes.template.torch.JsonFile;
import io.chutes.template.torch.ModelException;
import java.util.ArrayList;
import java.util.List;

/** Which vectors of a text's tokens make the one of the text, with the number that this has in {@code encoder.py}. */
enum Pooling {
    MEAN(0),
    CLS(1),
    LAST(2);

    private static final String PREFIX = "pooling_mode_";

    private final int code;

    Pooling(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Pooling read(JsonFile config) {
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
            case "mean_tokens", "mean" -> MEAN;
            case "cls_token", "cls" -> CLS;
            case "lasttoken" -> LAST;
            case String other ->
                throw new ModelException(
                        "the pooling's config.json: the mode must be mean_tokens, cls_token or lasttoken, got "
                                + other);
        };
    }
}
