package io.chutes.template.llm.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.template.torch.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a kind of tokenizer writes the bytes of its tokens. */
enum TokenBytes {
    /** GPT-2's: each byte is a letter. */
    BYTE_LEVEL {
        @Override
        byte[] of(String token) {
            byte[] bytes = new byte[token.length()];
            for (int i = 0; i < bytes.length; i++) {
                int value = LETTERS.indexOf(token.charAt(i));
                if (value < 0) { // an added token that is in the vocabulary too
                    return token.getBytes(UTF_8);
                }
                bytes[i] = (byte) value;
            }
            return bytes;
        }
    },
    /** SentencePiece's: a space is a low line, and a byte that is no text is {@code <0x0A>}. */
    PIECES {
        @Override
        byte[] of(String token) {
            Matcher single = SINGLE.matcher(token);
            return single.matches()
                    ? new byte[] {(byte) Integer.parseInt(single.group(1), 16)}
                    : token.replace('\u2581', ' ').getBytes(UTF_8);
        }
    },
    /** The same, and the space that its encoder puts first is taken away. */
    PIECES_AFTER_SPACE {
        @Override
        byte[] of(String token) {
            return PIECES.of(token);
        }
    };

    private static final Pattern SINGLE = Pattern.compile("<0x([0-9A-F]{2})>");
    private static final int BYTES = 256;
    /** The letter of each byte: its own if that can be seen, else one from beyond all bytes. */
    private static final String LETTERS = letters();

    abstract byte[] of(String token);

    boolean stripsFirstSpace() {
        return this == PIECES_AFTER_SPACE;
    }

    private static String letters() {
        var letters = new StringBuilder();
        char beyond = BYTES;
        for (char value = 0; value < BYTES; value++) {
            boolean seen = (value > ' ' && value <= '~') || (value >= '\u00a1' && value != '\u00ad');
            letters.append(seen ? value : beyond++);
        }
        return letters.toString();
    }

    /** By the decoder of a {@code tokenizer.json}. */
    static TokenBytes of(JsonNode decoder) {
        List<String> types = new ArrayList<>();
        Iterable<JsonNode> parts =
                decoder.path("type").asText().equals("Sequence") ? decoder.path("decoders") : List.of(decoder);
        parts.forEach(part -> types.add(part.path("type").asText("none")));
        if (types.equals(List.of("ByteLevel"))) {
            return BYTE_LEVEL;
        }
        if (types.contains("ByteFallback") && types.contains("Replace")) {
            return types.contains("Strip") ? PIECES_AFTER_SPACE : PIECES;
        }
        throw new ModelException(
                "tokenizer.json: decoder must be ByteLevel, or a sequence with Replace and ByteFallback, got " + types);
    }
}
