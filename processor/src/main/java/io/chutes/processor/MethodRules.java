package io.chutes.processor;

import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;

/** What every method must be that generated code calls. */
final class MethodRules {
    private final Reach reach;
    private final Complaints complaints;

    MethodRules(Members members, Complaints complaints) {
        this.reach = members.reach();
        this.complaints = complaints;
    }

    /**
     * Checks a method.
     *
     * @param role what it is, such as {@code An endpoint}
     */
    void check(ExecutableElement method, String role) {
        Set<Modifier> modifiers = method.getModifiers();
        if (modifiers.contains(Modifier.PRIVATE) || modifiers.contains(Modifier.STATIC)) {
            complaints.at(method, "%s must be neither private nor static", role);
        }
        if (!reach.holds(method)) {
            complaints.at(method, "%s inherited from another package must be public", role);
        }
        if (modifiers.contains(Modifier.ABSTRACT)) {
            complaints.at(method, "%s must have a body", role);
        }
        if (!method.getTypeParameters().isEmpty()) {
            complaints.at(method, "%s must not have type parameters: nothing says what they would be", role);
            return;
        }
        reach.hidden(method)
                .forEach(type -> complaints.at(
                        method,
                        "%s names %s, which cannot be seen in the chute's package: make it and what is around it public",
                        role,
                        type.getQualifiedName()));
        method.getThrownTypes().stream()
                .filter(thrown -> !reach.lets(thrown))
                .forEach(thrown -> complaints.at(
                        method, "%s may throw any Exception, but not %s: declare Exception", role, thrown));
    }
}
