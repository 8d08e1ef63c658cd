package io.chutes.template.llm.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.template.torch.JsonFile;
import io.chutes.template.torch.ModelException;
import java.util.Map;
import java.util.Set;

/** Which settings of {@code config.json} are known: one that would be ignored is refused, as it may change what the model computes. */
final class Settings {
    private static final Set<String> READ = Set.of(
            "model_type",
            "vocab_size",
            "hidden_size",
            "num_hidden_layers",
            "num_attention_heads",
            "num_key_value_heads",
            "head_dim",
            "intermediate_size",
            "rms_norm_eps",
            "rope_theta",
            "rope_scaling",
            "rope_parameters",
            "max_position_embeddings",
            "tie_word_embeddings",
            "sliding_window",
            "use_sliding_window",
            "max_window_layers",
            "layer_types",
            "eos_token_id");

    /** What a setting must be, if it is there: nothing else is computed. */
    private static final Map<String, String> FIXED = Map.of(
            "hidden_act", "\"silu\"",
            "attention_bias", "false",
            "mlp_bias", "false",
            "partial_rotary_factor", "1.0",
            "rope_interleaved", "false",
            "add_cross_attention", "false",
            "is_encoder_decoder", "false");

    /** Of training, of other programs, or of how files are kept. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "architectures",
            "torch_dtype",
            "dtype",
            "transformers_version",
            "use_cache",
            "bos_token_id",
            "pad_token_id",
            "unk_token_id",
            "initializer_range",
            "attention_dropout",
            "hidden_dropout",
            "pretraining_tp",
            "output_attentions",
            "output_hidden_states",
            "output_router_logits",
            "return_dict",
            "is_decoder",
            "id2label",
            "label2id",
            "unsloth_fixed",
            "unsloth_version");

    private Settings() {}

    static void check(JsonFile config) {
        config.content().properties().forEach(setting -> {
            String name = setting.getKey();
            JsonNode value = setting.getValue();
            String fixed = FIXED.get(name);
            if (fixed != null && !value.isNull() && !value.toString().equals(fixed)) {
                throw new ModelException("config.json: %s must be %s, got %s".formatted(name, fixed, value));
            }
            boolean known =
                    fixed != null || READ.contains(name) || WITHOUT_EFFECT.contains(name) || name.startsWith("_");
            if (!known && !value.isNull()) {
                throw new ModelException("config.json: %s is not supported, got %s".formatted(name, value));
            }
        });
    }
}
