"""Text of the wording task as tokens, and texts with targets as batches. The vocabulary comes with the data or the checkpoint."""
import re

import numpy as np
import torch
import torch.nn.functional as F

PIECE = re.compile(r" (?:\[\[start\]\]|\[\[end\]\]|=>|[A-Za-z]+|\d+)|[.,:\n]")


class Tokenizer:
    def __init__(self, vocabulary):
        self.vocabulary = vocabulary
        self.ids = {text: i for i, text in enumerate(vocabulary)}

    def encode(self, text):
        text = text if text.startswith(" ") else " " + text
        pieces = PIECE.findall(text)
        if "".join(pieces) != text or any(piece not in self.ids for piece in pieces):
            raise ValueError(f"cannot be written with the vocabulary: {text[:80]!r}")
        return [self.ids[piece] for piece in pieces]


def padded(examples):
    """(prompt ids, target ids) of each -> ids [n, length], prompt lengths, whole lengths."""
    length = max(len(p) + len(t) for p, t in examples)
    ids = np.zeros((len(examples), length), np.int64)
    for row, (p, t) in zip(ids, examples):
        row[: len(p) + len(t)] = [*p, *t]
    prompts = torch.tensor([len(p) for p, _ in examples])
    return torch.from_numpy(ids), prompts, torch.tensor([len(p) + len(t) for p, t in examples])


def joined(messages):
    """A conversation as the model reads it: what follows a prompt behind it, what is asked next on a line of its own."""
    text = ""
    for message in messages:
        text += ("" if text == "" else "\n " if message["role"] == "user" else " ") + message["content"].strip()
    return text


def token_log_probs(model, ids, prompts, totals):
    """Log-probability of each target token, and which positions have one: [n, length] both, at the position before the token."""
    at = torch.arange(ids.shape[1])[None]
    written = (at >= prompts[:, None] - 1) & (at < totals[:, None] - 1)
    return log_probs_at(model, ids, written), written


def logits_at(model, ids, written):
    return model(ids, None)[written] @ model.embedding.weight.T


def log_probs_at(model, ids, written):
    logits = logits_at(model, ids, written)
    target = torch.roll(ids, -1, 1)[written]
    out = torch.zeros(ids.shape)
    out[written] = -F.cross_entropy(logits, target, reduction="none")
    return out
