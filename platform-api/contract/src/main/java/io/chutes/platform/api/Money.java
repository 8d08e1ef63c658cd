package io.chutes.platform.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An exact amount of USD with nine decimal places; in JSON a string such as {@code "1.250000000"}.
 *
 * @param amount the amount, of scale {@value #SCALE}
 */
public record Money(BigDecimal amount) implements Comparable<Money> {
    /** Decimal places kept. */
    public static final int SCALE = 9;

    /** No money. */
    public static final Money ZERO = new Money(BigDecimal.ZERO);

    /** Rounds half up to nine places. */
    public Money {
        amount = amount.setScale(SCALE, RoundingMode.HALF_UP);
    }

    /** Reads a decimal such as {@code "0.25"}. */
    @JsonCreator
    public static Money of(String decimal) {
        return new Money(new BigDecimal(decimal));
    }

    public Money plus(Money other) {
        return new Money(amount.add(other.amount));
    }

    public Money negated() {
        return new Money(amount.negate());
    }

    public boolean isPositive() {
        return amount.signum() > 0;
    }

    @Override
    public int compareTo(Money other) {
        return amount.compareTo(other.amount);
    }

    /** The decimal with all nine places. */
    @JsonValue
    @Override
    public String toString() {
        return amount.toPlainString();
    }
}
