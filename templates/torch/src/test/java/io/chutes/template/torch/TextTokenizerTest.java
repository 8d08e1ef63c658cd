package io.chutes.template.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextTokenizerTest {
    private static final int LONG = 2000;

    @TempDir
    Path folder;

    @Test
    void encodesAndDecodesWholeTexts() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), """
                {"version": "1.0", "truncation": null, "padding": null,
                 "added_tokens": [{"id": 0, "content": "[UNK]", "single_word": false, "lstrip": false, "rstrip": false,
                                   "normalized": false, "special": true},
                                  {"id": 1, "content": "[CLS]", "single_word": false, "lstrip": false, "rstrip": false,
                                   "normalized": false, "special": true}],
                 "normalizer": {"type": "Lowercase"},
                 "pre_tokenizer": {"type": "BertPreTokenizer"},
                 "post_processor": {"type": "TemplateProcessing", "pair": [],
                    "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
                    "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [1], "tokens": ["[CLS]"]}}},
                 "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
                 "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                    "max_input_chars_per_word": 100, "vocab": {"[UNK]": 0, "[CLS]": 1, "em": 2, "##bed": 3, "##s": 4, "!": 5}}}
                """);

        try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
            assertThat(tokenizer.encode("Embeds!", true)).containsExactly(1, 2, 3, 4, 5);
            assertThat(tokenizer.encode("embed what", false)).containsExactly(2, 3, 0);
            assertThat(tokenizer.decode(1, 2, 3, 4, 5)).isEqualTo("embeds!");
            assertThat(tokenizer.encode("embed ".repeat(LONG), true)).hasSize(2 * LONG + 1);
        }
    }

    @Test
    void tellsWhetherATextIsWhole() {
        assertThat(TextTokenizer.isWhole("a\ud83d\ude00")).isTrue();
        assertThat(TextTokenizer.isWhole("a\ud83d")).isFalse();
    }

    @Test
    void saysWhichFileIsMissingOrBroken() throws IOException {
        assertThatThrownBy(() -> TextTokenizer.open(folder)).hasMessageContaining("there is no tokenizer.json in");

        Files.writeString(folder.resolve("tokenizer.json"), "{}");

        assertThatThrownBy(() -> TextTokenizer.open(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tokenizer.json is not understood");
    }
}
