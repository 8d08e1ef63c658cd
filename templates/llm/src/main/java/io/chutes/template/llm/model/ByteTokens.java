package io.chutes.template.llm.model;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The tokenizer of a {@link RandomDecoder}: one token for each byte, as byte-level BPE has them, and ChatML's special ones. */
final class ByteTokens {
    static final int END_OF_TEXT = 256;
    static final int END_OF_TURN = 258;

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int BYTES = 256;
    private static final List<String> SPECIAL = List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");
    private static final String TEMPLATE = """
            {%- for message in messages %}
                {{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}
            {%- endfor %}
            {%- if add_generation_prompt %}
                {{- '<|im_start|>assistant\\n' }}
            {%- endif %}
            """;

    private ByteTokens() {}

    static ObjectNode tokenizer(int vocabulary) {
        List<String> tokens = new ArrayList<>();
        int shifted = BYTES;
        for (int value = 0; value < BYTES; value++) {
            boolean printable = (value > ' ' && value <= '~') || (value >= '\u00a1' && value != '\u00ad');
            tokens.add(Character.toString(printable ? value : shifted++));
        }
        tokens.addAll(SPECIAL);
        while (tokens.size() < vocabulary) {
            tokens.add("<|unused%d|>".formatted(tokens.size()));
        }
        ObjectNode vocab = MAPPER.createObjectNode();
        tokens.forEach(token -> vocab.put(token, vocab.size()));
        ObjectNode tokenizer = MAPPER.createObjectNode().put("version", "1.0");
        ArrayNode added = tokenizer.putArray("added_tokens");
        for (String special : SPECIAL) {
            added.addObject()
                    .put("id", tokens.indexOf(special))
                    .put("content", special)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        byteLevel(tokenizer.putObject("pre_tokenizer"));
        byteLevel(tokenizer.putObject("decoder"));
        ObjectNode model = tokenizer.putObject("model").put("type", "BPE");
        model.putArray("merges");
        model.set("vocab", vocab);
        return tokenizer;
    }

    private static void byteLevel(ObjectNode part) {
        part.put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", true);
    }

    static ObjectNode tokenizerConfig(int positions) {
        return MAPPER.createObjectNode()
                .put("tokenizer_class", "Qwen2Tokenizer")
                .putNull("bos_token")
                .put("eos_token", "<|im_end|>")
                .put("pad_token", "<|endoftext|>")
                .put("model_max_length", positions)
                .put("chat_template", TEMPLATE);
    }
}
