package io.chutes.template.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.template.torch.ModelException;
import io.chutes.template.torch.SafetensorsWriter;
import io.chutes.template.torch.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextEncoderTest {
    private static final float TOLERANCE = 1e-4f;
    /** The first 25 of 40 tokens or fewer are run at once, on rows that are filled up, and then the other three. */
    private static final int COPIES = 7;

    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "bert, bert, mean_tokens, gelu, 1",
        "tanh, bert, cls_token, gelu_new, 2",
        "xlm-roberta, xlm-roberta, lasttoken, relu, 3"
    })
    void computesWhatPyTorchComputes(String golden, String type, String pooling, String activation, long seed)
            throws IOException {
        new RandomEncoder(type, pooling, activation, 128, 16, 2, 4, 32, 48, seed).write(folder);
        JsonNode expected = golden();
        List<long[]> sequences = new ArrayList<>();
        expected.path("sequences").forEach(tokens -> sequences.add(MAPPER.convertValue(tokens, long[].class)));

        try (TextEncoder encoder = TextEncoder.open(folder)) {
            List<float[]> together = encoder.vectors(Collections.nCopies(COPIES, sequences).stream()
                    .flatMap(List::stream)
                    .toList());

            for (int i = 0; i < together.size(); i++) {
                int at = i % sequences.size();
                float[] numbers = MAPPER.convertValue(
                        expected.path("vectors").path(golden).path(at), float[].class);
                assertThat(together.get(i)).containsExactly(numbers, within(TOLERANCE));
                assertThat(encoder.vectors(List.of(sequences.get(at))).getFirst())
                        .containsExactly(numbers, within(TOLERANCE));
            }
            assertThat(encoder.maxTokens()).isEqualTo(type.equals("bert") ? 48 : 46);
        }
    }

    @Test
    void makesTokensAsWordPieceDoes() throws IOException {
        RandomEncoder.tiny().write(folder);

        try (TextEncoder encoder = TextEncoder.open(folder)) {
            assertThat(encoder.encode("Hello, world!")).containsExactly(2, 5, 10, 6, 7, 3);
            assertThat(encoder.encode("embeddings")).containsExactly(2, 12, 13, 51, 3);
            assertThat(encoder.encode("ab €")).containsExactly(2, 14, 17, 1, 3);
            long[] tokens = encoder.encode("a ".repeat(60));
            assertThat(tokens).hasSize(62);
            assertThat(encoder.truncated(tokens)).hasSize(48).startsWith(2, 14).endsWith(14, 3);
            assertThat(encoder.truncated(LongStream.range(10, 80).toArray()))
                    .containsExactly(LongStream.range(10, 58).toArray());
        }
    }

    @Test
    void takesTheLimitOfSentenceTransformersAndALackOfItsFiles() throws IOException {
        RandomEncoder.tiny().write(folder);
        Files.writeString(folder.resolve("sentence_bert_config.json"), "{\"max_seq_length\": 20}");
        Files.delete(folder.resolve("modules.json"));
        Files.delete(folder.resolve("1_Pooling/config.json"));

        EncoderConfig config = EncoderConfig.read(folder, Modules.read(folder));

        assertThat(config.maxTokens()).isEqualTo(20);
        assertThat(config.pooling()).isEqualTo(Pooling.MEAN);
        assertThat(config.normalises()).isTrue();
    }

    @Test
    void preparesTextsAsTheFilesOfSentenceTransformersSay() throws IOException {
        RandomEncoder.tiny().write(folder);
        Path transformer = Files.createDirectory(folder.resolve("0_Transformer"));
        for (String file : List.of("config.json", "tokenizer.json", "model.safetensors")) {
            Files.move(folder.resolve(file), transformer.resolve(file));
        }
        replace("modules.json", "\"path\":\"\"", "\"path\":\"0_Transformer\"");
        replace("0_Transformer/tokenizer.json", "\"lowercase\":true", "\"lowercase\":false");
        Path settings = transformer.resolve("sentence_roberta_config.json");
        Files.writeString(settings, "{\"max_seq_length\": 20, \"do_lower_case\": true}");
        Path prompts = folder.resolve("config_sentence_transformers.json");
        Files.writeString(prompts, "{\"prompts\": {\"query\": \"the \"}, \"default_prompt_name\": \"query\"}");

        try (TextEncoder encoder = TextEncoder.open(folder)) {
            assertThat(encoder.encode("Hello World")).containsExactly(2, 11, 5, 6, 3);
            assertThat(encoder.maxTokens()).isEqualTo(20);
        }
        replace("1_Pooling/config.json", "}", ",\"include_prompt\":false}");
        assertRefused("the pooling's config.json: include_prompt must be true beside a default_prompt_name, got false");
        replace("config_sentence_transformers.json", "{\"query\"", "{\"document\"");
        assertRefused("config_sentence_transformers.json: default_prompt_name must be one of the prompts, got query");
        Files.writeString(settings, "{\"do_lower_case\": 1}");
        Files.delete(prompts);
        assertRefused("sentence_roberta_config.json: do_lower_case must be true or false, got 1");
    }

    @Test
    void refusesATextThatTheTokenizerMakesTokensOfThatTheModelLacks() throws IOException {
        RandomEncoder.tiny().write(folder);
        replace("tokenizer.json", "\"hello\":5", "\"hello\":500");

        try (TextEncoder encoder = TextEncoder.open(folder)) {
            var reader = new SequenceReader(encoder, false);
            assertThatThrownBy(() -> reader.read(List.of(new Input.InputText("world"), new Input.InputText("hello"))))
                    .hasMessage("input 1 has the token 500; the model's are 0 to 127");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "config.json | 'model_type':'bert' | 'model_type':'gpt2' | config.json: model_type must be bert, roberta, xlm-roberta or camembert, got gpt2",
                "config.json | 'hidden_size':16 | 'hidden_size':18 | hidden_size 18 is no multiple of num_attention_heads 4",
                "config.json | 'hidden_size':16 | 'hidden_size':32 | tensor embeddings.word_embeddings.weight in model.safetensors must have the shape [128, 32], has [128, 16]",
                "config.json | 'num_hidden_layers':2 | 'num_hidden_layers':3 | has no tensor encoder.layer.2.attention.self.query.weight",
                "config.json | 'vocab_size':128 | 'vocab_size':'many' | config.json: vocab_size must be a whole number above 0, got \"many\"",
                "config.json | 'hidden_act':'gelu' | 'hidden_act':'swish' | config.json: hidden_act must be gelu, gelu_new, gelu_pytorch_tanh or relu, got swish",
                "config.json | } | | config.json is no JSON",
                "modules.json | Normalize' | Dense' | modules.json: the types must be Transformer, Pooling and, if any, Normalize, in that order, got [Transformer, Pooling, Dense]",
                "modules.json | 'path':'' | 'path':'0_Transformer' | modules.json: there is no folder",
                "modules.json | '1_Pooling' | '2_Pooling' | there is no config.json in",
                "1_Pooling/config.json | mean_tokens | max_tokens | the pooling's config.json: the mode must be mean_tokens, cls_token or lasttoken, got max_tokens",
                "tokenizer.json | WordPiece | NoPiece | tokenizer.json is not understood",
            })
    void saysWhichFileIsAtFault(String file, String from, String to, String why) throws IOException {
        RandomEncoder.tiny().write(folder);
        replace(
                file,
                from.replace('\'', '"'),
                Objects.requireNonNullElse(to, "").replace('\'', '"'));

        assertRefused(why);
    }

    @Test
    void saysWhichWeightsAreAtFault() throws IOException {
        RandomEncoder.tiny().write(folder);
        Path file = folder.resolve("model.safetensors");
        try (var whole = new RandomAccessFile(file.toFile(), "rw")) {
            whole.setLength(whole.length() - 4);
        }
        assertThatThrownBy(() -> TextEncoder.open(folder)).hasMessageContaining("model.safetensors: tensor");

        SafetensorsWriter.write(file, Map.of("a", new Value.Floats(new float[1], 1)));
        assertThatThrownBy(() -> TextEncoder.open(folder))
                .hasMessageContaining("has no tensor embeddings.word_embeddings.weight");

        Files.delete(file);
        assertThatThrownBy(() -> TextEncoder.open(folder)).hasMessageContaining("there is no model.safetensors");
    }

    private void replace(String file, String from, String to) throws IOException {
        Path changed = folder.resolve(file);
        String text = Files.readString(changed);
        assertThat(text).contains(from);
        Files.writeString(changed, text.replace(from, to));
    }

    private void assertRefused(String why) {
        assertThatThrownBy(() -> TextEncoder.open(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(why);
    }

    private static JsonNode golden() throws IOException {
        try (InputStream in = TextEncoderTest.class.getResourceAsStream("golden.json")) {
            return MAPPER.readTree(in);
        }
    }
}
