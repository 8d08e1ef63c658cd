package io.chutes.processor;

import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/** What every class must be of which the runtime makes the one object that is a chute. */
final class ClassRules {
    private final Complaints complaints;

    ClassRules(Complaints complaints) {
        this.complaints = complaints;
    }

    void check(TypeElement type) {
        if (type.getKind() != ElementKind.CLASS) {
            complaints.at(type, "A chute must be a class, this is %s", kind(type));
            return;
        }
        for (Element around = type; around instanceof TypeElement; around = around.getEnclosingElement()) {
            if (around.getModifiers().contains(Modifier.PRIVATE)) {
                complaints.at(type, "%s must not be private: its routes are a class beside it", around.getSimpleName());
            }
        }
        Set<Modifier> modifiers = type.getModifiers();
        if (modifiers.contains(Modifier.ABSTRACT)) {
            complaints.at(type, "A chute must not be abstract: the runtime makes an object of it");
        } else if (!modifiers.contains(Modifier.PRIVATE)) {
            checkConstructor(type);
        }
        if (type.getNestingKind() == NestingKind.MEMBER && !modifiers.contains(Modifier.STATIC)) {
            complaints.at(type, "A chute inside another class must be static");
        }
        if (!type.getTypeParameters().isEmpty()) {
            complaints.at(type, "A chute must not have type parameters: nothing says what they would be");
        }
    }

    private void checkConstructor(TypeElement type) {
        List<ExecutableElement> usable = ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
                .filter(constructor -> constructor.getParameters().isEmpty())
                .filter(constructor -> !constructor.getModifiers().contains(Modifier.PRIVATE))
                .toList();
        if (usable.isEmpty()) {
            complaints.at(type, "A chute needs a constructor without parameters that is not private");
        } else if (!usable.getFirst().getThrownTypes().isEmpty()) {
            complaints.at(
                    usable.getFirst(),
                    "The constructor of a chute must not declare exceptions, it declares %s",
                    usable.getFirst().getThrownTypes());
        }
    }

    private static String kind(TypeElement type) {
        return switch (type.getKind()) {
            case INTERFACE -> "an interface";
            case ENUM -> "an enum";
            case ANNOTATION_TYPE -> "an annotation";
            case RECORD -> "a record";
            default -> type.getKind().toString();
        };
    }
}
