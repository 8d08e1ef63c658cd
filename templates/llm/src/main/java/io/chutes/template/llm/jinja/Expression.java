package io.chutes.template.llm.jinja;

import org.jspecify.annotations.Nullable;

/** What has a value wherever it stands. */
@FunctionalInterface
interface Expression {
    @Nullable Object in(Scope scope);
}
