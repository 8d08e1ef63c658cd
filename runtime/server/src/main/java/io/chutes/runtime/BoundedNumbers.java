package io.chutes.runtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;

/** Makes the nodes of a document, and refuses numbers that are short to write and too large to compute with, such as 1e999999999. */
final class BoundedNumbers extends JsonNodeFactory {
    private static final long serialVersionUID = 1;

    @Override
    public ValueNode numberNode(BigDecimal number) {
        long whole = (long) number.precision() - number.scale();
        if (Math.max(whole, number.scale()) > Json.MAX_NUMBER_LENGTH) {
            throw Json.tooLong();
        }
        return super.numberNode(number);
    }
}
