"""GPT-2 (Radford et al. 2019) as one step over vectors: new positions in, their hidden states, keys and values out."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

ACTIVATIONS = {
    "gelu_new": lambda x: 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))),
    "gelu": F.gelu,
    "relu": F.relu,
}


class Conv1D(nn.Module):
    """A linear layer whose weight is [inputs, outputs], as GPT-2 checkpoints have it."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(inputs, outputs))
        self.bias = nn.Parameter(torch.empty(outputs))

    def forward(self, x):
        return x @ self.weight + self.bias


class Attention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads, self.size = heads, dim // heads
        self.c_attn = Conv1D(dim, 3 * dim)
        self.c_proj = Conv1D(dim, dim)

    def forward(self, x, hides, past_keys, past_values):
        rows, n = x.shape[0], x.shape[1]
        q, k, v = (part.reshape(rows, n, self.heads, self.size).transpose(1, 2) for part in self.c_attn(x).chunk(3, -1))
        scores = q @ torch.cat([past_keys, k], 2).transpose(-1, -2) / math.sqrt(self.size)
        seen = scores.masked_fill(hides, torch.finfo(torch.float32).min).softmax(-1) @ torch.cat([past_values, v], 2)
        return self.c_proj(seen.transpose(1, 2).flatten(2)), k, v


class Mlp(nn.Module):
    def __init__(self, dim, inner, activation):
        super().__init__()
        self.c_fc = Conv1D(dim, inner)
        self.c_proj = Conv1D(inner, dim)
        self.activation = ACTIVATIONS[activation]

    def forward(self, x):
        return self.c_proj(self.activation(self.c_fc(x)))


class Block(nn.Module):
    def __init__(self, config):
        super().__init__()
        dim, eps = config["dim"], config["eps"]
        self.ln_1, self.ln_2 = nn.LayerNorm(dim, eps), nn.LayerNorm(dim, eps)
        self.attn = Attention(dim, config["heads"])
        self.mlp = Mlp(dim, config["inner"], config["activation"])

    def forward(self, x, hides, past_keys, past_values):
        attended, k, v = self.attn(self.ln_1(x), hides, past_keys, past_values)
        x = x + attended
        return x + self.mlp(self.ln_2(x)), k, v


class Projector(nn.Module):
    """What CODI (Shen et al. 2025, arXiv 2502.21074) puts between a hidden state and the next input. `ln` may be absent."""

    def __init__(self, dim, inner, norm):
        super().__init__()
        self.up, self.down = nn.Linear(dim, inner), nn.Linear(inner, dim)
        self.ln = nn.LayerNorm(dim) if norm else nn.Identity()

    def forward(self, x):
        return self.ln(self.down(F.gelu(self.up(x))))


class Gpt2Step(nn.Module):
    """The graph of ONNX_CONTRACT.md. `config`: dim, layers, heads, inner, context, eps, activation; `projector`: a Projector or None."""

    def __init__(self, config, projector=None):
        super().__init__()
        self.config, self.projector = config, projector
        self.wpe = nn.Embedding(config["context"], config["dim"])
        self.h = nn.ModuleList([Block(config) for _ in range(config["layers"])])
        self.ln_f = nn.LayerNorm(config["dim"], config["eps"])

    def forward(self, inputs_embeds, position, past_keys, past_values, thought_mask=None):
        """Embeds [batch, n, dim], position [batch, n], past [layers, batch, heads, past, size]; a new position sees the past, those before it, and itself."""
        if self.projector is not None:
            inputs_embeds = torch.where(thought_mask.unsqueeze(-1) > 0, self.projector(inputs_embeds), inputs_embeds)
        x = inputs_embeds + self.wpe(position)
        past, n = past_keys.shape[3], inputs_embeds.shape[1]
        hides = torch.arange(past + n).unsqueeze(0) > torch.arange(n).unsqueeze(1) + past
        keys, values = [], []
        for i, block in enumerate(self.h):
            x, k, v = block(x, hides, past_keys[i], past_values[i])
            keys.append(k)
            values.append(v)
        return self.ln_f(x), torch.stack(keys), torch.stack(values)
