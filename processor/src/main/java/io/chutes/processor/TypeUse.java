package io.chutes.processor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.util.ElementFilter;

/**
 * One place where a type is written.
 *
 * @param type the type there
 * @param declared the annotations of what has the type
 * @param elsewhere annotations of the type that are about an array around it, as text
 * @param scope what type variables in it stand for
 * @param where its name in complaints
 * @param isComponent whether it is a component of a record as a whole, not something inside its type
 */
record TypeUse(
        TypeMirror type,
        List<? extends AnnotationMirror> declared,
        Set<String> elsewhere,
        TypeScope scope,
        String where,
        boolean isComponent) {
    TypeUse {
        declared = List.copyOf(declared);
        elsewhere = Set.copyOf(elsewhere);
    }

    /** A whole body or answer. */
    static TypeUse whole(TypeMirror type, List<? extends AnnotationMirror> declared) {
        return new TypeUse(type, declared, Set.of(), TypeScope.EMPTY, "it", false);
    }

    /** A record's component. What is written on it may end up on its accessor and field, as the annotation allows. */
    static TypeUse component(TypeElement element, RecordComponentElement component, TypeScope scope) {
        List<AnnotationMirror> written = new ArrayList<>(component.getAnnotationMirrors());
        written.addAll(component.getAccessor().getAnnotationMirrors());
        ElementFilter.fieldsIn(element.getEnclosedElements()).stream()
                .filter(field -> field.getSimpleName().equals(component.getSimpleName()))
                .forEach(field -> written.addAll(field.getAnnotationMirrors()));
        String where = element.getSimpleName() + "." + component.getSimpleName();
        return new TypeUse(component.asType(), written, Set.of(), scope, where, true);
    }

    /** A type argument. */
    TypeUse argument(TypeMirror argument) {
        return new TypeUse(argument, List.of(), Set.of(), scope, where, false);
    }

    /** What an array holds. An annotation before {@code int[] a} stands on {@code a} and on {@code int}: it is the array's. */
    TypeUse held(TypeMirror component) {
        Set<String> taken = new HashSet<>(elsewhere);
        declared.forEach(annotation -> taken.add(annotation.toString()));
        return new TypeUse(component, List.of(), taken, scope, where, false);
    }

    /** The same with the argument in place of a type variable, and the annotations of both. */
    TypeUse resolved() {
        TypeUse argument = type instanceof TypeVariable variable ? scope.argument(variable) : null;
        if (argument != null) {
            List<AnnotationMirror> both = new ArrayList<>(annotations());
            both.addAll(argument.annotations());
            return new TypeUse(argument.type(), both, argument.elsewhere(), argument.scope(), where, isComponent)
                    .resolved();
        }
        return this;
    }

    /** What is written on the type and on what has it, each once. */
    List<AnnotationMirror> annotations() {
        Map<String, AnnotationMirror> each = new LinkedHashMap<>();
        declared.forEach(annotation -> each.put(annotation.toString(), annotation));
        type.getAnnotationMirrors().stream()
                .filter(annotation -> !elsewhere.contains(annotation.toString()))
                .forEach(annotation -> each.put(annotation.toString(), annotation));
        return List.copyOf(each.values());
    }

    /** Whether any annotation of the name Nullable is there, whosever it is. */
    boolean isNullable() {
        return annotations().stream().anyMatch(annotation -> name(annotation).endsWith(".Nullable"));
    }

    static String name(AnnotationMirror annotation) {
        return ((TypeElement) annotation.getAnnotationType().asElement())
                .getQualifiedName()
                .toString();
    }
}
