"""Writes golden.json, the scores that PyTorch computes for the models of RandomDecoder: `python3 golden.py > …/golden.json`.

Needs Debian's python3-torch. The weights are those of java.util.Random with the same seed, in the order of RandomDecoder. Attention is
written out, a matrix of all scores, and nothing is kept from one token to the next: another way than the one under test. Of
quantised models the scores are those of weights that were rounded and made whole again, in 32 bits.
"""

import json
import math
import struct
import sys

import torch

VOCABULARY, HIDDEN, LAYERS, HEADS, GROUPS, WIDTH, INTERMEDIATE = 320, 32, 2, 4, 2, 16, 48
THETA, EPSILON = 10000.0, 1e-6
PROMPTS = [[72, 101, 108, 108, 111], [257], [(7 * i) % 256 for i in range(40)]]
GENERATED = 12
LINEAR = {"rope_type": "linear", "factor": 4.0}
LLAMA3 = {
    "rope_type": "llama3",
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 64,
}
YARN = {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 64}
CASES = {
    "llama": ("llama", False, {}),
    "mistral": ("mistral", False, {"sliding_window": 8}),
    "qwen2": ("qwen2", True, {"use_sliding_window": True, "sliding_window": 6, "max_window_layers": 1}),
    "qwen3": ("qwen3", False, {}),
    "linear": ("llama", False, {"rope_scaling": LINEAR}),
    "llama3": ("llama", True, {"rope_scaling": LLAMA3}),
    "yarn": ("qwen3", True, {"rope_scaling": YARN}),
}
QUANTISED = {"int8": ("qwen2", True, 8), "int4": ("qwen3", False, 4)}
QUANTISED_INTERMEDIATE = 64


class JavaRandom:
    def __init__(self, seed):
        self.state = (seed ^ 0x5DEECE66D) & ((1 << 48) - 1)

    def next_float(self):
        self.state = (self.state * 0x5DEECE66D + 0xB) & ((1 << 48) - 1)
        return (self.state >> 24) / (1 << 24)

    def tensor(self, *shape, scale=1.0, around=0.0):
        count = math.prod(shape)
        scale = struct.unpack("f", struct.pack("f", scale))[0]
        values = torch.tensor([(self.next_float() - 0.5) * scale for _ in range(count)])
        return (values + around).reshape(shape)

    def matrix(self, outputs, inputs):
        return self.tensor(outputs, inputs, scale=math.sqrt(12 / inputs))

    def norm(self, size):
        return self.tensor(size, around=1.0)


def frequencies(scaling):
    plain = 1 / THETA ** (torch.arange(0, WIDTH, 2, dtype=torch.float64) / WIDTH)
    kind, factor = scaling.get("rope_type"), scaling.get("factor", 1)
    if kind == "linear":
        return plain / factor, 1.0
    if kind == "llama3":
        wavelength = 2 * math.pi / plain
        low, high = scaling["low_freq_factor"], scaling["high_freq_factor"]
        original = scaling["original_max_position_embeddings"]
        smooth = (original / wavelength - low) / (high - low)
        between = (1 - smooth) * plain / factor + smooth * plain
        slow = torch.where(wavelength > original / low, plain / factor, between)
        return torch.where(wavelength < original / high, plain, slow), 1.0
    if kind == "yarn":
        original = scaling["original_max_position_embeddings"]

        def dimension(turns):
            return WIDTH * math.log(original / (turns * 2 * math.pi)) / (2 * math.log(THETA))

        low = max(math.floor(dimension(32)), 0)
        high = min(math.ceil(dimension(1)), WIDTH - 1)
        ramp = torch.clamp((torch.arange(WIDTH // 2) - low) / (high - low), 0, 1)
        return plain / factor * ramp + plain * (1 - ramp), 0.1 * math.log(factor) + 1
    return plain, 1.0


def rms(x, weight):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + EPSILON) * weight


def turn(x, cos, sin):
    first, second = x[..., : WIDTH // 2], x[..., WIDTH // 2 :]
    return torch.cat([first * cos - second * sin, second * cos + first * sin], -1)


def half(x):
    return x.clamp(min=1e-30).bfloat16().float()


def rounded(weight, bits):
    """What a matrix is once it has been kept in so many bits."""
    if bits == 8:
        scale = half(weight.abs().amax(1, keepdim=True) / 127)
        return (weight / scale).round().clamp(-127, 127) * scale
    if bits == 4:
        groups = weight.reshape(-1, 32)
        least, most = groups.amin(1, keepdim=True), groups.amax(1, keepdim=True)
        scale = half((most - least) / 15)
        middle = (least + 8 * scale).bfloat16().float()
        number = ((groups - middle) / scale).round().clamp(-8, 7)
        return (number * scale + middle).reshape(weight.shape)
    return weight


class Model:
    def __init__(self, family, tied, settings, seed=1, intermediate=INTERMEDIATE, bits=32):
        random = JavaRandom(seed)
        self.settings = settings
        self.family = family
        self.intermediate = intermediate
        self.embeddings = random.matrix(VOCABULARY, HIDDEN)
        self.head = self.embeddings if tied else random.matrix(VOCABULARY, HIDDEN)
        self.last = random.norm(HIDDEN)
        self.layers = [self.layer(random) for _ in range(LAYERS)]
        self.head = rounded(self.head, max(bits, 8))
        for layer in self.layers:
            for name in "q", "k", "v", "o", "gate", "up", "down":
                layer[name] = rounded(layer[name], bits)

    def layer(self, random):
        w = {"before": random.norm(HIDDEN)}
        for name, heads in ("q", HEADS), ("k", GROUPS), ("v", GROUPS):
            w[name] = random.matrix(heads * WIDTH, HIDDEN)
        for name, heads in ("q", HEADS), ("k", GROUPS), ("v", GROUPS):
            w[name + "b"] = random.tensor(heads * WIDTH) if self.family == "qwen2" else 0
        if self.family == "qwen3":
            w["qn"], w["kn"] = random.norm(WIDTH), random.norm(WIDTH)
        w["o"] = random.matrix(HIDDEN, HEADS * WIDTH)
        w["after"] = random.norm(HIDDEN)
        w["gate"] = random.matrix(self.intermediate, HIDDEN)
        w["up"] = random.matrix(self.intermediate, HIDDEN)
        w["down"] = random.matrix(HIDDEN, self.intermediate)
        return w

    def hidden_from(self, layer, asks, answers):
        hidden = answers > asks
        window = self.settings.get("sliding_window")
        if window and layer >= self.settings.get("max_window_layers", 0):
            hidden = hidden | (asks - answers >= window)
        return hidden

    def scores(self, tokens):
        count = len(tokens)
        inverse, scale = frequencies(self.settings.get("rope_scaling", {}))
        angles = torch.arange(count)[:, None] * inverse.float()
        cos, sin = torch.cos(angles) * scale, torch.sin(angles) * scale
        x = self.embeddings[tokens]
        asks, answers = torch.arange(count)[:, None], torch.arange(count)[None]
        for number, w in enumerate(self.layers):
            h = rms(x, w["before"])
            q, k, v = (
                (h @ w[name].T + w[name + "b"]).view(count, heads, WIDTH).transpose(0, 1)
                for name, heads in (("q", HEADS), ("k", GROUPS), ("v", GROUPS))
            )
            if self.family == "qwen3":
                q, k = rms(q, w["qn"]), rms(k, w["kn"])
            q, k = turn(q, cos, sin), turn(k, cos, sin)
            k, v = (y.repeat_interleave(HEADS // GROUPS, 0) for y in (k, v))
            weights = q @ k.transpose(1, 2) / math.sqrt(WIDTH)
            weights = weights.masked_fill(self.hidden_from(number, asks, answers), float("-inf")).softmax(-1)
            x = x + (weights @ v).transpose(0, 1).reshape(count, -1) @ w["o"].T
            h = rms(x, w["after"])
            x = x + (torch.nn.functional.silu(h @ w["gate"].T) * (h @ w["up"].T)) @ w["down"].T
        return rms(x[-1], self.last) @ self.head.T

    def golden(self):
        for prompt in PROMPTS:
            tokens = list(prompt)
            first = self.scores(tokens)
            for _ in range(GENERATED):
                tokens.append(int(self.scores(tokens).argmax()))
            yield {
                "prompt": prompt,
                "first": [round(score, 6) for score in first.tolist()],
                "tokens": tokens[len(prompt) :],
                "last": [round(score, 6) for score in self.scores(tokens[:-1]).tolist()],
            }


def quantised(family, tied, bits):
    model = Model(family, tied, {}, intermediate=QUANTISED_INTERMEDIATE, bits=bits)
    whole = Model(family, tied, {}, intermediate=QUANTISED_INTERMEDIATE)
    for prompt in PROMPTS:
        scores = model.scores(list(prompt))
        print(bits, "bits: scores differ from those of 32 by", (scores - whole.scores(list(prompt))).abs().max().item(), file=sys.stderr)
        yield {"prompt": prompt, "first": [round(score, 6) for score in scores.tolist()]}


with torch.no_grad():
    golden = {
        name: {"tied": tied, "family": family, "settings": settings, "cases": list(Model(family, tied, settings).golden())}
        for name, (family, tied, settings) in CASES.items()
    }
    for name, (family, tied, bits) in QUANTISED.items():
        cases = list(quantised(family, tied, bits))
        golden[name] = {"tied": tied, "family": family, "settings": {}, "intermediate": QUANTISED_INTERMEDIATE, "cases": cases}
json.dump(golden, sys.stdout)
