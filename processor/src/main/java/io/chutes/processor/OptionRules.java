package io.chutes.processor;

import io.chutes.annotation.Allowed;
import java.math.BigDecimal;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.util.Elements;

/** Holds the values of an annotation against what their attributes allow; a default is allowed always. */
final class OptionRules {
    private final Elements elements;
    private final Consumer<Problem> complain;

    OptionRules(Elements elements, Consumer<Problem> complain) {
        this.elements = elements;
        this.complain = complain;
    }

    void check(Element element, AnnotationMirror mirror) {
        mirror.getElementValues().forEach((attribute, value) -> {
            AnnotationValue otherwise = attribute.getDefaultValue();
            if (otherwise == null || !value.getValue().equals(otherwise.getValue())) {
                WrittenAnnotation.find(elements, attribute, Allowed.class).ifPresent(allowed -> {
                    String objection = objection(allowed, value);
                    if (!objection.isEmpty()) {
                        complain.accept(new Problem(
                                "%s must %s, got %s".formatted(attribute.getSimpleName(), objection, value),
                                element,
                                mirror,
                                value));
                    }
                });
            }
        });
    }

    /** What a value must be and is not; empty if it is. */
    private static String objection(WrittenAnnotation allowed, AnnotationValue value) {
        return switch (value.getValue()) {
            case Number number -> {
                double min = allowed.fraction("min");
                double max = allowed.fraction("max");
                yield number.doubleValue() >= min && number.doubleValue() <= max ? "" : "be " + bounds(min, max);
            }
            case String text -> {
                String pattern = allowed.text("pattern");
                yield Pattern.compile(pattern).matcher(text).matches() ? "" : "match " + pattern;
            }
            default -> "";
        };
    }

    private static String bounds(double min, double max) {
        if (max == Double.POSITIVE_INFINITY) {
            return "at least " + plain(min);
        }
        return min == Double.NEGATIVE_INFINITY ? "at most " + plain(max) : plain(min) + " to " + plain(max);
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
