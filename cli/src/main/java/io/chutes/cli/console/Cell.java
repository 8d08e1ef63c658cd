package io.chutes.cli.console;

import io.chutes.platform.api.Money;
import io.chutes.platform.api.PlatformJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A value as people read it. */
public final class Cell {
    private static final int CENTS = 2;

    private Cell() {}

    /** In words without line breaks or control characters, whoever they are from. */
    public static String text(@Nullable Object value) {
        String text =
                switch (value) {
                    case null -> "-";
                    case Money money -> plain(money.amount());
                    case BigDecimal decimal -> plain(decimal);
                    case Instant instant ->
                        instant.truncatedTo(ChronoUnit.SECONDS).toString();
                    case Collection<?> all ->
                        all.isEmpty() ? "-" : all.stream().map(Cell::text).collect(Collectors.joining(", "));
                    case Enum<?> constant -> PlatformJson.mapper().convertValue(constant, String.class);
                    default -> value.toString();
                };
        return text.codePoints()
                .map(it -> Character.isISOControl(it) ? ' ' : it)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String plain(BigDecimal amount) {
        BigDecimal least = amount.stripTrailingZeros();
        return (least.scale() < CENTS ? least.setScale(CENTS) : least).toPlainString();
    }
}
