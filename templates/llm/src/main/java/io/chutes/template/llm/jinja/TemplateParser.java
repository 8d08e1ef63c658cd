package io.chutes.template.llm.jinja;

import io.chutes.template.llm.jinja.Statement.Flow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a template as statements. A tag that is not known here is refused. */
final class TemplateParser {
    private final List<Piece> pieces;
    private final Set<String> callables;
    private int at;

    private TemplateParser(List<Piece> pieces, Set<String> callables) {
        this.pieces = pieces;
        this.callables = new HashSet<>(callables);
    }

    /**
     * The statements of a template.
     *
     * @param functions what it can call besides its own macros
     */
    static Statement parse(String template, Set<String> functions) {
        var parser = new TemplateParser(Lexer.pieces(template), functions);
        parser.findMacros();
        Statement all = parser.until(Set.of());
        if (parser.at < parser.pieces.size()) {
            throw parser.unexpected();
        }
        return all;
    }

    /** A macro may be called above the place where it stands. */
    private void findMacros() {
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Tag tag
                    && tag.tokens().size() > 2
                    && tag.tokens().getFirst().is("macro")) {
                callables.add(tag.tokens().get(1).text());
            }
        }
    }

    private JinjaException unexpected() {
        return pieces.get(at) instanceof Piece.Tag tag
                ? JinjaException.at(
                        tag.line(),
                        "there is no tag '%s' here"
                                .formatted(tag.tokens().getFirst().text()))
                : new JinjaException("the template has no end");
    }

    /** All statements before one of these tags, or to the end. */
    private Statement until(Set<String> ends) {
        List<Statement> all = new ArrayList<>();
        while (at < pieces.size()) {
            Piece piece = pieces.get(at);
            if (piece instanceof Piece.Tag tag
                    && ends.contains(tag.tokens().getFirst().text())) {
                break;
            }
            switch (piece) {
                case Piece.Text text -> {
                    at++;
                    all.add((_, out) -> {
                        out.append(text.text());
                        return Flow.ON;
                    });
                }
                case Piece.Output output -> {
                    at++;
                    all.add(output(output.tokens()));
                }
                case Piece.Tag tag -> all.add(statement(new Cursor(tag.tokens())));
            }
        }
        return sequence(all);
    }

    private static Statement sequence(List<Statement> all) {
        return (scope, out) -> {
            for (Statement statement : all) {
                Flow flow = statement.run(scope, out);
                if (flow != Flow.ON) {
                    return flow;
                }
            }
            return Flow.ON;
        };
    }

    private Statement output(List<Token> tokens) {
        var cursor = new Cursor(tokens);
        Expression value = expressions(cursor).list();
        cursor.end();
        return (scope, out) -> {
            out.append(PythonText.of(value.in(scope)));
            return Flow.ON;
        };
    }

    private ExpressionParser expressions(Cursor cursor) {
        return new ExpressionParser(cursor, callables);
    }

    private Statement statement(Cursor cursor) {
        String tag = cursor.peek().text();
        switch (tag) {
            case "if", "for", "set", "macro", "generation", "break", "continue" -> {
                cursor.next();
                at++;
            }
            default -> throw unexpected();
        }
        return switch (tag) {
            case "if" -> choice(cursor);
            case "for" -> loop(cursor);
            case "set" -> set(cursor);
            case "macro" -> macro(cursor);
            case "generation" -> {
                Statement body = until(Set.of("endgeneration"));
                close("endgeneration");
                yield body;
            }
            case "break" -> (_, _) -> Flow.BREAK;
            default -> (_, _) -> Flow.CONTINUE;
        };
    }

    /** Passes the tag that ends a block. */
    private void close(String tag) {
        tag(tag).end();
    }

    private Cursor tag(String tag) {
        if (at >= pieces.size()) {
            throw new JinjaException("the template ends before '%s'".formatted(tag));
        }
        var cursor = new Cursor(((Piece.Tag) pieces.get(at++)).tokens());
        cursor.expect(tag);
        return cursor;
    }

    private boolean isAt(String tag) {
        return at < pieces.size()
                && pieces.get(at) instanceof Piece.Tag found
                && found.tokens().getFirst().is(tag);
    }

    private Statement choice(Cursor cursor) {
        Set<String> ends = Set.of("elif", "else", "endif");
        Expression condition = expressions(cursor).list();
        cursor.end();
        Statement then = until(ends);
        Statement otherwise = sequence(List.of());
        if (isAt("elif")) {
            otherwise = choice(tag("elif"));
        } else {
            if (isAt("else")) {
                close("else");
                otherwise = until(Set.of("endif"));
            }
            close("endif");
        }
        Statement rest = otherwise;
        return (scope, out) -> (Values.isTrue(condition.in(scope)) ? then : rest).run(scope, out);
    }

    private Statement loop(Cursor cursor) {
        List<String> targets = targets(cursor);
        cursor.expect("in");
        Expression items = expressions(cursor).or();
        Expression condition = cursor.take("if") ? expressions(cursor).whole() : _ -> true;
        cursor.end();
        Statement body = until(Set.of("else", "endfor"));
        Statement otherwise = sequence(List.of());
        if (isAt("else")) {
            close("else");
            otherwise = until(Set.of("endfor"));
        }
        close("endfor");
        Statement instead = otherwise;
        return (scope, out) -> {
            List<@Nullable Object> kept = new ArrayList<>();
            for (Object item : Values.items(items.in(scope))) {
                var inner = new Scope(scope);
                assign(inner, targets, item);
                if (Values.isTrue(condition.in(inner))) {
                    kept.add(item);
                }
            }
            for (int i = 0; i < kept.size(); i++) {
                var inner = new Scope(scope);
                assign(inner, targets, kept.get(i));
                inner.set("loop", new Loop(kept, i));
                if (body.run(inner, out) == Flow.BREAK) {
                    break;
                }
            }
            return kept.isEmpty() ? instead.run(scope, out) : Flow.ON;
        };
    }

    private static List<String> targets(Cursor cursor) {
        boolean enclosed = cursor.take("(");
        List<String> names = new ArrayList<>(List.of(cursor.name()));
        while (cursor.take(",")) {
            names.add(cursor.name());
        }
        if (enclosed) {
            cursor.expect(")");
        }
        return names;
    }

    private static void assign(Scope scope, List<String> names, @Nullable Object value) {
        if (names.size() == 1) {
            scope.set(names.getFirst(), value);
            return;
        }
        List<@Nullable Object> values = Values.items(value);
        if (values.size() != names.size()) {
            throw new JinjaException("%s cannot be taken apart as %s".formatted(PythonText.repr(value), names));
        }
        for (int i = 0; i < names.size(); i++) {
            scope.set(names.get(i), values.get(i));
        }
    }

    private Statement set(Cursor cursor) {
        String name = cursor.name();
        if (cursor.take(".")) {
            String part = cursor.name();
            cursor.expect("=");
            Expression value = expressions(cursor).list();
            cursor.end();
            return (scope, _) -> {
                if (!(scope.get(name) instanceof Namespace namespace)) {
                    throw new JinjaException("%s is no namespace, so %1$s.%s cannot be set".formatted(name, part));
                }
                namespace.variables().put(part, value.in(scope));
                return Flow.ON;
            };
        }
        List<String> names = new ArrayList<>(List.of(name));
        while (cursor.take(",")) {
            names.add(cursor.name());
        }
        if (cursor.take("=")) {
            Expression value = expressions(cursor).list();
            cursor.end();
            return (scope, _) -> {
                assign(scope, names, value.in(scope));
                return Flow.ON;
            };
        }
        cursor.end();
        Statement body = until(Set.of("endset"));
        close("endset");
        return (scope, _) -> {
            var text = new StringBuilder();
            Flow flow = body.run(new Scope(scope), text);
            scope.set(name, text.toString());
            return flow;
        };
    }

    private Statement macro(Cursor cursor) {
        String name = cursor.name();
        Map<String, @Nullable Expression> parameters = new LinkedHashMap<>();
        cursor.expect("(");
        while (!cursor.take(")")) {
            String parameter = cursor.name();
            parameters.put(parameter, cursor.take("=") ? expressions(cursor).whole() : null);
            if (!cursor.peek().is(")")) {
                cursor.expect(",");
            }
        }
        cursor.end();
        Statement body = until(Set.of("endmacro"));
        close("endmacro");
        return (scope, _) -> {
            scope.set(name, (Callable) arguments -> {
                var inner = new Scope(scope);
                arguments.only(parameters.keySet().toArray(String[]::new));
                int index = 0;
                for (Map.Entry<String, @Nullable Expression> parameter : parameters.entrySet()) {
                    Expression fallback = parameter.getValue();
                    Object otherwise = fallback == null ? new Undefined(parameter.getKey()) : fallback.in(inner);
                    inner.set(parameter.getKey(), arguments.get(index++, parameter.getKey(), otherwise));
                }
                var text = new StringBuilder();
                body.run(inner, text);
                return text.toString();
            });
            return Flow.ON;
        };
    }
}
