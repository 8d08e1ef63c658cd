package io.chutes.processor;

import io.chutes.annotation.Untagged;
import java.util.List;
import java.util.function.Consumer;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;

/** Which sealed interfaces say in JSON which of their records a value is, and which are {@link Untagged}. */
final class UntaggedTypes {
    private final Consumer<String> complain;

    UntaggedTypes(Consumer<String> complain) {
        this.complain = complain;
    }

    static boolean isUntagged(TypeElement element) {
        return WrittenAnnotation.isOn(element, Untagged.class);
    }

    /** Whether a record is its one component in JSON. */
    boolean isComponent(TypeElement record) {
        List<TypeElement> sealed = sealed(record);
        boolean untagged = sealed.stream().anyMatch(UntaggedTypes::isUntagged);
        if (untagged && !sealed.stream().allMatch(UntaggedTypes::isUntagged)) {
            complain.accept("%s is of a sealed interface that is @Untagged and of one that is not: split it in two"
                    .formatted(record.getSimpleName()));
        }
        if (untagged && record.getRecordComponents().size() != 1) {
            complain.accept("%s is of an @Untagged interface and needs one component, which it is in JSON; it has %d"
                    .formatted(
                            record.getSimpleName(), record.getRecordComponents().size()));
            return false;
        }
        return untagged;
    }

    /** A record that a sealed interface permits says so wherever it stands: the same in a list as alone. */
    static boolean isTagged(TypeElement record) {
        return !sealed(record).stream().allMatch(UntaggedTypes::isUntagged);
    }

    /** Complains of a sealed interface within another of the other kind. */
    void check(TypeElement sealed, TypeElement inner) {
        if (isUntagged(sealed) != isUntagged(inner)) {
            complain.accept("%s and %s, which it permits, must both be @Untagged or neither"
                    .formatted(sealed.getSimpleName(), inner.getSimpleName()));
        }
    }

    private static List<TypeElement> sealed(TypeElement record) {
        return record.getInterfaces().stream()
                .map(type -> (TypeElement) ((DeclaredType) type).asElement())
                .filter(type -> type.getModifiers().contains(Modifier.SEALED))
                .toList();
    }
}
