package io.chutes.template.embedding;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The tokenizer of a {@link RandomEncoder}, as BERT has it: lower case, whole words that are known, letter by letter otherwise. */
final class WordPieces {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
    private static final List<String> WORDS = List.of("hello", "world", "!", "?", ".", ",", "the", "embed", "##ding");

    private WordPieces() {}

    static ObjectNode tokenizer(int vocabulary) {
        List<String> tokens = new ArrayList<>(SPECIAL);
        tokens.addAll(WORDS);
        for (char letter : "abcdefghijklmnopqrstuvwxyz0123456789".toCharArray()) {
            tokens.add(String.valueOf(letter));
            tokens.add("##" + letter);
        }
        while (tokens.size() < vocabulary) {
            tokens.add("[unused%d]".formatted(tokens.size()));
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
        tokenizer
                .putObject("normalizer")
                .put("type", "BertNormalizer")
                .put("clean_text", true)
                .put("handle_chinese_chars", true)
                .put("lowercase", true)
                .putNull("strip_accents");
        tokenizer.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
        around(tokenizer.putObject("post_processor"), tokens);
        tokenizer
                .putObject("decoder")
                .put("type", "WordPiece")
                .put("prefix", "##")
                .put("cleanup", true);
        tokenizer
                .putObject("model")
                .put("type", "WordPiece")
                .put("unk_token", "[UNK]")
                .put("continuing_subword_prefix", "##")
                .put("max_input_chars_per_word", 100)
                .set("vocab", vocab);
        return tokenizer;
    }

    /** What stands around a text. */
    private static void around(ObjectNode around, List<String> tokens) {
        ArrayNode single = around.put("type", "TemplateProcessing").putArray("single");
        around.putArray("pair");
        special(single, "[CLS]");
        single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        special(single, "[SEP]");
        ObjectNode specials = around.putObject("special_tokens");
        for (String name : List.of("[CLS]", "[SEP]")) {
            ObjectNode said = specials.putObject(name).put("id", name);
            said.putArray("ids").add(tokens.indexOf(name));
            said.putArray("tokens").add(name);
        }
    }

    private static void special(ArrayNode template, String name) {
        template.addObject().putObject("SpecialToken").put("id", name).put("type_id", 0);
    }
}
