package io.chutes.template.llm.text;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A tokenizer of SentencePiece's kind: the 256 bytes, {@code <s>} and {@code </s>}, and some pieces. */
public final class TestTokenizer {
    /** The number of the first piece. */
    public static final int FIRST = 258;

    private static final JsonMapper MAPPER = new JsonMapper();

    private TestTokenizer() {}

    /** Its tokens, with these pieces. */
    public static Vocabulary vocabulary(Path folder, List<String> pieces) throws IOException {
        ObjectNode tokenizer = MAPPER.createObjectNode();
        ObjectNode model = tokenizer.putObject("model").put("type", "BPE");
        ObjectNode vocab = model.putObject("vocab");
        for (int value = 0; value < 256; value++) {
            vocab.put("<0x%02X>".formatted(value), value);
        }
        tokenizer.putArray("added_tokens");
        for (String special : List.of("<s>", "</s>")) {
            tokenizer
                    .withArray("added_tokens")
                    .addObject()
                    .put("id", vocab.size())
                    .put("content", special)
                    .put("special", true);
            vocab.put(special, vocab.size());
        }
        pieces.forEach(piece -> vocab.put(piece.replace(' ', '\u2581'), vocab.size()));
        ArrayNode decoders =
                tokenizer.putObject("decoder").put("type", "Sequence").putArray("decoders");
        for (String type : List.of("Replace", "ByteFallback", "Fuse", "Strip")) {
            decoders.addObject().put("type", type);
        }
        MAPPER.writeValue(folder.resolve("tokenizer.json").toFile(), tokenizer);
        return Vocabulary.open(folder);
    }
}
