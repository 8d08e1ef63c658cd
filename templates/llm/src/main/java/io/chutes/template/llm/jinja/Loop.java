package io.chutes.template.llm.jinja;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variable {@code loop}: where in its items a loop is. */
record Loop(List<@Nullable Object> items, int at) {
    /** What it can be asked, but for {@code cycle}. */
    static final Set<String> PARTS =
            Set.of("index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem");

    @Nullable Object part(String name) {
        return switch (name) {
            case "index" -> at + 1L;
            case "index0" -> (long) at;
            case "revindex" -> (long) items.size() - at;
            case "revindex0" -> (long) items.size() - at - 1;
            case "first" -> at == 0;
            case "last" -> at == items.size() - 1;
            case "length" -> (long) items.size();
            case "previtem" -> at == 0 ? new Undefined("loop.previtem") : items.get(at - 1);
            case "nextitem" -> at == items.size() - 1 ? new Undefined("loop.nextitem") : items.get(at + 1);
            default -> new Undefined("loop." + name);
        };
    }

    @Nullable Object cycle(Arguments arguments) {
        return arguments.positional().get(at % arguments.positional().size());
    }
}
