package io.chutes.processor;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;

/** The values of an annotation that may stand anywhere, on a type argument too, its defaults filled in. */
class AnnotationValues {
    private final AnnotationMirror mirror;
    private final Map<String, AnnotationValue> values;

    AnnotationValues(Elements elements, AnnotationMirror mirror) {
        this.mirror = mirror;
        this.values = elements.getElementValuesWithDefaults(mirror).entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        value -> value.getKey().getSimpleName().toString(), Map.Entry::getValue));
    }

    final AnnotationMirror mirror() {
        return mirror;
    }

    final String name() {
        return TypeUse.name(mirror);
    }

    /** The annotation's name, without its package. */
    final String simpleName() {
        return mirror.getAnnotationType().asElement().getSimpleName().toString();
    }

    /** Whether a value is in the source, rather than the default, and not an empty array. */
    final boolean isWritten(String name) {
        return mirror.getElementValues().entrySet().stream()
                .anyMatch(value -> value.getKey().getSimpleName().contentEquals(name)
                        && !(value.getValue().getValue() instanceof List<?> list && list.isEmpty()));
    }

    final String text(String name) {
        return (String) value(name);
    }

    final long number(String name) {
        return ((Number) value(name)).longValue();
    }

    final double fraction(String name) {
        return (Double) value(name);
    }

    final boolean flag(String name) {
        return (Boolean) value(name);
    }

    final TypeMirror type(String name) {
        return (TypeMirror) value(name);
    }

    final String constant(String name) {
        return ((VariableElement) value(name)).getSimpleName().toString();
    }

    /** The values of an array, one by one. */
    final List<? extends AnnotationValue> items(String name) {
        return ((List<?>) value(name)).stream().map(AnnotationValue.class::cast).toList();
    }

    /** The names of an array of enum constants. */
    final List<String> constants(String name) {
        return items(name).stream()
                .map(item -> ((VariableElement) item.getValue()).getSimpleName().toString())
                .toList();
    }

    /** A complaint about one value, at the place that is known best. */
    Problem problem(String name, String message, Object... arguments) {
        return Problem.at(
                mirror.getAnnotationType().asElement(),
                "@%s: %s".formatted(simpleName(), message.formatted(arguments)));
    }

    private Object value(String name) {
        AnnotationValue value = values.get(name);
        if (value == null) {
            throw new IllegalStateException(mirror + " has no attribute " + name);
        }
        // What names nothing has, in javac, this text and no other sign; a string of that text would be in quotes.
        if (value.toString().equals("<error>")) {
            throw new UnresolvedValueException(
                    problem(name, "%s cannot be read: write a value, or a constant that there is", name));
        }
        return value.getValue();
    }
}
