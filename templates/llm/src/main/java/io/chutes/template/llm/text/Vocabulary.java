package io.chutes.template.llm.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.template.torch.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bytes that each token of a model stands for, as its {@code tokenizer.json} says; special ones stand for none. */
public final class Vocabulary {
    private static final byte[] NOTHING = {};

    private final List<byte @Nullable []> tokens;
    private final Map<Integer, String> special;
    private final boolean stripsFirstSpace;

    private Vocabulary(List<byte @Nullable []> tokens, Map<Integer, String> special, boolean stripsFirstSpace) {
        this.tokens = tokens;
        this.special = special;
        this.stripsFirstSpace = stripsFirstSpace;
    }

    /**
     * Of a model's folder.
     *
     * @throws ModelException if its tokenizer is neither of byte-level BPE nor of SentencePiece's kind, saying what it is
     */
    public static Vocabulary open(Path folder) {
        Path file = folder.resolve("tokenizer.json");
        if (!Files.isRegularFile(file)) {
            throw new ModelException("there is no tokenizer.json in " + folder);
        }
        try {
            return of(new JsonMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new ModelException("tokenizer.json is no JSON: " + e.getMessage(), e);
        }
    }

    private static Vocabulary of(JsonNode tokenizer) {
        TokenBytes bytes = TokenBytes.of(tokenizer.path("decoder"));
        List<byte @Nullable []> tokens = new ArrayList<>();
        Map<Integer, String> special = new LinkedHashMap<>();
        tokenizer.path("model").path("vocab").properties().forEach(entry -> {
            put(tokens, entry.getValue().asInt(), bytes.of(entry.getKey()));
        });
        for (JsonNode added : tokenizer.path("added_tokens")) {
            String content = added.path("content").asText();
            int id = added.path("id").asInt();
            if (added.path("special").asBoolean()) {
                special.put(id, content);
            }
            put(tokens, id, special.containsKey(id) ? NOTHING : content.getBytes(UTF_8));
        }
        if (tokens.isEmpty()) {
            throw new ModelException("tokenizer.json: model.vocab must map tokens to numbers");
        }
        return new Vocabulary(tokens, special, bytes.stripsFirstSpace());
    }

    private static <T> void put(List<@Nullable T> list, int index, T value) {
        while (list.size() <= index) {
            list.add(null);
        }
        list.set(index, value);
    }

    /** How many there are: the greatest and one. */
    public int size() {
        return tokens.size();
    }

    /** The bytes of a token; none for a special one. */
    byte[] bytes(int token) {
        byte[] bytes = token < tokens.size() ? tokens.get(token) : null;
        return bytes == null ? NOTHING : bytes;
    }

    /** A copy of the bytes of a token; none for a special one, and for numbers without a token. */
    public byte[] of(int token) {
        return bytes(token).clone();
    }

    /** What a token is called: its text, or its bytes where they are no whole characters; a special one as it is written. */
    public String name(int token) {
        byte[] bytes = bytes(token);
        if (bytes.length == 0) {
            return special.getOrDefault(token, "token_id:" + token);
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return "bytes:" + HexFormat.of().withPrefix("\\x").formatHex(bytes);
        }
    }

    /** What is read as a special token wherever it stands in a text. */
    public Collection<String> specialTexts() {
        return special.values().stream().filter(text -> !text.isEmpty()).toList();
    }

    /** Whether texts of it have a space first that is not the model's. */
    boolean stripsFirstSpace() {
        return stripsFirstSpace;
    }
}
