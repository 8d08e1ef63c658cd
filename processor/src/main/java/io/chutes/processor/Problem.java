package io.chutes.processor;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * One complaint, tied to the narrowest piece of source that causes it.
 *
 * @param message what was found and what would be right
 * @param element the class, method or parameter
 * @param annotation the annotation of it at fault, if it is one
 * @param value the value of that annotation at fault, if it is one
 */
record Problem(
        String message,
        Element element,
        @Nullable AnnotationMirror annotation,
        @Nullable AnnotationValue value) {
    static Problem at(Element element, String message, Object... arguments) {
        return new Problem(message.formatted(arguments), element, null, null);
    }
}
