"""The decoder-only transformer of the embedded models, its optimiser, and its checkpoint format (safetensors, read by the TypeScript runtime)."""
import json
import math
import struct

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def use_device(name):
    """New tensors stand there; products on a GPU may round their factors to TF32, which has the ten bits of mantissa that a checkpoint has."""
    if name != "cpu":
        torch.set_default_device(name)
        torch.set_float32_matmul_precision("high")


class RMSNorm(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(dim))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight


class Block(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.attention_norm = RMSNorm(dim)
        self.mlp_norm = RMSNorm(dim)
        self.attention_qkv = nn.Linear(dim, 3 * dim, bias=False)
        self.attention_output = nn.Linear(dim, dim, bias=False)
        self.mlp_up = nn.Linear(dim, 4 * dim, bias=False)
        self.mlp_down = nn.Linear(4 * dim, dim, bias=False)

    def forward(self, x, mask, rotary=None, past=()):
        """x [batch, length, dim]; `mask` is added to the scores. `past`: keys and values before, in parts, so that a long part is never copied.
        Returns the block's output, and its keys and values."""
        batch, length, dim = x.shape
        size = dim // self.heads
        q, k, v = self.attention_qkv(self.attention_norm(x)).view(batch, length, 3, self.heads, size).permute(2, 0, 3, 1, 4)
        if rotary is not None:
            q, k = rotate(q, *rotary), rotate(k, *rotary)
        parts = [*past, (k, v)]
        scores = torch.cat([q @ keys.transpose(-1, -2) for keys, _ in parts], -1) / math.sqrt(size) + mask
        weights = scores.softmax(-1).split([keys.shape[2] for keys, _ in parts], -1)
        seen = sum(weight @ values for weight, (_, values) in zip(weights, parts))
        x = x + self.attention_output(seen.transpose(1, 2).reshape(batch, length, dim))
        return x + self.mlp_down(F.relu(self.mlp_up(self.mlp_norm(x))).square()), (k.contiguous(), v.contiguous())


def rotate(x, cos, sin):
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


class Transformer(nn.Module):
    """Prefix language model: the prompt sees itself whole, what follows is causal; with `prefix="causal"` the prompt is causal too. `value_head` reads
    the prompt's last position."""

    def __init__(self, vocab, dim, layers, heads, context, prefix="full"):
        super().__init__()
        self.config = dict(vocab=vocab, dim=dim, layers=layers, heads=heads, hidden=4 * dim, context=context, prefixAttention=prefix)
        self.embedding = nn.Embedding(vocab, dim)
        self.blocks = nn.ModuleList([Block(dim, heads) for _ in range(layers)])
        self.final_norm = RMSNorm(dim)
        self.value_head = nn.Linear(dim, 1)
        for p in self.parameters():
            if p.dim() > 1:
                nn.init.normal_(p, 0, 0.02)
        scale_outputs(self.blocks)
        half = dim // heads // 2
        angle = torch.arange(context)[:, None] * (10000.0 ** (-torch.arange(half) / half))[None]
        self.register_buffer("cos", angle.cos(), persistent=False)
        self.register_buffer("sin", angle.sin(), persistent=False)

    def forward(self, ids, prompt_lengths):
        """ids [batch, length], prompt_lengths [batch] -> hidden [batch, length, dim] after the final norm."""
        batch, length = ids.shape
        at = torch.arange(length)
        seen = (at[None, :] <= at[:, None])[None]
        if self.config["prefixAttention"] == "full":
            seen = seen | (at[None, None, :] < prompt_lengths[:, None, None])
        mask = torch.zeros(len(seen), 1, length, length).masked_fill(~seen[:, None], -1e9)
        x = self.embedding(ids)
        for block in self.blocks:
            x, _ = block(x, mask, (self.cos[:length], self.sin[:length]))
        return self.final_norm(x)


class Muon(torch.optim.Optimizer):
    """Momentum whose update is orthogonalised by Newton-Schulz iterations (Jordan et al. 2024), for the matrices of the blocks."""

    def __init__(self, params, lr, momentum=0.95, decay=0.01):
        super().__init__(params, dict(lr=lr, momentum=momentum, decay=decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                buffer = self.state[p].setdefault("momentum", torch.zeros_like(p))
                buffer.lerp_(p.grad, 1 - group["momentum"])
                update = orthogonal(p.grad.lerp(buffer, group["momentum"]))
                p.mul_(1 - group["lr"] * group["decay"])
                p.add_(update, alpha=-group["lr"] * max(1, p.shape[0] / p.shape[1]) ** 0.5)


def orthogonal(g):
    a, b, c = 3.4445, -4.7750, 2.0315
    x = g / (g.norm() + 1e-7)
    flip = x.shape[0] > x.shape[1]
    x = x.T if flip else x
    for _ in range(5):
        s = x @ x.T
        x = a * x + (b * s + c * s @ s) @ x
    return x.T if flip else x


def scale_outputs(blocks):
    """Smaller weights where a block adds to the residual stream, so that its variance does not grow with depth (GPT-2)."""
    for block in blocks:
        nn.init.normal_(block.attention_output.weight, 0, 0.02 / math.sqrt(2 * len(blocks)))
        nn.init.normal_(block.mlp_down.weight, 0, 0.02 / math.sqrt(2 * len(blocks)))


def save_checkpoint(config, tensors, path, half=True, **metadata):
    """Writes safetensors with the config, and what else is told, as metadata; F16 halves the file and costs no measurable accuracy."""
    header = {"__metadata__": {"config": json.dumps(config), **{name: json.dumps(value) for name, value in metadata.items()}}}
    chunks, offset = [], 0
    for name, tensor in tensors.items():
        data = (tensor.half() if half else tensor.float()).contiguous().cpu().numpy().tobytes()
        header[name] = {"dtype": "F16" if half else "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + len(data)]}
        chunks.append(data)
        offset += len(data)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(chunks))


def load_checkpoint(path):
    """Metadata (decoded) and weights (as F32) of a checkpoint that `save_checkpoint` wrote."""
    with open(path, "rb") as file:
        data = file.read()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + size])
    metadata = {name: json.loads(value) for name, value in header.pop("__metadata__").items()}
    weights = {}
    for name, entry in header.items():
        start, end = (8 + size + at for at in entry["data_offsets"])
        dtype = {"F16": np.float16, "F32": np.float32}[entry["dtype"]]
        weights[name] = torch.from_numpy(np.frombuffer(data[start:end], dtype).reshape(entry["shape"]).astype(np.float32))
    return metadata, weights
