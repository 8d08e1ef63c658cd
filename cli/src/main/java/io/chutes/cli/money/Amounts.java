package io.chutes.cli.money;

import io.chutes.platform.api.Money;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads amounts of USD. */
public final class Amounts implements ITypeConverter<Money> {
    @Override
    public Money convert(String text) {
        try {
            return Money.of(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
