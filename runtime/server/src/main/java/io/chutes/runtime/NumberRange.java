package io.chutes.runtime;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;

/** The numbers that a Java type can hold. */
record NumberRange(boolean whole, BigDecimal least, BigDecimal greatest) {
    /** Far beyond any use, and still cheap to hold as an integer. */
    private static final BigDecimal HUGE = BigDecimal.ONE.movePointRight(Json.MAX_NUMBER_LENGTH);

    private static final NumberRange BYTE = whole(Byte.MIN_VALUE, Byte.MAX_VALUE);
    private static final NumberRange SHORT = whole(Short.MIN_VALUE, Short.MAX_VALUE);
    private static final NumberRange INT = whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
    private static final NumberRange LONG = whole(Long.MIN_VALUE, Long.MAX_VALUE);
    private static final NumberRange FLOAT = fractional(BigDecimal.valueOf(Float.MAX_VALUE));
    private static final NumberRange DOUBLE = fractional(BigDecimal.valueOf(Double.MAX_VALUE));

    private static final Map<Class<?>, NumberRange> BY_TYPE = Map.ofEntries(
            Map.entry(byte.class, BYTE),
            Map.entry(Byte.class, BYTE),
            Map.entry(short.class, SHORT),
            Map.entry(Short.class, SHORT),
            Map.entry(int.class, INT),
            Map.entry(Integer.class, INT),
            Map.entry(long.class, LONG),
            Map.entry(Long.class, LONG),
            Map.entry(float.class, FLOAT),
            Map.entry(Float.class, FLOAT),
            Map.entry(double.class, DOUBLE),
            Map.entry(Double.class, DOUBLE),
            Map.entry(BigInteger.class, new NumberRange(true, HUGE.negate(), HUGE)),
            Map.entry(BigDecimal.class, fractional(HUGE)));

    static Optional<NumberRange> of(Class<?> type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    private static NumberRange whole(long least, long greatest) {
        return new NumberRange(true, BigDecimal.valueOf(least), BigDecimal.valueOf(greatest));
    }

    private static NumberRange fractional(BigDecimal greatest) {
        return new NumberRange(false, greatest.negate(), greatest);
    }

    String noun() {
        return whole ? "an integer" : "a number";
    }

    /** As in JSON Schema, 1.0 is an integer. */
    boolean admitsKind(BigDecimal value) {
        return !whole || value.scale() <= 0 || value.stripTrailingZeros().scale() <= 0;
    }

    boolean below(BigDecimal value) {
        return value.compareTo(least) < 0;
    }

    boolean above(BigDecimal value) {
        return value.compareTo(greatest) > 0;
    }
}
