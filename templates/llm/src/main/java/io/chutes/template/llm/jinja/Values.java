package io.chutes.template.llm.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What Python does with values: text, numbers ({@code Long}, {@code Double}, and {@code BigInteger} for what no {@code Long} holds), truth, lists, and maps by text. */
final class Values {
    private Values() {}

    /** A value of Java's or of JSON as one of these. */
    static @Nullable Object of(@Nullable Object value) {
        return switch (value) {
            case Integer number -> number.longValue();
            case Float number -> number.doubleValue();
            case BigDecimal number -> number.doubleValue();
            case BigInteger number when number.bitLength() < Long.SIZE -> number.longValue();
            case Collection<?> list -> {
                List<@Nullable Object> values = new ArrayList<>();
                list.forEach(each -> values.add(of(each)));
                yield values;
            }
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                map.forEach((key, each) -> values.put(String.valueOf(key), of(each)));
                yield values;
            }
            case null, default -> value;
        };
    }

    static boolean isTrue(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Undefined _ -> false;
            case Boolean flag -> flag;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    static boolean isNumber(@Nullable Object value) {
        return value instanceof Long
                || value instanceof BigInteger
                || value instanceof Double
                || value instanceof Boolean;
    }

    static double real(@Nullable Object value) {
        return switch (value) {
            case Boolean flag -> flag ? 1 : 0;
            case Long number -> number;
            case Double number -> number;
            case BigInteger number -> number.doubleValue();
            case null, default -> throw new JinjaException(PythonText.repr(value) + " is no number");
        };
    }

    static long integer(@Nullable Object value) {
        return switch (value) {
            case Boolean flag -> flag ? 1 : 0;
            case Long number -> number;
            case BigInteger number -> throw new JinjaException(number + " is too large to compute with");
            case null, default -> throw new JinjaException(PythonText.repr(value) + " is no whole number");
        };
    }

    static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (isNumber(a) && isNumber(b) && !(a instanceof BigInteger && b instanceof BigInteger)) {
            return real(a) == real(b);
        }
        if (a instanceof List<?> list && b instanceof List<?> other) {
            boolean same = list.size() == other.size();
            for (int i = 0; same && i < list.size(); i++) {
                same = equal(list.get(i), other.get(i));
            }
            return same;
        }
        if (a instanceof Map<?, ?> map && b instanceof Map<?, ?> other) {
            return map.keySet().equals(other.keySet())
                    && map.entrySet().stream().allMatch(entry -> equal(entry.getValue(), other.get(entry.getKey())));
        }
        return a instanceof Undefined ? b instanceof Undefined : Objects.equals(a, b);
    }

    static int compare(@Nullable Object a, @Nullable Object b) {
        if (a instanceof String text && b instanceof String other) {
            return text.compareTo(other);
        }
        if (isNumber(a) && isNumber(b)) {
            return Double.compare(real(a), real(b));
        }
        throw new JinjaException("%s and %s cannot be compared".formatted(PythonText.repr(a), PythonText.repr(b)));
    }

    static boolean in(@Nullable Object item, @Nullable Object container) {
        return switch (container) {
            case String text when item instanceof String part -> text.contains(part);
            case Map<?, ?> map -> item instanceof String && map.containsKey(item);
            case List<?> list -> list.stream().anyMatch(each -> equal(each, item));
            case Undefined _ -> false;
            case null, default ->
                throw new JinjaException(
                        "%s cannot be looked for in %s".formatted(PythonText.repr(item), PythonText.repr(container)));
        };
    }

    /** The items that a loop goes through. */
    static List<@Nullable Object> items(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> new ArrayList<>(list);
            case Map<?, ?> map -> new ArrayList<>(map.keySet());
            case String text ->
                new ArrayList<>(text.codePoints().mapToObj(Character::toString).toList());
            case Undefined _ -> new ArrayList<>();
            case null, default -> throw new JinjaException(PythonText.repr(value) + " has no items");
        };
    }

    static long length(@Nullable Object value) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case null, default -> items(value).size();
        };
    }

    /** {@code value.name}. */
    static @Nullable Object attribute(@Nullable Object value, String name) {
        return switch (value) {
            case Map<?, ?> map when map.containsKey(name) -> map.get(name);
            case Namespace space
            when space.variables().containsKey(name) -> space.variables().get(name);
            case Loop loop -> loop.part(name);
            case Undefined undefined -> throw undefined.used();
            case null, default -> new Undefined(name);
        };
    }

    /** {@code value[key]}. */
    static @Nullable Object item(@Nullable Object value, @Nullable Object key) {
        return switch (value) {
            case List<?> list when key instanceof Long index -> at(list, index);
            case String text when key instanceof Long index -> at(items(text), index);
            case null, default ->
                key instanceof String name ? attribute(value, name) : attribute(value, PythonText.repr(key));
        };
    }

    private static @Nullable Object at(List<?> list, long index) {
        long place = index < 0 ? index + list.size() : index;
        return place < 0 || place >= list.size() ? new Undefined("item " + index) : list.get((int) place);
    }

    /** {@code value[from:to:step]}. */
    static Object slice(@Nullable Object value, @Nullable Object from, @Nullable Object to, @Nullable Object step) {
        List<@Nullable Object> all = items(value);
        long by = step == null ? 1 : integer(step);
        if (by == 0) {
            throw new JinjaException("the step of a slice must not be 0");
        }
        int size = all.size();
        long start = from == null ? (by > 0 ? 0 : size - 1) : bound(integer(from), size, by);
        long end = to == null ? (by > 0 ? size : -1) : bound(integer(to), size, by);
        List<@Nullable Object> part = new ArrayList<>();
        for (long i = start; by > 0 ? i < end : i > end; i += by) {
            part.add(all.get((int) i));
        }
        if (value instanceof String) {
            var text = new StringBuilder();
            part.forEach(text::append);
            return text.toString();
        }
        return part;
    }

    private static long bound(long index, int size, long step) {
        long place = index < 0 ? index + size : index;
        return step > 0 ? Math.clamp(place, 0, size) : Math.clamp(place, -1, size - 1);
    }
}
