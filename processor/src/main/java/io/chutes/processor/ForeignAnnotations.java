package io.chutes.processor;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;

/** Finds annotations that would change a type's JSON or check it by code, which nothing here would obey. */
final class ForeignAnnotations {
    private static final List<String> JSON_LIBRARIES = List.of(
            "com.fasterxml.jackson.",
            "tools.jackson.",
            "com.google.gson.annotations.",
            "jakarta.json.bind.annotation.");

    private final Consumer<String> complain;

    ForeignAnnotations(Consumer<String> complain) {
        this.complain = complain;
    }

    void check(TypeElement type) {
        checkJson(type, type);
        checkConstraints(type, type);
        for (Element member : type.getEnclosedElements()) {
            checkJson(member, type);
            if (member instanceof ExecutableElement method) {
                method.getParameters().forEach(parameter -> checkJson(parameter, type));
                if (member.getKind() == ElementKind.METHOD && !isAccessor(method, type)) {
                    checkConstraints(member, type);
                }
                if (member.getKind() == ElementKind.CONSTRUCTOR) {
                    checkConstructor(method, type);
                }
            }
        }
    }

    private void checkJson(Element element, TypeElement type) {
        for (AnnotationMirror annotation : annotations(element)) {
            String name = TypeUse.name(annotation);
            if (JSON_LIBRARIES.stream().anyMatch(name::startsWith)) {
                complain.accept(
                        "@%s on %s has no effect: the JSON of a type is what its own names and types say; remove it"
                                .formatted(simple(name), place(element, type)));
            }
        }
    }

    private void checkConstraints(Element element, TypeElement type) {
        for (AnnotationMirror annotation : annotations(element)) {
            if (Constraints.constrains(annotation)) {
                complain.accept(
                        "@%s on %s cannot be said in JSON Schema, which runs no code: check it in the constructor of %s"
                                .formatted(
                                        simple(TypeUse.name(annotation)), place(element, type), type.getSimpleName()));
            }
        }
    }

    /** The constructor that javac writes has those of the components. */
    private void checkConstructor(ExecutableElement constructor, TypeElement type) {
        Set<String> ofComponents = type.getRecordComponents().stream()
                .flatMap(component -> component.getAccessor().getAnnotationMirrors().stream())
                .map(Object::toString)
                .collect(Collectors.toSet());
        constructor.getParameters().stream()
                .flatMap(parameter -> annotations(parameter).stream())
                .filter(annotation ->
                        Constraints.constrains(annotation) && !ofComponents.contains(annotation.toString()))
                .forEach(annotation ->
                        complain.accept("@%s on a parameter of %s.new has no effect: write it on the component"
                                .formatted(simple(TypeUse.name(annotation)), type.getSimpleName())));
    }

    private static List<AnnotationMirror> annotations(Element element) {
        // On a method they stand on it and on its type.
        Stream<? extends AnnotationMirror> onType = element instanceof ExecutableElement method
                ? method.getReturnType().getAnnotationMirrors().stream()
                        .filter(annotation -> element.getAnnotationMirrors().stream()
                                .noneMatch(same -> same.toString().equals(annotation.toString())))
                : Stream.of();
        return Stream.<AnnotationMirror>concat(element.getAnnotationMirrors().stream(), onType)
                .toList();
    }

    private static boolean isAccessor(ExecutableElement method, TypeElement type) {
        return type.getRecordComponents().stream()
                .anyMatch(component -> component.getAccessor().equals(method));
    }

    private static String place(Element element, TypeElement type) {
        if (element.equals(type)) {
            return type.getSimpleName().toString();
        }
        return type.getSimpleName() + "."
                + (element.getKind() == ElementKind.CONSTRUCTOR ? "new" : element.getSimpleName());
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
