package io.chutes.platform.api;

import java.util.List;

/**
 * All models that a key may call, as OpenAI's API lists them.
 *
 * @param object what it is: {@code list}
 * @param data the models
 */
public record ModelList(String object, List<Model> data) {
    private static final String OBJECT = "list";

    public ModelList {
        data = List.copyOf(data);
    }

    /** The list of those. */
    public static ModelList of(List<Model> models) {
        return new ModelList(OBJECT, models);
    }
}
