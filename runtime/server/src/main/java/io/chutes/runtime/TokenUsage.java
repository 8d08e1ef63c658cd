package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/**
 * The tokens that an answer says it took, as OpenAI's API has it: {@code "usage": {"prompt_tokens": 9, "completion_tokens": 12}}.
 *
 * @param input that were read
 * @param output that were made; none where there is nothing to make, as of embeddings
 */
record TokenUsage(long input, long output) {
    private static final byte[] MEMBER = "\"usage\"".getBytes(US_ASCII);
    private static final byte[] NONE = ":null".getBytes(US_ASCII);

    /** What an answer tells; empty if it tells nothing of this form. */
    static Optional<TokenUsage> of(byte[] json) {
        if (!hasMember(json)) { // as few parts of a stream have but the last
            return Optional.empty();
        }
        try (JsonParser in = Json.MAPPER.createParser(json)) {
            if (in.nextToken() == JsonToken.START_OBJECT) {
                while (in.nextToken() == JsonToken.FIELD_NAME) {
                    boolean isUsage = in.currentName().equals("usage");
                    if (in.nextToken() == JsonToken.START_OBJECT && isUsage) {
                        return read(in);
                    }
                    in.skipChildren();
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // a count beyond all numbers
        }
    }

    private static Optional<TokenUsage> read(JsonParser in) throws IOException {
        long input = -1;
        long output = 0;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            if (in.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                switch (name) {
                    case "prompt_tokens" -> input = in.getLongValue();
                    case "completion_tokens" -> output = in.getLongValue();
                    default -> {} // such as their sum
                }
            } else {
                in.skipChildren();
            }
        }
        return input < 0 || output < 0 ? Optional.empty() : Optional.of(new TokenUsage(input, output));
    }

    private static boolean hasMember(byte[] json) {
        for (int i = 0; i < json.length; i++) {
            if (isAt(i, json, MEMBER) && !isAt(i + MEMBER.length, json, NONE)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(int place, byte[] json, byte[] text) {
        int same = 0;
        while (same < text.length && place + same < json.length && json[place + same] == text[same]) {
            same++;
        }
        return same == text.length;
    }
}
