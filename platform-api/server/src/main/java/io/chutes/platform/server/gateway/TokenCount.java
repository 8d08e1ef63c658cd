package io.chutes.platform.server.gateway;

import io.chutes.platform.server.upstream.Fields;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads from an answer in OpenAI's dialect, as its bytes pass, how many tokens it says it took: the member {@code usage} of a JSON
 * object, or of the data of each server-sent event, of which the last one that tells holds. Its memory does not grow with the answer.
 */
sealed interface TokenCount {
    /**
     * The count of an answer with these fields; empty if it is not one that can be read.
     *
     * @param found gets what the answer tells, as soon as it does
     */
    static Optional<TokenCount> of(Fields fields, Consumer<Tokens> found) {
        String encoding = fields.first("Content-Encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            return Optional.empty();
        }
        String type = fields.first("Content-Type").orElse("").split(";", 2)[0].strip();
        if (type.equalsIgnoreCase("text/event-stream")) {
            return Optional.of(new OfEvents(new UsageMember(found)));
        }
        return type.equalsIgnoreCase("application/json")
                ? Optional.of(new OfObject(new UsageMember(found)))
                : Optional.empty();
    }

    /** Reads on. */
    void read(byte[] bytes, int count);

    /** Of an answer that is one object. */
    record OfObject(UsageMember usage) implements TokenCount {
        @Override
        public void read(byte[] bytes, int count) {
            for (int i = 0; i < count; i++) {
                usage.read(bytes[i]);
            }
        }
    }

    /** Of an answer of events, whose data may be spread over lines that end by CR, LF or both. */
    final class OfEvents implements TokenCount {
        private static final String DATA = "data:";

        private final UsageMember usage;
        private int column;
        private boolean isData = true;
        private boolean afterReturn;

        OfEvents(UsageMember usage) {
            this.usage = usage;
        }

        @Override
        public void read(byte[] bytes, int count) {
            for (int i = 0; i < count; i++) {
                read(bytes[i]);
            }
        }

        private void read(byte next) {
            boolean isReturn = next == '\r';
            if (isReturn || next == '\n') {
                if (isReturn || !afterReturn) {
                    endLine();
                }
            } else if (column < DATA.length()) {
                isData &= DATA.charAt(column) == next;
                column++;
            } else if (isData) {
                usage.read(next);
            }
            afterReturn = isReturn;
        }

        private void endLine() {
            if (column == 0) {
                usage.begin();
            }
            column = 0;
            isData = true;
        }
    }
}
