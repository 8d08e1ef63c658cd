package io.chutes.template.llm.grammar;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parts of a schema that are referred to, each of which has one rule. */
final class References {
    private final Map<String, Rule> rules = new HashMap<>();
    private final Map<String, Rule> made = new HashMap<>();
    private final Deque<String> unmade = new ArrayDeque<>();
    private final Map<String, Set<String>> leads = new LinkedHashMap<>();

    /**
     * The rule of a part, which is made later.
     *
     * @param from the part that begins with it, without a value between; null if none does
     */
    Rule to(String pointer, @Nullable String from) {
        if (from != null) {
            leads.computeIfAbsent(from, _ -> new LinkedHashSet<>()).add(pointer);
        }
        return rules.computeIfAbsent(pointer, _ -> {
            unmade.add(pointer);
            return Rule.later(() -> Objects.requireNonNull(made.get(pointer)));
        });
    }

    /** Makes the rules of all parts, and of those that they refer to. */
    void make(Function<String, Rule> maker) {
        while (!unmade.isEmpty()) {
            String pointer = unmade.remove();
            made.put(pointer, maker.apply(pointer));
        }
    }

    /** A part that begins with itself, so that no text can be of it. */
    Optional<String> endless() {
        Set<String> right = new HashSet<>();
        Set<String> above = new HashSet<>();
        for (String start : leads.keySet()) {
            Deque<String> path = new ArrayDeque<>(Set.of(start));
            while (!path.isEmpty()) {
                String part = path.element();
                if (right.contains(part)) {
                    path.remove();
                } else if (above.add(part)) {
                    for (String next : leads.getOrDefault(part, Set.of())) {
                        if (above.contains(next)) {
                            return Optional.of(next);
                        }
                        path.push(next);
                    }
                } else {
                    above.remove(part);
                    right.add(part);
                }
            }
        }
        return Optional.empty();
    }
}
