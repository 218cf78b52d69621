"""Text of the wording task as tokens, and texts with targets as batches. The vocabulary comes with the data or the checkpoint."""
import json
import re
import struct

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


def load_checkpoint(path):
    """Config, vocabulary and weights (as F32) of a checkpoint that `save_checkpoint` wrote."""
    with open(path, "rb") as file:
        data = file.read()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + size])
    metadata = header.pop("__metadata__")
    weights = {}
    for name, entry in header.items():
        start, end = (8 + size + at for at in entry["data_offsets"])
        dtype = {"F16": np.float16, "F32": np.float32}[entry["dtype"]]
        weights[name] = torch.from_numpy(np.frombuffer(data[start:end], dtype).reshape(entry["shape"]).astype(np.float32))
    return json.loads(metadata["config"]), json.loads(metadata["vocabulary"]), weights
