"""A decoder of 512 hidden and 8 layers in eager PyTorch: for each line `dtype batch threads seconds`, prints the tokens it generates a second.

With one thread it is a second of processor time, which other processes leave as it is.
"""

import math
import sys
import time

import blas  # noqa: F401, which says what it found
import torch
from torch import nn
from torch.nn import functional as F

VOCABULARY, HIDDEN, LAYERS, HEADS, WIDTH, INTERMEDIATE = 32000, 512, 8, 8, 64, 1408
FIRST, LAST = 16, 144

torch.manual_seed(1)


class Norm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(HIDDEN))

    def forward(self, x):
        wide = x.float()
        return self.weight * (wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + 1e-6)).to(x.dtype)


def turn(x, cos, sin):
    first, second = x.chunk(2, -1)
    return x * cos + torch.cat([-second, first], -1) * sin


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(HIDDEN, HIDDEN, bias=False) for _ in range(4))
        self.gate, self.up = (nn.Linear(HIDDEN, INTERMEDIATE, bias=False) for _ in range(2))
        self.down = nn.Linear(INTERMEDIATE, HIDDEN, bias=False)
        self.first, self.second = Norm(), Norm()

    def forward(self, x, cos, sin, keys, values, position):
        def split(y):
            return y.view(y.size(0), 1, HEADS, WIDTH).transpose(1, 2)

        h = self.first(x)
        q, k, v = split(self.query(h)), split(self.key(h)), split(self.value(h))
        keys[:, :, position : position + 1] = turn(k, cos, sin)
        values[:, :, position : position + 1] = v
        k, v = keys[:, :, : position + 1], values[:, :, : position + 1]
        scores = turn(q, cos, sin) @ k.transpose(-1, -2) / math.sqrt(WIDTH)
        y = (F.softmax(scores, -1, dtype=torch.float32).to(x.dtype) @ v).transpose(1, 2).reshape(x.shape)
        x = x + self.out(y)
        h = self.second(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm, self.head = Norm(), nn.Linear(HIDDEN, VOCABULARY, bias=False)
        self.frequencies = 10000 ** (-torch.arange(0, WIDTH, 2) / WIDTH)

    def forward(self, tokens, caches, position):
        x = self.words(tokens)
        angles = torch.cat([position * self.frequencies] * 2)
        cos, sin = torch.cos(angles).to(x.dtype), torch.sin(angles).to(x.dtype)
        for layer, cache in zip(self.layers, caches):
            x = layer(x, cos, sin, *cache, position)
        return self.head(self.norm(x))[:, -1].argmax(-1, keepdim=True)


models = {"fp32": Decoder(), "bf16": Decoder().bfloat16()}
with torch.no_grad():
    for line in sys.stdin:
        dtype, batch, threads, seconds = line.split()
        batch, model = int(batch), models[dtype]
        torch.set_num_threads(int(threads))
        clock = time.process_time if threads == "1" else time.perf_counter
        caches = [
            [torch.zeros(batch, HEADS, LAST, WIDTH, dtype=model.words.weight.dtype) for _ in range(2)]
            for _ in range(LAYERS)
        ]
        tokens = torch.randint(VOCABULARY, (batch, 1))
        begin, done = clock(), 0
        while clock() - begin < float(seconds):
            tokens = model(tokens, caches, FIRST + done // batch % (LAST - FIRST))
            done += batch
        print(done / (clock() - begin), flush=True)
