package io.chutes.template.llm.jinja;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Jinja's filters. */
final class Filters {
    private static final Map<String, Filter> ALL = Map.ofEntries(
            Map.entry("trim", (value, given) -> Methods.stripped(PythonText.of(value), given, true, true)),
            Map.entry("tojson", Filters::json),
            Map.entry("length", (value, _) -> Values.length(value)),
            Map.entry("count", (value, _) -> Values.length(value)),
            Map.entry("join", Filters::join),
            Map.entry("upper", (value, _) -> PythonText.of(value).toUpperCase(Locale.ROOT)),
            Map.entry("lower", (value, _) -> PythonText.of(value).toLowerCase(Locale.ROOT)),
            Map.entry("title", (value, _) -> Methods.title(PythonText.of(value))),
            Map.entry("capitalize", (value, _) -> Methods.capitalized(PythonText.of(value))),
            Map.entry("replace", (value, given) -> Methods.replaced(PythonText.of(value), given)),
            Map.entry("default", Filters::otherwise),
            Map.entry("d", Filters::otherwise),
            Map.entry(
                    "first",
                    (value, _) -> Values.items(value).stream().findFirst().orElse(new Undefined("first"))),
            Map.entry("last", (value, _) -> Values.items(value).reversed().stream()
                    .findFirst()
                    .orElse(new Undefined("last"))),
            Map.entry("list", (value, _) -> Values.items(value)),
            Map.entry("items", (value, _) -> value instanceof Map<?, ?> map ? Methods.pairs(map) : new ArrayList<>()),
            Map.entry("dictsort", Filters::sortedPairs),
            Map.entry("string", (value, _) -> PythonText.of(value)),
            Map.entry("safe", (value, _) -> value),
            Map.entry("int", Filters::integer),
            Map.entry(
                    "float",
                    (value, _) ->
                            value instanceof String text ? (Object) Double.valueOf(text) : (Object) Values.real(value)),
            Map.entry(
                    "abs",
                    (value, _) -> value instanceof Double real
                            ? (Object) Math.abs(real)
                            : (Object) Math.abs(Values.integer(value))),
            Map.entry("indent", Filters::indent),
            Map.entry(
                    "reverse",
                    (value, _) -> value instanceof String text
                            ? new StringBuilder(text).reverse().toString()
                            : Values.items(value).reversed()),
            Map.entry("unique", (value, _) -> unique(value)),
            Map.entry("sort", Filters::sort),
            Map.entry("max", (value, _) -> Values.items(value).stream()
                    .max(Values::compare)
                    .orElse(new Undefined("max"))),
            Map.entry("min", (value, _) -> Values.items(value).stream()
                    .min(Values::compare)
                    .orElse(new Undefined("min"))),
            Map.entry("sum", (value, _) -> Values.items(value).stream().reduce(0L, (a, b) -> Arithmetic.of("+", a, b))),
            Map.entry("map", Filters::map),
            Map.entry("select", (value, given) -> chosen(value, given, false, true)),
            Map.entry("reject", (value, given) -> chosen(value, given, false, false)),
            Map.entry("selectattr", (value, given) -> chosen(value, given, true, true)),
            Map.entry("rejectattr", (value, given) -> chosen(value, given, true, false)));

    private Filters() {}

    /** What makes one value of another. */
    @FunctionalInterface
    interface Filter {
        @Nullable Object of(@Nullable Object value, Arguments given);
    }

    static Filter named(String name, int line) {
        Filter filter = ALL.get(name);
        if (filter == null) {
            throw JinjaException.at(line, "there is no filter '%s' here".formatted(name));
        }
        return filter;
    }

    private static Object json(@Nullable Object value, Arguments given) {
        given.only("ensure_ascii", "indent", "separators", "sort_keys");
        if (given.flag(0, "ensure_ascii")) {
            throw new JinjaException("tojson takes no ensure_ascii here");
        }
        Object indent = given.get(1, "indent", null);
        String step =
                indent == null ? null : indent instanceof String text ? text : " ".repeat((int) Values.integer(indent));
        Object separators = given.get(2, "separators", null);
        String item = separators != null ? PythonText.of(Values.item(separators, 0L)) : step == null ? ", " : ",";
        String key = separators != null ? PythonText.of(Values.item(separators, 1L)) : ": ";
        return PythonText.json(value, new PythonText.JsonStyle(step, item, key, given.flag(3, "sort_keys")));
    }

    private static Object join(@Nullable Object value, Arguments given) {
        Object attribute = given.get(1, "attribute", null);
        return Values.items(value).stream()
                .map(each -> PythonText.of(attribute == null ? each : part(each, attribute)))
                .collect(Collectors.joining(PythonText.of(given.get(0, "d", ""))));
    }

    private static @Nullable Object otherwise(@Nullable Object value, Arguments given) {
        boolean absent = value instanceof Undefined || (given.flag(1, "boolean") && !Values.isTrue(value));
        return absent ? given.get(0, "default_value", "") : value;
    }

    private static Object sortedPairs(@Nullable Object value, Arguments given) {
        if (!(value instanceof Map<?, ?> map)
                || given.positional().size() + given.named().size() > 0) {
            throw new JinjaException("dictsort takes a dictionary and no arguments here");
        }
        List<@Nullable Object> pairs = Methods.pairs(map);
        pairs.sort(Comparator.comparing(
                pair -> PythonText.of(Values.item(pair, 0L)).toLowerCase(Locale.ROOT)));
        return pairs;
    }

    private static Object integer(@Nullable Object value, Arguments given) {
        try {
            return value instanceof String text ? Long.parseLong(text.strip()) : (long) Values.real(value);
        } catch (NumberFormatException e) {
            return Values.integer(given.get(0, "default", 0L));
        }
    }

    private static Object indent(@Nullable Object value, Arguments given) {
        given.only("width", "first", "blank");
        Object width = given.get(0, "width", 4L);
        String space = width instanceof String text ? text : " ".repeat((int) Values.integer(width));
        boolean blank = given.flag(2, "blank");
        String[] lines = PythonText.of(value).split("\n", -1);
        var out = new StringBuilder(given.flag(1, "first") ? space : "").append(lines[0]);
        for (int i = 1; i < lines.length; i++) {
            out.append('\n').append(lines[i].isEmpty() && !blank ? "" : space).append(lines[i]);
        }
        return out.toString();
    }

    private static Object unique(@Nullable Object value) {
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object each : Values.items(value)) {
            if (!Values.in(each, kept)) {
                kept.add(each);
            }
        }
        return kept;
    }

    private static Object sort(@Nullable Object value, Arguments given) {
        given.only("reverse", "case_sensitive", "attribute");
        Object attribute = given.get(2, "attribute", null);
        boolean exact = given.flag(1, "case_sensitive");
        int sign = given.flag(0, "reverse") ? -1 : 1;
        List<@Nullable Object> items = Values.items(value);
        items.sort((a, b) -> sign * Values.compare(key(a, attribute, exact), key(b, attribute, exact)));
        return items;
    }

    private static @Nullable Object key(@Nullable Object item, @Nullable Object attribute, boolean exact) {
        Object key = attribute == null ? item : part(item, attribute);
        return key instanceof String text && !exact ? text.toLowerCase(Locale.ROOT) : key;
    }

    private static Object map(@Nullable Object value, Arguments given) {
        List<@Nullable Object> made = new ArrayList<>();
        if (given.named().containsKey("attribute")) {
            Object attribute = given.named().get("attribute");
            for (Object each : Values.items(value)) {
                Object found = part(each, attribute);
                made.add(
                        found instanceof Undefined && given.named().containsKey("default")
                                ? given.named().get("default")
                                : found);
            }
            return made;
        }
        Filter filter = named(given.text(0, "filter"), 0);
        Arguments rest = rest(given, 1);
        Values.items(value).forEach(each -> made.add(filter.of(each, rest)));
        return made;
    }

    private static Object chosen(@Nullable Object value, Arguments given, boolean byPart, boolean wanted) {
        int test = byPart ? 1 : 0;
        Predicate<@Nullable Object> holds = Values::isTrue;
        if (given.positional().size() > test) {
            Tests.Test named = Tests.named(given.text(test, "test"), 0);
            Arguments rest = rest(given, test + 1);
            holds = each -> named.holds(each, rest);
        }
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object each : Values.items(value)) {
            if (holds.test(byPart ? part(each, given.require(0, "attribute")) : each) == wanted) {
                kept.add(each);
            }
        }
        return kept;
    }

    private static @Nullable Object part(@Nullable Object item, @Nullable Object path) {
        if (path instanceof Long) {
            return Values.item(item, path);
        }
        Object found = item;
        for (String name : PythonText.of(path).split("\\.", -1)) {
            found = Values.attribute(found, name);
        }
        return found;
    }

    private static Arguments rest(Arguments given, int from) {
        return new Arguments(given.positional().subList(from, given.positional().size()), given.named());
    }
}
