package io.chutes.template.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chutes.template.torch.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecoderConfigTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    Path folder;

    @Test
    void readsWhatItsUsersAskFor() throws IOException {
        RandomDecoder.tiny(Family.MISTRAL).write(folder);

        DecoderConfig config = DecoderConfig.read(folder, 100);

        assertThat(config.family()).isEqualTo(Family.MISTRAL);
        assertThat(config.vocabulary()).isEqualTo(320);
        assertThat(config.contextLength()).isEqualTo(100);
        assertThat(config.endTokens()).containsExactlyInAnyOrder(ByteTokens.END_OF_TURN, ByteTokens.END_OF_TEXT);
        Files.delete(folder.resolve("generation_config.json"));
        assertThat(DecoderConfig.read(folder, 1000).endTokens())
                .containsExactlyInAnyOrder(ByteTokens.END_OF_TURN, ByteTokens.END_OF_TEXT);
        Files.delete(folder.resolve("tokenizer_config.json"));
        assertThat(DecoderConfig.read(folder, 1000).endTokens()).containsExactly(ByteTokens.END_OF_TEXT);
        assertThat(DecoderConfig.read(folder, 1000).contextLength()).isEqualTo(512);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'model_type': 'gpt2'} | config.json: model_type must be one of llama, mistral, qwen2, qwen3, got gpt2",
                "{'hidden_act': 'gelu'} | config.json: hidden_act must be \"silu\", got \"gelu\"",
                "{'attention_bias': true} | config.json: attention_bias must be false, got true",
                "{'final_logit_softcapping': 30.0} | config.json: final_logit_softcapping is not supported, got 30.0",
                "{'quantization_config': {'bits': 4}} | config.json: quantization_config is not supported, got {\"bits\":4}",
                "{'sliding_window': 64} | config.json: sliding_window is not supported with model_type llama, got 64",
                "{'num_attention_heads': 3} | num_attention_heads 3 is no multiple of num_key_value_heads 2",
                "{'head_dim': 5} | config.json: head_dim must be even, got 5",
                "{'hidden_size': 'wide'} | config.json: hidden_size must be a whole number above 0, got \"wide\"",
                "{'eos_token_id': [1, 320]} | config.json: eos_token_id must be tokens of 0 to 319, got [1,320]",
                "{'rope_scaling': {'type': 'dynamic', 'factor': 2.0}} | config.json: rope_scaling: rope_type must be default, linear, llama3 or yarn, got dynamic",
                "{'rope_scaling': {'rope_type': 'linear'}} | config.json: rope_scaling: factor must be a number above 0, got none",
                "{'rope_parameters': {'rope_type': 'default', 'long_factor': [1]}} | config.json: rope_parameters: long_factor is not supported, got [1]",
                "{'rope_parameters': {'rope_type': 'linear', 'factor': 4}, 'rope_scaling': {'type': 'linear', 'factor': 2.0}} | config.json: rope_scaling has factor 2.0, rope_parameters has 4: remove one of the two",
                "{'layer_types': ['full_attention', 'chunked_attention']} | config.json: layer_types must be full_attention, then sliding_attention; layer 1 is \"chunked_attention\"",
                "{'layer_types': ['full_attention', 'sliding_attention']} | config.json: layer_types lists 2 layers of 2, 1 of them sliding in a window of 0",
                "{'tie_word_embeddings': true, 'hidden_size': 16} | tensor model.embed_tokens.weight in model.safetensors must have the shape [320, 16], has [320, 32]",
                "{'num_hidden_layers': 1} | 9 tensors are none of such a model, the first model.layers.1.input_layernorm.weight",
                "{'model_type': 'qwen2'} | has no tensor model.layers.0.self_attn.q_proj.bias",
            })
    void refusesWhatItWouldIgnoreByNameAndValue(String settings, String why) throws IOException {
        RandomDecoder.tiny(Family.LLAMA).write(folder);
        Files.delete(folder.resolve("generation_config.json"));
        Path file = folder.resolve("config.json");
        ObjectNode config = (ObjectNode) MAPPER.readTree(file.toFile());
        JsonNode changes = MAPPER.readTree(settings.replace('\'', '"'));
        MAPPER.writeValue(file.toFile(), config.setAll((ObjectNode) changes));

        assertThatThrownBy(() -> Decoder.load(folder, DecoderOptions.defaults()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(why);
    }

    @Test
    void saysThatTheMemoryIsTooSmall() throws IOException {
        RandomDecoder.tiny().write(folder);

        assertThatThrownBy(() -> Decoder.load(folder, DecoderOptions.defaults().withKvBytes(511)))
                .hasMessage("kvBytes 511 holds the keys and values of no token: each takes 512 bytes");
        assertThatThrownBy(() -> DecoderOptions.defaults().withMaxSequences(0))
                .hasMessage("maxSequences must be above 0, got 0");
    }
}
