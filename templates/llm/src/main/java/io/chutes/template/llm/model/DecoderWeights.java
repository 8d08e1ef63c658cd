package io.chutes.template.llm.model;

import io.chutes.template.torch.ModelException;
import io.chutes.template.torch.Safetensors;
import io.chutes.template.torch.TensorInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The tensors of a decoder, in the order that {@code decoder.py} takes them. */
final class DecoderWeights {
    private static final String HEAD = "lm_head.weight";
    /** Which old files keep, and config.json says again. */
    private static final String FREQUENCIES = ".rotary_emb.inv_freq";

    private final Safetensors weights;
    private final List<TensorInfo> tensors = new ArrayList<>();

    private DecoderWeights(Safetensors weights) {
        this.weights = weights;
    }

    static List<TensorInfo> of(Safetensors weights, DecoderConfig config) {
        var taken = new DecoderWeights(weights);
        taken.take(config);
        taken.checkNoneIsLeft(config.tied());
        return taken.tensors;
    }

    private void take(DecoderConfig config) {
        DecoderConfig.Shape shape = config.shape();
        int hidden = shape.hidden();
        int queries = shape.heads() * shape.width();
        int keys = shape.groups() * shape.width();
        add("model.embed_tokens.weight", shape.vocabulary(), hidden);
        add(config.tied() ? "model.embed_tokens.weight" : HEAD, shape.vocabulary(), hidden);
        add("model.norm.weight", hidden);
        for (int layer = 0; layer < shape.layers(); layer++) {
            String block = "model.layers.%d.".formatted(layer);
            String attention = block + "self_attn.";
            add(block + "input_layernorm.weight", hidden);
            add(attention + "q_proj.weight", queries, hidden);
            add(attention + "k_proj.weight", keys, hidden);
            add(attention + "v_proj.weight", keys, hidden);
            if (config.family().biased()) {
                add(attention + "q_proj.bias", queries);
                add(attention + "k_proj.bias", keys);
                add(attention + "v_proj.bias", keys);
            }
            if (config.family().normed()) {
                add(attention + "q_norm.weight", shape.width());
                add(attention + "k_norm.weight", shape.width());
            }
            add(attention + "o_proj.weight", hidden, queries);
            add(block + "post_attention_layernorm.weight", hidden);
            add(block + "mlp.gate_proj.weight", shape.intermediate(), hidden);
            add(block + "mlp.up_proj.weight", shape.intermediate(), hidden);
            add(block + "mlp.down_proj.weight", hidden, shape.intermediate());
        }
    }

    /** A tensor that nothing takes would make another model. */
    private void checkNoneIsLeft(boolean tied) {
        Set<String> left = new TreeSet<>(weights.names());
        tensors.forEach(tensor -> left.remove(tensor.name()));
        left.removeIf(name -> name.endsWith(FREQUENCIES) || (tied && name.equals(HEAD)));
        if (!left.isEmpty()) {
            throw new ModelException("%d tensors are none of such a model, the first %s"
                    .formatted(left.size(), left.iterator().next()));
        }
    }

    private void add(String name, long... shape) {
        tensors.add(weights.require(name, shape));
    }
}
