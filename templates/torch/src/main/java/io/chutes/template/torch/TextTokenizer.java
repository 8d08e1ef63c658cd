package io.chutes.template.torch;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The {@code tokenizer.json} of a model: text to the numbers of its tokens and back. Nothing is cut off and nothing is padded. */
public final class TextTokenizer implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;

    private TextTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Of a model's folder.
     *
     * @throws ModelException if it has none, or one that is not understood
     */
    public static TextTokenizer open(Path folder) {
        System.setProperty("ai.djl.offline", "true");
        Path file = folder.resolve("tokenizer.json");
        if (!Files.isRegularFile(file)) {
            throw new ModelException("there is no tokenizer.json in " + folder);
        }
        try {
            return new TextTokenizer(
                    HuggingFaceTokenizer.newInstance(file, Map.of("truncation", "false", "padding", "false")));
        } catch (IOException | RuntimeException e) {
            throw new ModelException("tokenizer.json is not understood: " + e.getMessage(), e);
        }
    }

    /** Whether a text has tokens: one with half of a surrogate pair, which is no character, has none. */
    public static boolean isWhole(String text) {
        return UTF_8.newEncoder().canEncode(text);
    }

    /**
     * The tokens of a text that is whole.
     *
     * @param special whether those are added that a model expects around it, such as {@code [CLS]} and {@code [SEP]}
     */
    public long[] encode(String text, boolean special) {
        return tokenizer.encode(text, special, false).getIds();
    }

    /** The text of tokens, without special ones. */
    public String decode(long... tokens) {
        return tokenizer.decode(tokens, true);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
