package io.chutes.template.llm.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.template.torch.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTextTest {
    @TempDir
    Path folder;

    @Test
    void neverCutsACharacter() throws IOException {
        var text = TokenText.beginning(TestTokenizer.vocabulary(folder, List.of(" Hi", "é")));
        List<String> parts = new ArrayList<>();

        parts.add(text.add(258));
        for (byte value : " ü🙂".getBytes(UTF_8)) {
            parts.add(text.add(value & 0xFF));
        }
        parts.add(text.add(259));
        parts.add(text.add(0xF0));
        parts.add(text.add(257));
        parts.add(text.end());

        assertThat(parts).containsExactly("Hi", " ", "", "ü", "", "", "", "🙂", "é", "", "", "\uFFFD");
    }

    @Test
    void saysTheSameAsAllAtOnce() throws IOException {
        Vocabulary vocabulary = TestTokenizer.vocabulary(folder, List.of());
        var random = new Random(3);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextBoolean() ? 'a' + i : random.nextInt(256));
            }
            var text = TokenText.beginning(vocabulary);
            var said = new StringBuilder();
            for (byte value : bytes) {
                said.append(text.add(value & 0xFF));
            }
            assertThat(said.append(text.end()).toString().stripLeading())
                    .isEqualTo(new String(bytes, UTF_8).stripLeading());
        }
    }

    @Test
    void refusesAnotherKindOfTokenizer() throws IOException {
        Files.writeString(
                folder.resolve("tokenizer.json"),
                "{\"decoder\": {\"type\": \"WordPiece\"}, \"model\": {\"vocab\": {\"a\": 0}}}");

        assertThatThrownBy(() -> Vocabulary.open(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("got [WordPiece]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            END    ; one E|ND two ; one
            END    ; EN|D         ; ''
            N,END  ; one E|ND     ; one
            ab,bcd ; xab|cd       ; x
            aab    ; aaa|ab more  ; aa
            aab    ; aaa|a        ; aaaa
            é      ; caf|é au     ; caf
            never  ; n|e|v|e      ; neve
            """)
    void stopsWhereAStopStringBegins(String stops, String parts, String expected) {
        var text = new StopText(List.of(stops.split(",", -1)));
        var said = new StringBuilder();

        for (String part : parts.split("\\|", -1)) {
            said.append(text.add(part));
        }

        assertThat(said.append(text.end()).toString().strip()).isEqualTo(expected);
    }

    @Test
    void holdsBackOnlyWhatMayStop() {
        var text = new StopText(List.of("END"));

        assertThat(List.of(text.add("one "), text.add("E"), text.add("gg EN"), text.add("D two"), text.end()))
                .containsExactly("one ", "", "Egg ", "", "");
        assertThat(text.stopped()).isTrue();
    }
}
