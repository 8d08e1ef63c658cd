package io.chutes.samples.docs;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpStatus;

/** Which problems callers meet, from the source that makes them. */
final class ProblemsReference {
    private static final String ANYTHING = "…";

    private ProblemsReference() {}

    static String text() throws IOException {
        var page = new StringBuilder("""
                # Problems

                Every refusal is `application/problem+json` (RFC 9457): `type` (`about:blank`, the status says what kind it is), `title`,
                `status`, `detail` (what is wrong and what would be right), `requestId` and, where the body or the query is at fault, `errors`, each with a
                JSON `pointer`, the `rule` and a `message`. Made from the source: `…` stands for what a detail names.

                ## Of the platform

                | status | | when |
                |---|---|---|
                """);
        platform()
                .forEach((status, when) ->
                        page.append("| %d | %s | %s |%n".formatted(status, HttpStatus.getMessage(status), when)));
        page.append("""

                ## Of a chute's runtime

                And any status of 400 to 599 that the chute itself answers by a `ProblemException`; whatever else it throws is a 500.

                | status | | details |
                |---|---|---|
                """);
        runtime()
                .forEach((status, details) -> page.append("| %d | %s | %s |%n"
                        .formatted(
                                status,
                                HttpStatus.getMessage(status),
                                String.join("<br>", details).replace("|", "\\|"))));
        page.append("""

                ## As exceptions of the typed client

                | exception | |
                |---|---|
                """);
        Sources client = Sources.below("runtime/client/src/main/java/io/chutes/client");
        for (CompilationUnitTree file : client.files()) {
            var type = Sources.type(file);
            if (type.getSimpleName().toString().endsWith("Exception") && Sources.isPublic(type.getModifiers())) {
                page.append("| `%s` | %s |%n"
                        .formatted(
                                type.getSimpleName(),
                                Javadoc.text(client.comment(file, type)).replaceAll("\\s+", " ")));
            }
        }
        return page.toString();
    }

    /** By the Javadoc of the methods that make them. */
    private static Map<Integer, String> platform() throws IOException {
        Sources web = Sources.below("platform-api/server/src/main/java/io/chutes/platform/server/web");
        Map<Integer, String> problems = new TreeMap<>();
        for (CompilationUnitTree file : web.files()) {
            if (Sources.type(file).getSimpleName().contentEquals("ApiException")) {
                new TreeScanner<Void, MethodTree>() {
                    @Override
                    public Void visitMethod(MethodTree method, MethodTree around) {
                        return super.visitMethod(method, method);
                    }

                    @Override
                    public Void visitNewClass(NewClassTree made, MethodTree method) {
                        if (made.getArguments().getFirst() instanceof LiteralTree status) {
                            problems.putIfAbsent((Integer) status.getValue(), Javadoc.text(web.comment(file, method)));
                        }
                        return super.visitNewClass(made, method);
                    }
                }.scan(file, null);
            }
        }
        return problems;
    }

    private static Map<Integer, Set<String>> runtime() throws IOException {
        Map<Integer, Set<String>> problems = new TreeMap<>();
        for (CompilationUnitTree file :
                Sources.below("runtime/server/src/main/java").files()) {
            Map<String, Integer> constants = constants(file);
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitNewClass(NewClassTree made, Void nothing) {
                    if (made.getIdentifier().toString().endsWith("ProblemException")) {
                        Integer status =
                                switch (made.getArguments().getFirst()) {
                                    case LiteralTree number -> (Integer) number.getValue();
                                    case IdentifierTree name ->
                                        constants.get(name.getName().toString());
                                    default -> null;
                                };
                        String detail = detail(made.getArguments().get(1));
                        if (status != null && !detail.equals(ANYTHING)) {
                            problems.computeIfAbsent(status, _ -> new TreeSet<>())
                                    .add(detail);
                        }
                    }
                    return super.visitNewClass(made, null);
                }
            }.scan(file, null);
        }
        return problems;
    }

    private static Map<String, Integer> constants(CompilationUnitTree file) {
        Map<String, Integer> constants = new HashMap<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitVariable(VariableTree variable, Void nothing) {
                if (variable.getInitializer() instanceof LiteralTree literal
                        && literal.getValue() instanceof Integer number) {
                    constants.put(variable.getName().toString(), number);
                }
                return super.visitVariable(variable, null);
            }
        }.scan(file, null);
        return constants;
    }

    /** What a detail says, with an ellipsis for what it names. */
    private static String detail(ExpressionTree expression) {
        return said(expression)
                .replaceAll("%[sd]", ANYTHING)
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String said(ExpressionTree expression) {
        return switch (expression) {
            case LiteralTree literal when literal.getValue() instanceof String text -> text;
            case ParenthesizedTree inner -> said(inner.getExpression());
            case ConditionalExpressionTree choice ->
                "%s / %s".formatted(said(choice.getTrueExpression()), said(choice.getFalseExpression()));
            case BinaryTree sum
            when sum.getKind() == Tree.Kind.PLUS -> said(sum.getLeftOperand()) + said(sum.getRightOperand());
            case MethodInvocationTree call
            when call.getMethodSelect() instanceof MemberSelectTree method
                    && method.getIdentifier().contentEquals("formatted") -> said(method.getExpression());
            default -> ANYTHING;
        };
    }
}
