package io.chutes.template.llm.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The methods of Python's strings, dictionaries and lists. */
final class Methods {
    /** All that there are. */
    static final Set<String> NAMES = Set.of(
            "strip",
            "lstrip",
            "rstrip",
            "split",
            "rsplit",
            "splitlines",
            "startswith",
            "endswith",
            "replace",
            "upper",
            "lower",
            "title",
            "capitalize",
            "find",
            "rfind",
            "count",
            "join",
            "isdigit",
            "isalpha",
            "isspace",
            "removeprefix",
            "removesuffix",
            "items",
            "keys",
            "values",
            "get",
            "index",
            "cycle");

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private Methods() {}

    static @Nullable Object call(@Nullable Object target, String name, Arguments arguments) {
        return switch (target) {
            case String text -> text(text, name, arguments);
            case Map<?, ?> map -> map(map, name, arguments);
            case List<?> list -> list(list, name, arguments);
            case Loop loop when name.equals("cycle") -> loop.cycle(arguments);
            case Undefined undefined -> throw undefined.used();
            case null, default -> throw none(target, name);
        };
    }

    private static JinjaException none(@Nullable Object target, String name) {
        return new JinjaException("%s has no method %s".formatted(PythonText.repr(target), name));
    }

    private static @Nullable Object text(String text, String name, Arguments arguments) {
        return switch (name) {
            case "strip" -> stripped(text, arguments, true, true);
            case "lstrip" -> stripped(text, arguments, true, false);
            case "rstrip" -> stripped(text, arguments, false, true);
            case "split" -> split(text, arguments, false);
            case "rsplit" -> split(text, arguments, true);
            case "splitlines" -> new ArrayList<Object>(text.lines().toList());
            case "startswith" -> affixes(arguments).stream().anyMatch(text::startsWith);
            case "endswith" -> affixes(arguments).stream().anyMatch(text::endsWith);
            case "replace" -> replaced(text, arguments);
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "title" -> title(text);
            case "capitalize" -> capitalized(text);
            case "find" -> (long) text.indexOf(arguments.text(0, "sub"));
            case "rfind" -> (long) text.lastIndexOf(arguments.text(0, "sub"));
            case "count" -> count(text, arguments.text(0, "sub"));
            case "join" ->
                Values.items(arguments.require(0, "iterable")).stream()
                        .map(PythonText::of)
                        .collect(Collectors.joining(text));
            case "isdigit" -> !text.isEmpty() && text.codePoints().allMatch(Character::isDigit);
            case "isalpha" -> !text.isEmpty() && text.codePoints().allMatch(Character::isLetter);
            case "isspace" -> !text.isEmpty() && text.isBlank();
            case "removeprefix" -> {
                String prefix = arguments.text(0, "prefix");
                yield text.startsWith(prefix) ? text.substring(prefix.length()) : text;
            }
            case "removesuffix" -> {
                String suffix = arguments.text(0, "suffix");
                yield text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
            }
            default -> throw none(text, name);
        };
    }

    private static @Nullable Object map(Map<?, ?> map, String name, Arguments arguments) {
        return switch (name) {
            case "items" -> pairs(map);
            case "keys" -> new ArrayList<Object>(map.keySet());
            case "values" -> new ArrayList<@Nullable Object>(map.values());
            case "get" -> {
                Object key = arguments.require(0, "key");
                yield map.containsKey(key) ? map.get(key) : arguments.get(1, "default", null);
            }
            default -> throw none(map, name);
        };
    }

    static List<@Nullable Object> pairs(Map<?, ?> map) {
        List<@Nullable Object> pairs = new ArrayList<>();
        map.forEach((key, value) -> {
            List<@Nullable Object> pair = new ArrayList<>();
            pair.add(key);
            pair.add(value);
            pairs.add(pair);
        });
        return pairs;
    }

    private static Object list(List<?> list, String name, Arguments arguments) {
        Object sought = arguments.require(0, "value");
        return switch (name) {
            case "count" ->
                list.stream().filter(each -> Values.equal(each, sought)).count();
            case "index" -> {
                for (int i = 0; i < list.size(); i++) {
                    if (Values.equal(list.get(i), sought)) {
                        yield (long) i;
                    }
                }
                throw new JinjaException("%s is not in the list".formatted(PythonText.repr(sought)));
            }
            default -> throw none(list, name);
        };
    }

    /** Without the characters at its ends that are among the first argument's, or space. */
    static String stripped(String text, Arguments arguments, boolean left, boolean right) {
        Object given = arguments.get(0, "chars", null);
        if (given == null) {
            String half = left ? text.stripLeading() : text;
            return right ? half.stripTrailing() : half;
        }
        String letters = arguments.text(0, "chars");
        int from = 0;
        int to = text.length();
        while (left && from < to && letters.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (right && to > from && letters.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }

    private static List<@Nullable Object> split(String text, Arguments arguments, boolean fromRight) {
        Object separator = arguments.get(0, "sep", null);
        int most = arguments.integer(1, "maxsplit", -1);
        if (separator == null) {
            String stripped = text.strip();
            if (stripped.isEmpty()) {
                return new ArrayList<>();
            }
            if (most >= 0) {
                throw new JinjaException("split takes no maxsplit without sep here");
            }
            return new ArrayList<>(List.of(SPACE.split(stripped)));
        }
        String by = arguments.text(0, "sep");
        List<@Nullable Object> parts = new ArrayList<>();
        String rest = text;
        for (int done = 0; most < 0 || done < most; done++) {
            int at = fromRight ? rest.lastIndexOf(by) : rest.indexOf(by);
            if (at < 0) {
                break;
            }
            if (fromRight) {
                parts.addFirst(rest.substring(at + by.length()));
                rest = rest.substring(0, at);
            } else {
                parts.add(rest.substring(0, at));
                rest = rest.substring(at + by.length());
            }
        }
        if (fromRight) {
            parts.addFirst(rest);
        } else {
            parts.add(rest);
        }
        return parts;
    }

    private static List<String> affixes(Arguments arguments) {
        return arguments.require(0, "prefix") instanceof List<?> several
                ? several.stream().map(PythonText::of).toList()
                : List.of(arguments.text(0, "prefix"));
    }

    static String replaced(String text, Arguments arguments) {
        String old = arguments.text(0, "old");
        String other = arguments.text(1, "new");
        int most = arguments.integer(2, "count", -1);
        if (most < 0) {
            return text.replace(old, other);
        }
        String out = text;
        for (int done = 0, at = 0; done < most; done++) {
            int found = out.indexOf(old, at);
            if (found < 0) {
                break;
            }
            out = out.substring(0, found) + other + out.substring(found + old.length());
            at = found + other.length();
        }
        return out;
    }

    static String title(String text) {
        var out = new StringBuilder();
        boolean within = false;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            out.append(within ? Character.toLowerCase(letter) : Character.toUpperCase(letter));
            within = Character.isLetter(letter);
        }
        return out.toString();
    }

    static String capitalized(String text) {
        return text.isEmpty()
                ? ""
                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                        + text.substring(1).toLowerCase(Locale.ROOT);
    }

    private static long count(String text, String part) {
        long count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + Math.max(1, part.length()))) {
            count++;
        }
        return count;
    }
}
