package io.chutes.platform.manifest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code "500ms"}, {@code "90s"}, {@code "1h30m"}, {@code "7d"}. */
public final class Durations {
    private static final Pattern TEXT =
            Pattern.compile("(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");
    private static final List<Duration> UNITS = List.of(
            Duration.ofDays(1),
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(1));

    private Durations() {}

    /** The duration of that text, if it is one. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        for (int unit = 0; unit < UNITS.size(); unit++) {
            String amount = matcher.group(unit + 1);
            if (amount != null) {
                sum = sum.plus(UNITS.get(unit).multipliedBy(Long.parseLong(amount)));
            }
        }
        return Optional.of(sum);
    }

    /** The text of a duration; one of parts below a millisecond as ISO-8601 has it. */
    public static String text(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        long days = duration.toDays() > 1 ? duration.toDays() : 0; // a day is told as 24h
        Duration rest = duration.minusDays(days);
        String text = part(days, "d")
                + part(rest.toHours(), "h")
                + part(rest.toMinutesPart(), "m")
                + part(rest.toSecondsPart(), "s")
                + part(rest.toMillisPart(), "ms");
        return parse(text).filter(duration::equals).isPresent() ? text : duration.toString();
    }

    private static String part(long amount, String unit) {
        return amount == 0 ? "" : amount + unit;
    }
}
