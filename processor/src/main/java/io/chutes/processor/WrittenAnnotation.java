package io.chutes.processor;

import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.util.Elements;

/** An annotation as it stands on something in the source, where each of its values has a place. */
final class WrittenAnnotation extends AnnotationValues {
    private final Element element;

    private WrittenAnnotation(Elements elements, Element element, AnnotationMirror mirror) {
        super(elements, mirror);
        this.element = element;
    }

    static Optional<WrittenAnnotation> find(Elements elements, Element element, Class<? extends Annotation> type) {
        return on(element, type).findFirst().map(mirror -> new WrittenAnnotation(elements, element, mirror));
    }

    static boolean isOn(Element element, Class<? extends Annotation> type) {
        return on(element, type).findAny().isPresent();
    }

    private static Stream<? extends AnnotationMirror> on(Element element, Class<? extends Annotation> type) {
        return element.getAnnotationMirrors().stream()
                .filter(mirror -> TypeUse.name(mirror).equals(type.getCanonicalName()));
    }

    /** What it stands on. */
    Element element() {
        return element;
    }

    /** A complaint about one value; about the annotation as a whole where the value is the default. */
    @Override
    Problem problem(String name, String message, Object... arguments) {
        return new Problem(message.formatted(arguments), element, mirror(), written(name));
    }

    /** A complaint about the annotation as a whole. */
    Problem problem(String message) {
        return new Problem(message, element, mirror(), null);
    }

    @SuppressWarnings("NullAway") // a null value tells javac to point at the annotation
    private AnnotationValue written(String name) {
        return mirror().getElementValues().entrySet().stream()
                .filter(value -> value.getKey().getSimpleName().contentEquals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
