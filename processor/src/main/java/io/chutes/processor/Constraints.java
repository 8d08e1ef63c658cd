package io.chutes.processor;

import io.chutes.processor.SchemaPart.Kind;
import java.util.List;
import java.util.function.Consumer;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.util.Elements;

/** Adds to a schema what the constraints of Jakarta Validation say; complains of those that JSON Schema cannot say. */
final class Constraints {
    private static final String PACKAGE = "jakarta.validation.constraints.";

    private final Elements elements;
    private final Consumer<String> complain;

    Constraints(Elements elements, Consumer<String> complain) {
        this.elements = elements;
        this.complain = complain;
    }

    /** Whether an annotation is a constraint, or something else of validation that would have to be obeyed. */
    static boolean constrains(AnnotationMirror annotation) {
        String name = TypeUse.name(annotation);
        return (name.startsWith("jakarta.validation.") && !name.equals("jakarta.validation.Valid"))
                || name.startsWith("javax.validation.")
                || annotation.getAnnotationType().asElement().getAnnotationMirrors().stream()
                        .anyMatch(meta -> TypeUse.name(meta).equals("jakarta.validation.Constraint"));
    }

    void apply(SchemaPart part, TypeUse use) {
        for (AnnotationMirror annotation : use.annotations()) {
            if (constrains(annotation)) {
                each(annotation).forEach(one -> apply(one, part, use));
            }
        }
        if (SchemaBounds.areEmpty(part.schema())) {
            complain.accept("No value fits what is written on %s: %s".formatted(use.where(), part.schema()));
        }
    }

    /** Several of one kind stand in a container. */
    private List<AnnotationValues> each(AnnotationMirror annotation) {
        var values = new AnnotationValues(elements, annotation);
        return values.name().startsWith(PACKAGE) && values.name().endsWith(".List")
                ? values.items("value").stream()
                        .map(item -> new AnnotationValues(elements, (AnnotationMirror) item.getValue()))
                        .toList()
                : List.of(values);
    }

    private void apply(AnnotationValues constraint, SchemaPart part, TypeUse use) {
        String simple = constraint.simpleName();
        for (String attribute : List.of("groups", "payload", "message")) {
            if (constraint.isWritten(attribute)) {
                complain.accept(
                        "%s of @%s on %s would have no effect: remove it".formatted(attribute, simple, use.where()));
            }
        }
        var rules = new ConstraintRules(
                part, reason -> complain.accept("@%s on %s %s".formatted(simple, use.where(), reason)));
        if (!constraint.name().startsWith(PACKAGE) || !rules.add(simple, constraint)) {
            complain.accept(
                    "@%s on %s cannot be said in JSON Schema%s: remove it, and check it in the constructor or the method"
                            .formatted(simple, use.where(), target(part.kind(), simple)));
        }
    }

    private static String target(Kind kind, String simple) {
        return switch (kind) {
            case TEXT -> " for a String";
            case NUMBER -> " for a number";
            case BOOLEAN -> " for a boolean";
            case ARRAY -> " for a list, set or array";
            case MAP -> " for a map";
            case OPTIONAL -> " for an Optional (write it on what is inside, as Optional<@" + simple + " …>)";
            case OTHER -> " for this type";
        };
    }
}
