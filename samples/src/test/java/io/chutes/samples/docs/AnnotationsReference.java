package io.chutes.samples.docs;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** What an author may write, from the source of {@code annotations} and of {@code @ChuteTest}. */
final class AnnotationsReference {
    private final StringBuilder page = new StringBuilder();

    private AnnotationsReference() {}

    static String text() throws IOException {
        var reference = new AnnotationsReference();
        reference.write();
        return reference.page.toString();
    }

    private void write() throws IOException {
        page.append("""
                # Annotations and types

                All of `io.chutes.annotation`, what tests add, and the options of [engines](../engines.md). Made from the source; the sentences are its Javadoc.

                """);
        Sources annotations = Sources.below("annotations/src/main/java");
        Sources testing = Sources.below("runtime/testing/src/main/java");
        page.append("## Annotations\n\n");
        annotations(annotations);
        annotations(testing);
        page.append("## Options of engines\n\n");
        annotations(Sources.below("templates/engines/src/main/java"));
        page.append("## Types\n\n");
        for (CompilationUnitTree file : annotations.files()) {
            if (Sources.type(file).getKind() != Tree.Kind.ANNOTATION_TYPE) {
                type(annotations, file);
            }
        }
    }

    private void annotations(Sources sources) {
        for (CompilationUnitTree file : sources.files()) {
            if (Sources.type(file).getKind() == Tree.Kind.ANNOTATION_TYPE) {
                annotation(sources, file);
            }
        }
    }

    private void annotation(Sources sources, CompilationUnitTree file) {
        ClassTree type = Sources.type(file);
        page.append("### @%s%n%n%s%n%n".formatted(type.getSimpleName(), Javadoc.text(sources.comment(file, type))));
        List<MethodTree> attributes = methods(type);
        if (!attributes.isEmpty()) {
            page.append("| attribute | type | default | |\n|---|---|---|---|\n");
            for (MethodTree attribute : attributes) {
                Tree value = attribute.getDefaultValue();
                page.append("| `%s` | `%s` | %s | %s |%n"
                        .formatted(
                                attribute.getName(),
                                attribute.getReturnType(),
                                value == null ? "required" : "`" + defaultOf(value) + "`",
                                cell(Javadoc.text(sources.comment(file, attribute)))));
            }
            page.append('\n');
        }
        List<ClassTree> choices = type.getMembers().stream()
                .filter(member -> member.getKind() == Tree.Kind.ENUM)
                .map(ClassTree.class::cast)
                .toList();
        choices.forEach(choice -> page.append("- `%s`: %s%n".formatted(choice.getSimpleName(), constants(choice))));
        if (!choices.isEmpty()) {
            page.append('\n');
        }
    }

    private static String constants(ClassTree choice) {
        return choice.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(constant -> "`" + ((VariableTree) constant).getName() + "`")
                .collect(Collectors.joining(", "));
    }

    private void type(Sources sources, CompilationUnitTree file) {
        ClassTree type = Sources.type(file);
        var comment = sources.comment(file, type);
        page.append("### %s%n%n%s%n%n".formatted(type.getSimpleName(), Javadoc.text(comment)));
        String parameters = Javadoc.parameters(comment);
        if (!parameters.isEmpty()) {
            page.append(parameters).append('\n');
        }
        if (type.getKind() == Tree.Kind.ENUM) {
            type.getMembers().stream()
                    .filter(VariableTree.class::isInstance)
                    .map(VariableTree.class::cast)
                    .forEach(constant -> page.append("- `%s`%s%n"
                            .formatted(constant.getName(), after(Javadoc.text(sources.comment(file, constant))))));
            page.append('\n');
        } else {
            List<MethodTree> methods = methods(type).stream()
                    .filter(method -> type.getKind() == Tree.Kind.INTERFACE || Sources.isPublic(method.getModifiers()))
                    .filter(method -> !method.getName().contentEquals("<init>"))
                    .filter(method ->
                            !Javadoc.text(sources.comment(file, method)).isEmpty())
                    .toList();
            methods.forEach(method -> page.append(
                    "- `%s`%s%n".formatted(signature(method), after(Javadoc.text(sources.comment(file, method))))));
            if (!methods.isEmpty()) {
                page.append('\n');
            }
        }
    }

    private static List<MethodTree> methods(ClassTree type) {
        return type.getMembers().stream()
                .filter(MethodTree.class::isInstance)
                .map(MethodTree.class::cast)
                .toList();
    }

    private static String signature(MethodTree method) {
        String parameters = method.getParameters().stream()
                .map(VariableTree::toString)
                .collect(Collectors.joining(", "))
                .replaceAll("\\s+", " ");
        String isStatic = method.getModifiers().getFlags().contains(Modifier.STATIC) ? "static " : "";
        return "%s%s %s(%s)".formatted(isStatic, method.getReturnType(), method.getName(), parameters);
    }

    private static String defaultOf(Tree value) {
        return value.toString().replaceAll("\\s+", "");
    }

    private static String after(String text) {
        return text.isEmpty() ? "" : ": " + text.replaceAll("\\s*\n\\s*", " ");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\s*\n\\s*", " ");
    }
}
