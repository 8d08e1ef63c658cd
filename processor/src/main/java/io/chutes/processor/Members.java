package io.chutes.processor;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/**
 * The methods and fields of a chute and of the classes it extends: the topmost class first, each in the order of its source,
 * without what is overridden. An annotation on an overridden method counts for the one that overrides it, since overriding must
 * not silently remove it.
 */
final class Members {
    private final Elements elements;
    private final Types types;
    private final TypeElement chute;
    private final List<TypeElement> lineage;
    private final List<ExecutableElement> methods;

    Members(Elements elements, Types types, TypeElement chute) {
        this.elements = elements;
        this.types = types;
        this.chute = chute;
        this.lineage = withSuperclasses();
        this.methods = visible();
    }

    List<ExecutableElement> methods() {
        return methods;
    }

    private List<ExecutableElement> visible() {
        List<ExecutableElement> all = lineage.stream()
                .flatMap(type -> ElementFilter.methodsIn(type.getEnclosedElements()).stream())
                .toList();
        return all.stream()
                .filter(method -> isOwn(method) || !method.getModifiers().contains(Modifier.PRIVATE))
                .filter(method -> all.stream().noneMatch(other -> elements.overrides(other, method, chute)))
                .toList();
    }

    List<VariableElement> fields() {
        return lineage.stream()
                .flatMap(type -> ElementFilter.fieldsIn(type.getEnclosedElements()).stream())
                .toList();
    }

    Optional<WrittenAnnotation> find(ExecutableElement method, Class<? extends Annotation> type) {
        return withOverridden(method)
                .flatMap(candidate -> WrittenAnnotation.find(elements, candidate, type).stream())
                .findFirst();
    }

    Optional<WrittenAnnotation> find(
            ExecutableElement method, VariableElement parameter, Class<? extends Annotation> type) {
        int index = method.getParameters().indexOf(parameter);
        return withOverridden(method)
                .flatMap(candidate ->
                        WrittenAnnotation.find(
                                elements, candidate.getParameters().get(index), type)
                                .stream())
                .findFirst();
    }

    /** The method's types as this chute sees them: what is a type parameter in a superclass may be a record here. */
    ExecutableType typeOf(ExecutableElement method) {
        return (ExecutableType) types.asMemberOf((DeclaredType) chute.asType(), method);
    }

    /** What code beside the chute may name of these and their types. */
    Reach reach() {
        return new Reach(elements, types, chute, this);
    }

    /** Whether another method that the chute has, inherited or not, has the same name. */
    boolean isOverloaded(ExecutableElement method) {
        return ElementFilter.methodsIn(elements.getAllMembers(chute)).stream()
                        .filter(other -> other.getSimpleName().equals(method.getSimpleName()))
                        .count()
                > 1;
    }

    boolean isOwn(Element element) {
        return chute.equals(element.getEnclosingElement());
    }

    private Stream<ExecutableElement> withOverridden(ExecutableElement method) {
        return Stream.concat(
                Stream.of(method),
                lineage.reversed().stream()
                        .flatMap(type -> ElementFilter.methodsIn(type.getEnclosedElements()).stream())
                        .filter(candidate -> elements.overrides(method, candidate, chute)));
    }

    /** The chute and what it extends, the topmost class first. */
    List<TypeElement> lineage() {
        return lineage;
    }

    private List<TypeElement> withSuperclasses() {
        return Stream.iterate(Optional.of(chute), Optional::isPresent, type -> superclass(type.orElseThrow()))
                .flatMap(Optional::stream)
                .filter(type -> !type.getQualifiedName().contentEquals("java.lang.Object"))
                .toList()
                .reversed();
    }

    private Optional<TypeElement> superclass(TypeElement type) {
        return Optional.of(type.getSuperclass())
                .filter(parent -> parent.getKind() == TypeKind.DECLARED)
                .map(parent -> (TypeElement) types.asElement(parent));
    }
}
