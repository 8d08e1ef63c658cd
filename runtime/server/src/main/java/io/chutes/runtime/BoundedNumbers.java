package io.chutes.runtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Reads numbers to the last digit, and refuses those that are short to write and too large to compute with, such as 1e999999999.
 */
final class BoundedNumbers extends JsonParserDelegate {
    BoundedNumbers(JsonParser in) {
        super(in);
    }

    @Override
    public BigDecimal getDecimalValue() throws IOException {
        BigDecimal number = super.getDecimalValue();
        long whole = (long) number.precision() - number.scale();
        if (Math.max(whole, number.scale()) > Json.MAX_NUMBER_LENGTH) {
            throw Json.tooLong();
        }
        return number;
    }

    /** Of 9007199254740993.0 too, which Jackson would take by way of a double. */
    @Override
    public long getLongValue() throws IOException {
        return hasToken(JsonToken.VALUE_NUMBER_FLOAT) ? getDecimalValue().longValueExact() : super.getLongValue();
    }

    @Override
    public long getValueAsLong() throws IOException {
        return hasToken(JsonToken.VALUE_NUMBER_FLOAT) ? getLongValue() : super.getValueAsLong();
    }
}
