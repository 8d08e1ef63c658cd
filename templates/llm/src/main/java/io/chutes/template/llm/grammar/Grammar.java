package io.chutes.template.llm.grammar;

import java.util.ArrayDeque;
import java.util.Deque;
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
        return place(reached.stacks, reached.end);
    }

    /** The same place, with all others forgotten. */
    Place only(Place place) {
        ending.clear();
        open.clear();
        return place(place.open(), place.mayEnd());
    }

    /** How many places are remembered. */
    int size() {
        return ending.size() + open.size();
    }

    /** Where a byte leads. */
    Place after(Place place, int value) {
        var reached = new Reached();
        for (Stack stack : place.open()) {
            if (((Rule.One) stack.rule).has(value)) {
                reached.add(stack.below);
            }
        }
        return place(reached.stacks, reached.end);
    }

    private Place place(Set<Stack> stacks, boolean mayEnd) {
        return (mayEnd ? ending : open).computeIfAbsent(stacks, _ -> new Place(this, stacks, mayEnd));
    }

    /** All that may come next, down to single bytes. */
    private static final class Reached {
        private final Set<Stack> stacks = new HashSet<>();
        private final Set<Stack> seen = new HashSet<>();
        private final Deque<Stack> unseen = new ArrayDeque<>();
        private boolean end;

        void add(@Nullable Stack stack) {
            push(stack);
            while (!unseen.isEmpty()) {
                open(unseen.pop());
            }
        }

        private void push(@Nullable Stack stack) {
            if (stack == null) {
                end = true;
            } else if (seen.add(stack)) {
                unseen.push(stack);
            }
        }

        private void open(Stack stack) {
            Stack below = stack.below;
            switch (stack.rule) {
                case Rule.One _ -> stacks.add(stack);
                case Rule.Nothing _ -> push(below);
                case Rule.Then then -> push(new Stack(then.first, new Stack(then.rest, below)));
                case Rule.Choice choice -> choice.rules.forEach(rule -> push(new Stack(rule, below)));
                case Rule.Later later -> push(new Stack(later.made(), below));
                case Rule.Repeat repeat -> {
                    if (repeat.least == 0) {
                        push(below);
                    }
                    if (repeat.most != 0) {
                        push(new Stack(repeat.rule, new Stack(repeat.rest(), below)));
                    }
                }
            }
        }
    }
}
