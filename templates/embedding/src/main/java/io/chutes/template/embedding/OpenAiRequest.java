package io.chutes.template.embedding;

import jakarta.validation.constraints.Min;
import java.util.Optional;

/**
 * Texts to embed, as OpenAI's API has it.
 *
 * @param input a text, texts, the tokens of one, or those of several
 * @param model told back in the answer; the platform has chosen by it already
 * @param encoding_format {@code float}, the default, or {@code base64}
 * @param dimensions how many of the first numbers of each vector to answer, scaled to length 1 again; all unless given
 * @param user whom the caller asks for; nothing is done with it
 * @param truncate whether a text of more tokens than the model takes is cut off; refused unless true
 */
@SuppressWarnings("MemberName") // OpenAI's
public record OpenAiRequest(
        Input input,
        Optional<String> model,
        Optional<String> encoding_format,
        Optional<@Min(1) Integer> dimensions,
        Optional<String> user,
        Optional<Boolean> truncate) {
    static final String FLOAT = "float";
    static final String BASE64 = "base64";

    public OpenAiRequest {
        encoding_format
                .filter(format -> !format.equals(FLOAT) && !format.equals(BASE64))
                .ifPresent(format -> {
                    throw new IllegalArgumentException("encoding_format must be float or base64, got " + format);
                });
    }

    boolean isBase64() {
        return encoding_format.filter(BASE64::equals).isPresent();
    }
}
