package io.chutes.processor;

import java.util.Objects;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** What code in the chute's package, which the processor writes there, may name and call. */
record Reach(Elements elements, Types types, TypeElement chute, Members members) {
    /** Whether it can use an element. */
    boolean holds(Element element) {
        boolean samePackage = elements.getPackageOf(element).equals(elements.getPackageOf(chute));
        return samePackage || element.getModifiers().contains(Modifier.PUBLIC);
    }

    /** The classes that a method's parameters and result name and it cannot, because of them or of those around them. */
    Stream<TypeElement> hidden(ExecutableElement method) {
        return named(method).filter(type -> !Stream.iterate(
                        (Element) type, TypeElement.class::isInstance, Element::getEnclosingElement)
                .allMatch(around -> holds(around) || around.getModifiers().contains(Modifier.PRIVATE)));
    }

    /** Whether it, which lets every exception pass, can let this one pass. */
    boolean lets(TypeMirror thrown) {
        return Stream.of(Exception.class, Error.class)
                .anyMatch(type -> types.isSubtype(
                        thrown,
                        Objects.requireNonNull(elements.getTypeElement(type.getCanonicalName()))
                                .asType()));
    }

    /** Whether anything that it names or calls is deprecated, so that javac would warn of it there. */
    boolean isDeprecated() {
        return Stream.of(
                        members.lineage().stream(),
                        members.lineage().stream().flatMap(type -> type.getEnclosedElements().stream()),
                        members.methods().stream().flatMap(this::named))
                .flatMap(each -> each)
                .anyMatch(this::isDeprecated);
    }

    private boolean isDeprecated(Element element) {
        return Stream.iterate(element, Objects::nonNull, Element::getEnclosingElement)
                .anyMatch(elements::isDeprecated);
    }

    /** Those of type arguments too. */
    private Stream<TypeElement> named(ExecutableElement method) {
        ExecutableType type = members.typeOf(method);
        return Stream.concat(type.getParameterTypes().stream(), Stream.of(type.getReturnType()))
                .flatMap(Reach::named);
    }

    private static Stream<TypeElement> named(TypeMirror type) {
        return switch (type) {
            case ArrayType array -> named(array.getComponentType());
            case DeclaredType declared
            when declared.getKind() == TypeKind.DECLARED ->
                Stream.concat(
                        Stream.of((TypeElement) declared.asElement()),
                        declared.getTypeArguments().stream().flatMap(Reach::named));
            default -> Stream.of();
        };
    }
}
