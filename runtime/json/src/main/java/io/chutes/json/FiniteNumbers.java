package io.chutes.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;

/** Writes JSON, which has no word for infinity and for what is no number; written as text, they would not fit the schema. */
final class FiniteNumbers extends JsonGeneratorDelegate {
    FiniteNumbers(JsonGenerator out) {
        super(out, false);
    }

    @Override
    public void writeNumber(double number) throws IOException {
        check(number);
        super.writeNumber(number);
    }

    @Override
    public void writeNumber(float number) throws IOException {
        check(number);
        super.writeNumber(number);
    }

    @Override
    public void writeArray(double[] numbers, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            check(numbers[i]);
        }
        super.writeArray(numbers, offset, length);
    }

    private static void check(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(number + " is no number in JSON");
        }
    }
}
