"""Writes golden.json, the vectors that PyTorch computes for the models of RandomEncoder: `python3 golden.py > …/golden.json`.

Needs Debian's python3-torch. The weights are those of java.util.Random with the same seed, in the order of RandomEncoder.
"""

import json
import sys

import torch
from torch import nn
from torch.nn import functional as F

VOCABULARY, HIDDEN, LAYERS, HEADS, INTERMEDIATE, POSITIONS = 128, 16, 2, 4, 32, 48
SEQUENCES = [[2, 5, 6, 3], [2, 20, 30, 40, 50, 60, 70, 80, 3], [7], list(range(2, 42))]
CASES = {
    "bert": ("mean_tokens", F.gelu, 0, 1),
    "tanh": ("cls_token", lambda x: F.gelu(x, approximate="tanh"), 0, 2),
    "xlm-roberta": ("lasttoken", F.relu, 2, 3),
}


class JavaRandom:
    def __init__(self, seed):
        self.state = (seed ^ 0x5DEECE66D) & ((1 << 48) - 1)

    def next_float(self):
        self.state = (self.state * 0x5DEECE66D + 0xB) & ((1 << 48) - 1)
        return (self.state >> 24) / (1 << 24)

    def tensor(self, *shape, around=0.0):
        count = int(torch.tensor(shape).prod())
        return torch.tensor([self.next_float() - 0.5 + around for _ in range(count)]).reshape(shape)


def linear(random, outputs, inputs):
    return random.tensor(outputs, inputs), random.tensor(outputs)


def norm(random):
    return random.tensor(HIDDEN, around=1.0), random.tensor(HIDDEN)


def layer(random, activation):
    block = nn.TransformerEncoderLayer(
        HIDDEN, HEADS, INTERMEDIATE, dropout=0, activation=activation, layer_norm_eps=1e-5, batch_first=True
    )
    q, k, v, out = (linear(random, HIDDEN, HIDDEN) for _ in range(4))
    attention_norm = norm(random)
    up, down = linear(random, INTERMEDIATE, HIDDEN), linear(random, HIDDEN, INTERMEDIATE)
    output_norm = norm(random)
    block.load_state_dict(
        {
            "self_attn.in_proj_weight": torch.cat([q[0], k[0], v[0]]),
            "self_attn.in_proj_bias": torch.cat([q[1], k[1], v[1]]),
            "self_attn.out_proj.weight": out[0],
            "self_attn.out_proj.bias": out[1],
            "norm1.weight": attention_norm[0],
            "norm1.bias": attention_norm[1],
            "linear1.weight": up[0],
            "linear1.bias": up[1],
            "linear2.weight": down[0],
            "linear2.bias": down[1],
            "norm2.weight": output_norm[0],
            "norm2.bias": output_norm[1],
        }
    )
    return block


def vectors(pooling, activation, offset, seed):
    random = JavaRandom(seed)
    words = random.tensor(VOCABULARY, HIDDEN)
    positions = random.tensor(POSITIONS, HIDDEN)
    types = random.tensor(2, HIDDEN)
    first_norm = norm(random)
    blocks = [layer(random, activation) for _ in range(LAYERS)]
    for tokens in SEQUENCES:
        x = words[tokens] + positions[offset : offset + len(tokens)] + types[0]
        x = F.layer_norm(x, [HIDDEN], *first_norm, eps=1e-5).unsqueeze(0)
        for block in blocks:
            x = block(x)
        x = x[0]
        yield {"mean_tokens": x.mean(0), "cls_token": x[0], "lasttoken": x[-1]}[pooling].tolist()


with torch.no_grad():
    golden = {name: list(vectors(*case)) for name, case in CASES.items()}
json.dump({"sequences": SEQUENCES, "vectors": golden}, sys.stdout)
