package io.chutes.platform.server.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.function.Consumer;

/**
 * Finds the member {@code usage} of a JSON object that comes byte by byte. It keeps no more than that member, and of it no more than
 * {@value #LARGEST} bytes, however large the object is.
 */
final class UsageMember {
    private static final int LARGEST = 4096;
    private static final byte[] NAME = "usage".getBytes(US_ASCII);

    private final Consumer<Tokens> found;
    private final byte[] value = new byte[LARGEST];
    private int length;
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean inName;
    private int matched;
    private boolean inValue;

    UsageMember(Consumer<Tokens> found) {
        this.found = found;
    }

    /** From here on it is another object. */
    void begin() {
        depth = 0;
        inString = false;
        escaped = false;
        inName = false;
        inValue = false;
    }

    void read(byte next) {
        if (inString) {
            readString(next);
        } else {
            readStructure(next);
        }
    }

    private void readString(byte next) {
        keep(next);
        if (escaped) {
            escaped = false;
            matched = -1;
        } else if (next == '\\') {
            escaped = true;
            matched = -1;
        } else if (next == '"') {
            inString = false;
        } else if (inName) {
            matched = matched >= 0 && matched < NAME.length && NAME[matched] == next ? matched + 1 : -1;
        }
    }

    private void readStructure(byte next) {
        switch (next) {
            case '"' -> {
                inString = true;
                matched = 0;
                keep(next);
            }
            case '{', '[' -> {
                keep(next);
                depth++;
                inName = depth == 1 && next == '{';
            }
            case '}', ']' -> {
                depth--;
                if (depth == 0) {
                    end();
                }
                keep(next);
            }
            case ':' -> {
                keep(next);
                if (inName && depth == 1) {
                    inName = false;
                    inValue = matched == NAME.length;
                    length = 0;
                }
            }
            case ',' -> {
                if (depth == 1) {
                    end();
                    inName = true;
                } else {
                    keep(next);
                }
            }
            default -> keep(next);
        }
    }

    private void keep(byte next) {
        if (inValue) {
            if (length < LARGEST) {
                value[length] = next;
            }
            length++;
        }
    }

    private void end() {
        if (inValue) {
            inValue = false;
            if (length <= LARGEST) {
                Tokens.read(value, length).ifPresent(found);
            }
        }
    }
}
