"""An encoder of MiniLM's shape in eager PyTorch: for each line `batch seconds`, prints its sentences of 128 tokens a second."""

import math
import sys
import time

import blas  # noqa: F401, which says what it found
import torch
from torch import nn
from torch.nn import functional as F

VOCABULARY, HIDDEN, LAYERS, HEADS, INTERMEDIATE, TOKENS = 30522, 384, 6, 12, 1536, 128

torch.set_num_threads(2)
torch.manual_seed(1)


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.up, self.down = nn.Linear(HIDDEN, INTERMEDIATE), nn.Linear(INTERMEDIATE, HIDDEN)
        self.first, self.second = nn.LayerNorm(HIDDEN, 1e-12), nn.LayerNorm(HIDDEN, 1e-12)

    def forward(self, x):
        def split(y):
            return y.view(y.size(0), y.size(1), HEADS, -1).transpose(1, 2)

        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        scores = q @ k.transpose(-1, -2) / math.sqrt(HIDDEN // HEADS)
        y = (F.softmax(scores, -1) @ v).transpose(1, 2).reshape(x.shape)
        x = self.first(x + self.out(y))
        return self.second(x + self.down(F.gelu(self.up(x))))


words, places, kinds = nn.Embedding(VOCABULARY, HIDDEN), nn.Embedding(512, HIDDEN), nn.Embedding(2, HIDDEN)
norm = nn.LayerNorm(HIDDEN, 1e-12)
layers = nn.Sequential(*(Layer() for _ in range(LAYERS)))

with torch.no_grad():
    for line in sys.stdin:
        batch, seconds = map(int, line.split())
        ids = torch.randint(VOCABULARY, (batch, TOKENS))
        begin, done = time.perf_counter(), 0
        while time.perf_counter() - begin < seconds:
            x = norm(words(ids) + places(torch.arange(TOKENS)) + kinds(torch.zeros_like(ids)))
            layers(x).mean(1)
            done += batch
        print(done / (time.perf_counter() - begin), flush=True)
