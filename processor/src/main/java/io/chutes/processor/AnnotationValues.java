package io.chutes.processor;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.util.Elements;

/** The values of an annotation that may stand anywhere, on a type argument too, its defaults filled in. */
record AnnotationValues(Elements elements, AnnotationMirror mirror) {
    String name() {
        return TypeUse.name(mirror);
    }

    String simpleName() {
        return mirror.getAnnotationType().asElement().getSimpleName().toString();
    }

    boolean isWritten(String name) {
        return mirror.getElementValues().entrySet().stream()
                .anyMatch(value -> value.getKey().getSimpleName().contentEquals(name)
                        && !(value.getValue().getValue() instanceof List<?> list && list.isEmpty()));
    }

    String text(String name) {
        return value(name).toString();
    }

    long number(String name) {
        return ((Number) value(name)).longValue();
    }

    boolean flag(String name) {
        return (Boolean) value(name);
    }

    List<AnnotationValues> annotations(String name) {
        return ((List<?>) value(name))
                .stream()
                        .map(item ->
                                new AnnotationValues(elements, (AnnotationMirror) ((AnnotationValue) item).getValue()))
                        .toList();
    }

    private Object value(String name) {
        Map<String, Object> values = elements.getElementValuesWithDefaults(mirror).entrySet().stream()
                .collect(
                        Collectors.toMap(entry -> entry.getKey().getSimpleName().toString(), entry -> entry.getValue()
                                .getValue()));
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalStateException(mirror + " has no attribute " + name);
        }
        return value;
    }
}
