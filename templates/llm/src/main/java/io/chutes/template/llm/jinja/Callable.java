package io.chutes.template.llm.jinja;

import org.jspecify.annotations.Nullable;

/** A function or a macro. */
@FunctionalInterface
interface Callable {
    @Nullable Object call(Arguments arguments);
}
