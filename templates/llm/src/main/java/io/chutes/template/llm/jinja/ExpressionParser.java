package io.chutes.template.llm.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads expressions, as jinja2's own parser nests them. What is not known here is refused as it is read. */
final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> AFTER_TEST = Set.of("else", "or", "and", "is", "not", "in", "if");

    private final Cursor cursor;
    /** The functions and variables that may be called. */
    private final Set<String> callables;

    ExpressionParser(Cursor cursor, Set<String> callables) {
        this.cursor = cursor;
        this.callables = callables;
    }

    /** One expression, or several with commas between as a list. */
    Expression list() {
        Expression first = whole();
        if (!cursor.peek().is(",")) {
            return first;
        }
        List<Expression> all = new ArrayList<>(List.of(first));
        while (cursor.take(",") && cursor.peek().kind() != Token.Kind.END) {
            all.add(whole());
        }
        return listOf(all);
    }

    Expression whole() {
        Expression value = or();
        while (cursor.take("if")) {
            Expression chosen = value;
            Expression condition = or();
            Expression otherwise = cursor.take("else") ? whole() : _ -> new Undefined("an inline if");
            value = scope -> Values.isTrue(condition.in(scope)) ? chosen.in(scope) : otherwise.in(scope);
        }
        return value;
    }

    Expression or() {
        Expression left = and();
        while (cursor.take("or")) {
            Expression a = left;
            Expression b = and();
            left = scope -> {
                Object value = a.in(scope);
                return Values.isTrue(value) ? value : b.in(scope);
            };
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (cursor.take("and")) {
            Expression a = left;
            Expression b = not();
            left = scope -> {
                Object value = a.in(scope);
                return Values.isTrue(value) ? b.in(scope) : value;
            };
        }
        return left;
    }

    private Expression not() {
        if (cursor.take("not")) {
            Expression inner = not();
            return scope -> !Values.isTrue(inner.in(scope));
        }
        return comparison();
    }

    private Expression comparison() {
        Expression first = sum();
        List<String> operators = new ArrayList<>();
        List<Expression> operands = new ArrayList<>(List.of(first));
        while (true) {
            if (cursor.peek().kind() == Token.Kind.OPERATOR
                    && COMPARISONS.contains(cursor.peek().text())) {
                operators.add(cursor.next().text());
            } else if (cursor.take("in")) {
                operators.add("in");
            } else if (cursor.peek().is("not") && cursor.second().is("in")) {
                cursor.next();
                cursor.next();
                operators.add("not in");
            } else {
                break;
            }
            operands.add(sum());
        }
        return operators.isEmpty() ? first : scope -> compare(operators, operands, scope);
    }

    private static boolean compare(List<String> operators, List<Expression> operands, Scope scope) {
        Object left = operands.getFirst().in(scope);
        for (int i = 0; i < operators.size(); i++) {
            Object right = operands.get(i + 1).in(scope);
            if (!holds(operators.get(i), left, right)) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private static boolean holds(String operator, @Nullable Object a, @Nullable Object b) {
        return switch (operator) {
            case "==" -> Values.equal(a, b);
            case "!=" -> !Values.equal(a, b);
            case "in" -> Values.in(a, b);
            case "not in" -> !Values.in(a, b);
            case "<" -> Values.compare(a, b) < 0;
            case "<=" -> Values.compare(a, b) <= 0;
            case ">" -> Values.compare(a, b) > 0;
            default -> Values.compare(a, b) >= 0;
        };
    }

    private Expression sum() {
        Expression left = concatenation();
        while (cursor.peek().is("+") || cursor.peek().is("-")) {
            left = arithmetic(cursor.next().text(), left, concatenation());
        }
        return left;
    }

    private Expression concatenation() {
        Expression left = product();
        while (cursor.take("~")) {
            Expression a = left;
            Expression b = product();
            left = scope -> PythonText.of(a.in(scope)) + PythonText.of(b.in(scope));
        }
        return left;
    }

    private Expression product() {
        Expression left = unary(true);
        while (Set.of("*", "/", "//", "%").contains(cursor.peek().text())
                && cursor.peek().kind() == Token.Kind.OPERATOR) {
            left = arithmetic(cursor.next().text(), left, unary(true));
        }
        return left;
    }

    private static Expression arithmetic(String operator, Expression a, Expression b) {
        return scope -> Arithmetic.of(operator, a.in(scope), b.in(scope));
    }

    private Expression unary(boolean filtered) {
        Expression value;
        if (cursor.take("-")) {
            Expression inner = unary(false);
            value = scope -> Arithmetic.negated(inner.in(scope));
        } else if (cursor.take("+")) {
            value = unary(false);
        } else {
            value = power(parts(primary()));
        }
        return filtered ? filters(value) : value;
    }

    private Expression power(Expression base) {
        return cursor.take("**") ? arithmetic("**", base, unary(false)) : base;
    }

    private Expression primary() {
        Token token = cursor.next();
        return switch (token.kind()) {
            case STRING -> {
                var text = new StringBuilder(token.text());
                while (cursor.peek().kind() == Token.Kind.STRING) {
                    text.append(cursor.next().text());
                }
                String constant = text.toString();
                yield _ -> constant;
            }
            case INTEGER -> {
                long constant = Long.parseLong(token.text());
                yield _ -> constant;
            }
            case REAL -> {
                double constant = Double.parseDouble(token.text());
                yield _ -> constant;
            }
            case NAME -> name(token);
            case OPERATOR ->
                switch (token.text()) {
                    case "(" -> tuple();
                    case "[" -> listOf(items("]"));
                    case "{" -> dictionary();
                    default -> throw unexpected(token);
                };
            case END -> throw unexpected(token);
        };
    }

    private static JinjaException unexpected(Token token) {
        return JinjaException.at(token.line(), "expected a value, found '%s'".formatted(token.text()));
    }

    private Expression name(Token token) {
        switch (token.text()) {
            case "true", "True" -> {
                return _ -> true;
            }
            case "false", "False" -> {
                return _ -> false;
            }
            case "none", "None" -> {
                return _ -> null;
            }
            default -> {}
        }
        if (cursor.peek().is("(")) {
            if (!callables.contains(token.text())) {
                throw JinjaException.at(token.line(), "there is no function '%s' here".formatted(token.text()));
            }
        }
        return scope -> scope.get(token.text());
    }

    private Expression tuple() {
        if (cursor.take(")")) {
            return listOf(List.of());
        }
        Expression first = whole();
        if (cursor.take(")")) {
            return first;
        }
        cursor.expect(",");
        List<Expression> all = new ArrayList<>(List.of(first));
        all.addAll(items(")"));
        return listOf(all);
    }

    private List<Expression> items(String end) {
        List<Expression> items = new ArrayList<>();
        while (!cursor.take(end)) {
            items.add(whole());
            if (!cursor.peek().is(end)) {
                cursor.expect(",");
            }
        }
        return items;
    }

    private static Expression listOf(List<Expression> items) {
        return scope -> {
            List<@Nullable Object> values = new ArrayList<>();
            items.forEach(item -> values.add(item.in(scope)));
            return values;
        };
    }

    private Expression dictionary() {
        Map<Expression, Expression> entries = new LinkedHashMap<>();
        while (!cursor.take("}")) {
            Expression key = whole();
            cursor.expect(":");
            entries.put(key, whole());
            if (!cursor.peek().is("}")) {
                cursor.expect(",");
            }
        }
        return scope -> {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            entries.forEach((key, value) -> values.put(PythonText.of(key.in(scope)), value.in(scope)));
            return values;
        };
    }

    /** What follows a value: parts, items and calls. */
    private Expression parts(Expression start) {
        Expression value = start;
        while (true) {
            if (cursor.take(".")) {
                value = attribute(value);
            } else if (cursor.take("[")) {
                value = subscript(value);
            } else if (cursor.take("(")) {
                value = call(value);
            } else {
                return value;
            }
        }
    }

    private Expression attribute(Expression owner) {
        Token token = cursor.next();
        if (token.kind() == Token.Kind.INTEGER) {
            long index = Long.parseLong(token.text());
            return scope -> Values.item(owner.in(scope), index);
        }
        String name = token.text();
        if (token.kind() != Token.Kind.NAME) {
            throw JinjaException.at(token.line(), "expected a name, found '%s'".formatted(name));
        }
        if (!cursor.take("(")) {
            return scope -> Values.attribute(owner.in(scope), name);
        }
        if (!Methods.NAMES.contains(name)) {
            throw JinjaException.at(token.line(), "there is no method '%s' here".formatted(name));
        }
        ArgumentList arguments = arguments();
        return scope -> Methods.call(owner.in(scope), name, arguments.in(scope));
    }

    private Expression subscript(Expression owner) {
        Expression from = cursor.peek().is(":") ? _ -> null : whole();
        if (cursor.take("]")) {
            return scope -> Values.item(owner.in(scope), from.in(scope));
        }
        cursor.expect(":");
        Expression to = cursor.peek().is("]") || cursor.peek().is(":") ? _ -> null : whole();
        Expression step = cursor.take(":") && !cursor.peek().is("]") ? whole() : _ -> null;
        cursor.expect("]");
        return scope -> Values.slice(owner.in(scope), from.in(scope), to.in(scope), step.in(scope));
    }

    private Expression call(Expression function) {
        int line = cursor.peek().line();
        ArgumentList arguments = arguments();
        return scope -> {
            if (function.in(scope) instanceof Callable callable) {
                return callable.call(arguments.in(scope));
            }
            throw JinjaException.at(line, "what is called is no function");
        };
    }

    /** Arguments that have values wherever they stand. */
    private record ArgumentList(List<Expression> positional, Map<String, Expression> named) {
        Arguments in(Scope scope) {
            List<@Nullable Object> values = new ArrayList<>();
            positional.forEach(each -> values.add(each.in(scope)));
            Map<String, @Nullable Object> byName = new LinkedHashMap<>();
            named.forEach((name, each) -> byName.put(name, each.in(scope)));
            return new Arguments(values, byName);
        }
    }

    private ArgumentList arguments() {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!cursor.take(")")) {
            if (cursor.peek().kind() == Token.Kind.NAME && cursor.second().is("=")) {
                String name = cursor.name();
                cursor.expect("=");
                named.put(name, whole());
            } else {
                positional.add(whole());
            }
            if (!cursor.peek().is(")")) {
                cursor.expect(",");
            }
        }
        return new ArgumentList(positional, named);
    }

    /** Filters and tests, which hold on tighter than operators. */
    private Expression filters(Expression start) {
        Expression value = start;
        while (true) {
            if (cursor.take("|")) {
                value = filter(value);
            } else if (cursor.take("is")) {
                value = test(value);
            } else {
                return value;
            }
        }
    }

    private Expression filter(Expression value) {
        int line = cursor.peek().line();
        Filters.Filter filter = Filters.named(cursor.name(), line);
        ArgumentList arguments = cursor.take("(") ? arguments() : new ArgumentList(List.of(), Map.of());
        return scope -> filter.of(value.in(scope), arguments.in(scope));
    }

    private Expression test(Expression value) {
        boolean wanted = !cursor.take("not");
        Token name = cursor.next();
        Tests.Test test = Tests.named(name.text(), name.line());
        ArgumentList arguments = new ArgumentList(List.of(), Map.of());
        if (cursor.take("(")) {
            arguments = arguments();
        } else if (beginsArgument()) {
            arguments = new ArgumentList(List.of(parts(primary())), Map.of());
        }
        ArgumentList given = arguments;
        return scope -> test.holds(value.in(scope), given.in(scope)) == wanted;
    }

    private boolean beginsArgument() {
        Token next = cursor.peek();
        return switch (next.kind()) {
            case NAME -> !AFTER_TEST.contains(next.text());
            case STRING, INTEGER, REAL -> true;
            case OPERATOR -> next.is("[") || next.is("{");
            case END -> false;
        };
    }
}
