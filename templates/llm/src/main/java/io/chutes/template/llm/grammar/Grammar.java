package io.chutes.template.llm.grammar;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The places of the texts that a rule allows, of which there is one for each thing that may follow. Not for two threads. */
final class Grammar {
    private final Map<Set<Stack>, Place> ending = new HashMap<>();
    private final Map<Set<Stack>, Place> open = new HashMap<>();
    private final Rule rule;

    Grammar(Rule rule) {
        this.rule = rule;
    }

    /** Where a text begins. */
    Place start() {
        var reached = new Reached();
        reached.add(new Stack(rule, null));
        return place(reached);
    }

    /** Where a byte leads. */
    Place after(Place place, int value) {
        var reached = new Reached();
        for (Stack stack : place.open()) {
            if (((Rule.One) stack.rule).has(value)) {
                reached.add(stack.below);
            }
        }
        return place(reached);
    }

    private Place place(Reached reached) {
        return (reached.end ? ending : open)
                .computeIfAbsent(reached.stacks, stacks -> new Place(this, stacks, reached.end));
    }

    /** All that may come next, down to single bytes. */
    private static final class Reached {
        private final Set<Stack> stacks = new HashSet<>();
        private boolean end;

        void add(@Nullable Stack stack) {
            if (stack == null) {
                end = true;
                return;
            }
            Stack below = stack.below;
            switch (stack.rule) {
                case Rule.One _ -> stacks.add(stack);
                case Rule.Nothing _ -> add(below);
                case Rule.Then then -> add(new Stack(then.first, new Stack(then.rest, below)));
                case Rule.Choice choice -> choice.rules.forEach(rule -> add(new Stack(rule, below)));
                case Rule.Later later -> add(new Stack(later.made(), below));
                case Rule.Repeat repeat -> {
                    if (repeat.least == 0) {
                        add(below);
                    }
                    if (repeat.most != 0) {
                        add(new Stack(repeat.rule, new Stack(repeat.rest(), below)));
                    }
                }
            }
        }
    }
}
