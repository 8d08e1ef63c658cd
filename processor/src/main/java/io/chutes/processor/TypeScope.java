package io.chutes.processor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import org.jspecify.annotations.Nullable;

/**
 * What the type parameters of a generic record stand for. Annotations are kept: those on {@code T} where it is used, and those
 * on the argument.
 */
record TypeScope(Map<Element, TypeUse> arguments) {
    static final TypeScope EMPTY = new TypeScope(Map.of());

    static TypeScope of(TypeElement element, DeclaredType type, TypeUse use) {
        Map<Element, TypeUse> arguments = new HashMap<>();
        for (int i = 0; i < element.getTypeParameters().size(); i++) {
            arguments.put(
                    element.getTypeParameters().get(i),
                    use.argument(type.getTypeArguments().get(i)));
        }
        return new TypeScope(arguments);
    }

    @Nullable TypeUse argument(TypeVariable variable) {
        return arguments.get(variable.asElement());
    }

    /** The type with its annotations and without type variables, as equal text for equal types. */
    String text(TypeMirror type) {
        return switch (type) {
            case TypeVariable variable -> {
                TypeUse argument = argument(variable);
                yield annotations(type)
                        + (argument == null ? variable : argument.scope().text(argument.type()));
            }
            case ArrayType array -> text(array.getComponentType()) + annotations(array) + "[]";
            case DeclaredType declared
            when !declared.getTypeArguments().isEmpty() ->
                annotations(type)
                        + ((TypeElement) declared.asElement()).getQualifiedName()
                        + texts(declared.getTypeArguments());
            default -> type.toString();
        };
    }

    String texts(List<? extends TypeMirror> types) {
        return types.stream().map(this::text).collect(Collectors.joining(",", "<", ">"));
    }

    private static String annotations(TypeMirror type) {
        return type.getAnnotationMirrors().stream()
                .map(annotation -> annotation + " ")
                .sorted()
                .collect(Collectors.joining());
    }
}
