package io.chutes.processor;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;

/** Names of letters, digits, '_', '.' and '-', which need no escapes in a reference: the simple one of a type where that is free. */
final class DefinitionNames {
    private static final int LONGEST_ARGUMENTS = 200;

    private final Map<String, String> names = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    boolean has(String key) {
        return names.containsKey(key);
    }

    String of(String key) {
        return Objects.requireNonNull(names.get(key), key);
    }

    String add(String key, TypeElement element, DeclaredType type, TypeScope scope) {
        String arguments = arguments(type, scope);
        String simple = plain(element.getSimpleName() + arguments);
        String name = taken.contains(simple) ? plain(element.getQualifiedName() + arguments) : simple;
        String free = name;
        for (int i = 2; !taken.add(free); i++) {
            free = name + "_" + i;
        }
        names.put(key, free);
        return free;
    }

    private static String arguments(DeclaredType type, TypeScope scope) {
        if (type.getTypeArguments().isEmpty()) {
            return "";
        }
        String arguments = scope.texts(type.getTypeArguments())
                .replaceAll("@[\\w.]+(\\([^)]*\\))? ", "")
                .replaceAll("[\\w.]+\\.", "")
                .replaceAll("[<,]", "_")
                .replace(">", "");
        return arguments.length() <= LONGEST_ARGUMENTS ? arguments : arguments.substring(0, LONGEST_ARGUMENTS);
    }

    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9_.-]", "_");
    }
}
