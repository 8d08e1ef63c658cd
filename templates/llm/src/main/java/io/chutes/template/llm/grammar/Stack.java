package io.chutes.template.llm.grammar;

import org.jspecify.annotations.Nullable;

/** What is still to come: a rule, then what is below it. */
final class Stack {
    final Rule rule;
    final @Nullable Stack below;
    private final int hash;

    Stack(Rule rule, @Nullable Stack below) {
        this.rule = rule;
        this.below = below;
        this.hash = 31 * System.identityHashCode(rule) + (below == null ? 1 : below.hash);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        Stack mine = this;
        Stack its = other instanceof Stack stack ? stack : null;
        while (mine != its) {
            if (mine == null || its == null || mine.hash != its.hash || mine.rule != its.rule) {
                return false;
            }
            mine = mine.below;
            its = its.below;
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
