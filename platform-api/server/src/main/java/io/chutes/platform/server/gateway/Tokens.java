package io.chutes.platform.server.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.PlatformJson;
import java.io.IOException;
import java.util.Optional;

/**
 * What a language model says that it read and wrote for a call.
 *
 * @param input tokens read
 * @param output tokens written
 */
record Tokens(long input, long output) {
    private static final long MOST = 1_000_000_000;

    /** Those of a {@code usage} object in OpenAI's dialect; nothing if it does not tell, or what cannot be. */
    static Optional<Tokens> read(byte[] usage, int length) {
        try {
            JsonNode json = PlatformJson.mapper().readTree(usage, 0, length);
            JsonNode input = json.path("prompt_tokens");
            JsonNode output = json.path("completion_tokens");
            JsonNode total = json.path("total_tokens");
            if (!counts(input)) {
                return Optional.empty();
            }
            if (counts(output)) {
                return Optional.of(new Tokens(input.longValue(), output.longValue()));
            }
            // Embeddings write nothing, and some servers say so by leaving it out.
            return output.isMissingNode() && counts(total) && total.longValue() >= input.longValue()
                    ? Optional.of(new Tokens(input.longValue(), total.longValue() - input.longValue()))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static boolean counts(JsonNode number) {
        return number.isIntegralNumber()
                && number.canConvertToLong()
                && number.longValue() >= 0
                && number.longValue() <= MOST;
    }
}
