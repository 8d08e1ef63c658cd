package io.chutes.processor;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.Elements;

/**
 * An annotation as it stands in the source, its defaults filled in.
 *
 * @param element what it stands on
 * @param mirror the annotation
 * @param values all its values by name
 */
record WrittenAnnotation(Element element, AnnotationMirror mirror, Map<String, AnnotationValue> values) {
    static Optional<WrittenAnnotation> find(Elements elements, Element element, Class<? extends Annotation> type) {
        return element.getAnnotationMirrors().stream()
                .filter(mirror -> ((TypeElement) mirror.getAnnotationType().asElement())
                        .getQualifiedName()
                        .contentEquals(type.getCanonicalName()))
                .findFirst()
                .map(mirror -> new WrittenAnnotation(
                        element,
                        mirror,
                        elements.getElementValuesWithDefaults(mirror).entrySet().stream()
                                .collect(Collectors.toUnmodifiableMap(
                                        value -> value.getKey().getSimpleName().toString(), Map.Entry::getValue))));
    }

    String text(String name) {
        return (String) value(name);
    }

    int number(String name) {
        return (Integer) value(name);
    }

    /** The annotation's name, without its package. */
    String simpleName() {
        return mirror.getAnnotationType().asElement().getSimpleName().toString();
    }

    double fraction(String name) {
        return (Double) value(name);
    }

    boolean flag(String name) {
        return (Boolean) value(name);
    }

    /** The values of an array, one by one. */
    List<? extends AnnotationValue> items(String name) {
        return ((List<?>) value(name)).stream().map(AnnotationValue.class::cast).toList();
    }

    /** Whether a value is in the source, rather than the default. */
    boolean isWritten(String name) {
        return mirror.getElementValues().keySet().stream()
                .anyMatch(method -> method.getSimpleName().contentEquals(name));
    }

    String constant(String name) {
        return ((VariableElement) value(name)).getSimpleName().toString();
    }

    /** The names of an array of enum constants. */
    List<String> constants(String name) {
        return ((List<?>) value(name))
                .stream()
                        .map(item -> ((VariableElement) ((AnnotationValue) item).getValue())
                                .getSimpleName()
                                .toString())
                        .toList();
    }

    /** A complaint about one value; about the annotation as a whole where the value is the default. */
    Problem problem(String name, String message, Object... arguments) {
        return new Problem(message.formatted(arguments), element, mirror, written(name));
    }

    /** A complaint about the annotation as a whole. */
    Problem problem(String message) {
        return new Problem(message, element, mirror, null);
    }

    @SuppressWarnings("NullAway") // a null value tells javac to point at the annotation
    private AnnotationValue written(String name) {
        return mirror.getElementValues().entrySet().stream()
                .filter(value -> value.getKey().getSimpleName().contentEquals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
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
