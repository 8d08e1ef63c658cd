package io.chutes.template.engine;

import java.util.List;

/**
 * The models that are served, as OpenAI's API tells them.
 *
 * @param object what this is, {@code list}
 */
public record ModelList(String object, List<Model> data) {
    static ModelList of(String name) {
        return new ModelList("list", List.of(new Model(name, "model", 0, "chutes")));
    }

    /**
     * One of them.
     *
     * @param id what calls name it by
     * @param object what this is, {@code model}
     * @param created when it was made, in seconds since 1970; 0, as nobody knows
     */
    @SuppressWarnings("MemberName") // as OpenAI has them
    public record Model(String id, String object, long created, String owned_by) {}
}
