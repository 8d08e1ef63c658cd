package io.chutes.processor;

import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Job;
import io.chutes.annotation.StartupContext;
import java.lang.annotation.Annotation;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.util.Types;

/** What every method must be that the runtime calls before the first call or after the last. */
final class StartupMethods {
    private final Members members;
    private final BodyTypes types;
    private final Complaints complaints;

    StartupMethods(Types types, Members members, Complaints complaints) {
        this.members = members;
        this.types = new BodyTypes(types);
        this.complaints = complaints;
    }

    /** Checks a method; returns whether it takes the context. */
    boolean check(ExecutableElement method, String role) {
        new MethodRules(members, complaints).check(method, role);
        boolean fits = method.getParameters().isEmpty()
                || (method.getParameters().size() == 1
                        && types.is(method.getParameters().getFirst().asType(), StartupContext.class));
        if (!fits) {
            complaints.at(
                    method.getParameters().getFirst(),
                    "%s takes nothing or a StartupContext, got %s",
                    role,
                    method.getParameters().stream()
                            .map(parameter -> parameter.asType().toString())
                            .toList());
        }
        for (Class<? extends Annotation> other : List.of(Endpoint.class, Job.class)) {
            members.find(method, other)
                    .ifPresent(annotation -> complaints.add(annotation.problem(
                            "%s is not called from outside: remove @%s".formatted(role, other.getSimpleName()))));
        }
        return !method.getParameters().isEmpty();
    }
}
