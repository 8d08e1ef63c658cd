package io.chutes.template.llm.jinja;

import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions that every template can call: Jinja's, and those that transformers adds. */
final class Globals {
    private static final int MOST_NUMBERS = 100_000;
    private static final Pattern PART = Pattern.compile("%(-?)(.)");

    private final Supplier<ZonedDateTime> clock;

    Globals(Supplier<ZonedDateTime> clock) {
        this.clock = clock;
    }

    Map<String, Callable> all() {
        return Map.of(
                "raise_exception",
                        given -> {
                            throw JinjaException.raised(PythonText.of(given.require(0, "message")));
                        },
                "strftime_now", given -> formatted(clock.get(), given.text(0, "format")),
                "namespace", Globals::namespace,
                "range", Globals::range,
                "dict", given -> new LinkedHashMap<>(given.named()));
    }

    private static Object namespace(Arguments given) {
        var namespace = new Namespace();
        if (given.has(0, "from")
                && given.positional().size() == 1
                && given.get(0, "from", null) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> namespace.variables().put(PythonText.of(name), value));
        }
        namespace.variables().putAll(given.named());
        return namespace;
    }

    private static Object range(Arguments given) {
        int size = given.positional().size();
        long from = size > 1 ? Values.integer(given.require(0, "start")) : 0;
        long to = Values.integer(given.require(size > 1 ? 1 : 0, "stop"));
        long step = size > 2 ? Values.integer(given.require(2, "step")) : 1;
        List<@Nullable Object> numbers = new ArrayList<>();
        if (step == 0) {
            throw new JinjaException("the step of a range must not be 0");
        }
        for (long number = from; step > 0 ? number < to : number > to; number += step) {
            if (numbers.size() == MOST_NUMBERS) {
                throw new JinjaException("a range has at most %d numbers".formatted(MOST_NUMBERS));
            }
            numbers.add(number);
        }
        return numbers;
    }

    /** As C's {@code strftime} in its own locale. */
    private static String formatted(ZonedDateTime time, String format) {
        var out = new StringBuilder();
        Matcher parts = PART.matcher(format);
        while (parts.find()) {
            String part = part(time, parts.group(2).charAt(0));
            parts.appendReplacement(
                    out, Matcher.quoteReplacement(parts.group(1).isEmpty() ? part : part.replaceFirst("^0+(?=.)", "")));
        }
        return parts.appendTail(out).toString();
    }

    private static String part(ZonedDateTime time, char letter) {
        return switch (letter) {
            case 'Y' -> "%04d".formatted(time.getYear());
            case 'y' -> "%02d".formatted(time.getYear() % 100);
            case 'm' -> "%02d".formatted(time.getMonthValue());
            case 'd' -> "%02d".formatted(time.getDayOfMonth());
            case 'H' -> "%02d".formatted(time.getHour());
            case 'I' -> "%02d".formatted((time.getHour() + 11) % 12 + 1);
            case 'M' -> "%02d".formatted(time.getMinute());
            case 'S' -> "%02d".formatted(time.getSecond());
            case 'j' -> "%03d".formatted(time.getDayOfYear());
            case 'p' -> time.getHour() < 12 ? "AM" : "PM";
            case 'b' -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.US);
            case 'B' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.US);
            case 'a' -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.US);
            case 'A' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.US);
            case 'F' -> "%tF".formatted(time);
            case 'T' -> "%tT".formatted(time);
            case '%' -> "%";
            default -> throw new JinjaException("strftime_now knows no %%%s here".formatted(letter));
        };
    }
}
