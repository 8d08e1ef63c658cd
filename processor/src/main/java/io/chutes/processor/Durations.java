package io.chutes.processor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as they are written in annotations: {@code "500ms"}, {@code "90s"}, {@code "1h30m"}, {@code "7d"}. */
final class Durations {
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
    static Optional<Duration> parse(String text) {
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
}
