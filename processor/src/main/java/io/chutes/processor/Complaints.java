package io.chutes.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/** What is wrong with a chute, each once; what is wrong with an inherited member is said of the chute that inherits it. */
final class Complaints {
    private final TypeElement chute;
    private final List<Problem> problems = new ArrayList<>();

    Complaints(TypeElement chute) {
        this.chute = chute;
    }

    List<Problem> all() {
        return List.copyOf(problems);
    }

    void at(Element element, String message, Object... arguments) {
        add(Problem.at(element, message, arguments));
    }

    void add(Problem problem) {
        Problem placed = placed(problem);
        // A record named twice in a body is one mistake.
        if (!problems.contains(placed)) {
            problems.add(placed);
        }
    }

    /** The settings of an annotation, complaints about which come here. */
    Settings settings(WrittenAnnotation annotation) {
        return new Settings(annotation, this);
    }

    private Problem placed(Problem problem) {
        Element element = problem.element();
        Element member = element.getKind() == ElementKind.PARAMETER
                ? Objects.requireNonNull(element.getEnclosingElement(), "a parameter is of a method")
                : element;
        boolean inherited = (member instanceof ExecutableElement || member instanceof VariableElement)
                && !chute.equals(member.getEnclosingElement());
        return inherited
                ? Problem.at(
                        chute,
                        "%s, inherited from %s: %s",
                        member.getSimpleName(),
                        String.valueOf(member.getEnclosingElement()),
                        problem.message())
                : problem;
    }
}
