"""Writes sampling.json, how likely each token is after the settings, computed by sorting: `python3 sampling.py > …/sampling.json`."""

import json
import math
import random
import sys

DEFAULT = dict(temperature=1, top_k=0, top_p=1, min_p=0, presence=0, frequency=0, repetition=1, bias={})
SETTINGS = [
    {},
    dict(temperature=0.3),
    dict(temperature=2),
    dict(top_k=5),
    dict(top_k=400, top_p=0.5),
    dict(top_p=0.9),
    dict(top_p=0.01),
    dict(top_p=0.99, temperature=1.7),
    dict(min_p=0.1),
    dict(top_k=20, top_p=0.8, min_p=0.3, temperature=1.3),
    dict(presence=1.5, frequency=0.7),
    dict(repetition=1.3, top_p=0.95),
    dict(repetition=0.8, presence=-1, frequency=-0.25, top_k=10),
    dict(bias={"3": 5, "7": -100}, top_k=3),
]
PROMPT = [1, 2, 3, 3, 250]
GENERATED = [2, 2, 2, 9, 17]


def probabilities(scores, top_k, top_p, min_p, temperature, presence, frequency, repetition, bias):
    scores = list(scores)
    for token, value in bias.items():
        scores[int(token)] += value
    for token in set(PROMPT + GENERATED):
        if repetition != 1:
            scores[token] = scores[token] / repetition if scores[token] > 0 else scores[token] * repetition
    for token in set(GENERATED):
        scores[token] -= presence + frequency * GENERATED.count(token)
    weights = [math.exp(score / temperature) for score in scores]
    order = sorted(range(len(scores)), key=lambda token: -weights[token])
    if top_k:
        order = order[:top_k]
    total = sum(weights[token] for token in order)
    kept, sum_before = [], 0
    for token in order:
        if top_p == 1 or sum_before / total < top_p:
            kept.append(token)
        sum_before += weights[token]
    kept = [token for token in kept if weights[token] >= min_p * weights[order[0]]]
    total = sum(weights[token] for token in kept)
    return {token: weights[token] / total for token in sorted(kept)}


chance = random.Random(8)
# Of 32 bits each, as those of a model.
scores = [round(chance.gauss(0, 2) * 64) / 64 for _ in range(300)]
cases = [
    {"settings": {**DEFAULT, **settings}, "probabilities": probabilities(scores, **{**DEFAULT, **settings})}
    for settings in SETTINGS
]
json.dump({"scores": scores, "prompt": PROMPT, "generated": GENERATED, "cases": cases}, sys.stdout)
