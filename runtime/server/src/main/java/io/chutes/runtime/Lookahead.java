package io.chutes.runtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;

/** The parts of one document that are kept to be looked at twice, which may not be much of a large one. */
final class Lookahead {
    /** Some 20 MiB. */
    private static final int MOST_TOKENS = 1_000_000;

    private static final int TOO_LARGE = 413;

    private int tokens;

    /** For parts of what this parser reads. */
    static TokenBuffer buffer(JsonParser in) {
        return new TokenBuffer(in).forceUseOfBigDecimal(true);
    }

    /** Adds the value or the property that begins with the parser's token, which ends at its last one. */
    void keep(JsonParser in, TokenBuffer buffer) throws IOException {
        if (in.hasToken(JsonToken.FIELD_NAME)) {
            keepToken(in, buffer);
            in.nextToken();
        }
        int depth = 0;
        do {
            if (depth > 0) {
                in.nextToken();
            }
            depth += in.currentToken().isStructStart() ? 1 : in.currentToken().isStructEnd() ? -1 : 0;
            keepToken(in, buffer);
        } while (depth > 0);
    }

    private void keepToken(JsonParser in, TokenBuffer buffer) throws IOException {
        if (++tokens > MOST_TOKENS) {
            throw new ProblemException(
                    TOO_LARGE,
                    "The body has more than %d names and values in sets, or before the property that says what an object is: "
                                    .formatted(MOST_TOKENS)
                            + "send smaller sets, and that property first");
        }
        buffer.copyCurrentEvent(in);
    }
}
