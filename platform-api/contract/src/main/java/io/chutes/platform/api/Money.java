package io.chutes.platform.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * An exact amount of USD with nine decimal places; in JSON a string such as {@code "1.250000000"}.
 *
 * @param amount the amount, of scale {@value #SCALE}
 */
public record Money(BigDecimal amount) implements Comparable<Money> {
    /** Decimal places kept. */
    public static final int SCALE = 9;

    // An exponent would let a few characters ask for gigabytes of digits.
    private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,11}(\\.[0-9]{1,9})?");

    /** No money. */
    public static final Money ZERO = new Money(BigDecimal.ZERO);

    /** Rounds half up to nine places. */
    public Money {
        amount = amount.setScale(SCALE, RoundingMode.HALF_UP);
    }

    /**
     * Reads a plain decimal such as {@code "0.25"}: at most eleven digits, at most nine places, no exponent.
     *
     * @throws NumberFormatException if it is anything else
     */
    @JsonCreator
    public static Money of(String decimal) {
        if (!PLAIN.matcher(decimal).matches()) {
            throw new NumberFormatException("Not an amount such as 0.25, with at most nine places: " + decimal);
        }
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
