"""The ProsQA model: reads statements as edges between slots, and thinks in vectors or in nodes.

One statement is one position, the sum of a source and a target vector. There are no position embeddings: statements are a set. Statements
see each other; the two concepts asked about see the statements; what follows sees all before it. A thought's input is the last hidden
state (after the final norm); the root, the concepts and nodes chosen in words enter as their own vector, at the length sqrt(dim).
"""
import os
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from transformer import Block, RMSNorm, load_checkpoint, save_checkpoint, scale_outputs  # noqa: E402

SLOTS = 64
ROLES = ("edge", "goal", "root", "thought", "token", "answer")


class ProsqaModel(nn.Module):
    def __init__(self, dim, layers, heads):
        super().__init__()
        self.dim, self.heads = dim, heads
        self.node = nn.Parameter(torch.randn(SLOTS, dim) * dim**-0.5)
        self.role = nn.Parameter(torch.randn(len(ROLES), dim) * dim**-0.5)
        self.source = nn.Linear(dim, dim, bias=False)
        self.target = nn.Linear(dim, dim, bias=False)
        self.blocks = nn.ModuleList([Block(dim, heads) for _ in range(layers)])
        self.final_norm = RMSNorm(dim)
        self.value_head = nn.Linear(dim, 1)
        scale_outputs(self.blocks)

    def role_of(self, name):
        return self.role[ROLES.index(name)]

    def unit(self, slots):
        return F.normalize(self.node, dim=-1)[slots]

    def enter(self, hidden, role):
        """A hidden state as an input: brought from the length sqrt(dim) of a normalised state to that of an embedding."""
        return hidden * self.dim**-0.5 + self.role_of(role)

    def steer(self, hidden, slots, strength):
        """(1 - strength) h + strength |h| u, brought back to the length of h."""
        length = hidden.norm(dim=-1, keepdim=True)
        mixed = (1 - strength) * hidden + strength * length * self.unit(slots)
        return mixed * (length / mixed.norm(dim=-1, keepdim=True))

    def run(self, x, mask, past):
        """x [batch, n, dim], mask broadcast to [batch, heads, n, positions]; hidden states, and the caches of all layers: the text, the rest."""
        caches = []
        for i, block in enumerate(self.blocks):
            before = [] if past is None else past[i]
            x, new = block(x, mask, None, before)
            caches.append([*before, new] if len(before) < 2 else [before[0], tuple(torch.cat(pair, 2) for pair in zip(before[1], new))])
        return self.final_norm(x), caches

    def statements(self, edges):
        u = self.node
        return self.source(u[edges[..., 0]]) + self.target(u[edges[..., 1]]) + self.role_of("edge")

    def read(self, edges, edge_mask, goals):
        """Reads statements [batch, n, 2] and the two concepts; caches, and the mask [batch, n + 2] of what later positions may see."""
        _, past = self.run(self.statements(edges), edge_mask[:, None, None, :], None)
        seen = torch.cat([edge_mask, edge_mask.new_zeros(len(edges), 2)], 1)
        _, past = self.run(self.unit(goals) + self.role_of("goal"), seen[:, None, None, :], past)
        return past, seen

    def logits(self, hidden):
        return hidden @ self.node.T

    def save(self, path):
        """One table of inputs: nodes (also the outputs), nodes as source, nodes as target with the edge's role, roles. F16."""
        u = self.node
        table = torch.cat([u, self.source(u), self.target(u) + self.role_of("edge"), self.role[1:]])
        tensors = {"embedding.weight": table}
        tensors.update({k: v for k, v in self.state_dict().items() if k.split(".")[0] in ("blocks", "final_norm", "value_head")})
        hidden = self.blocks[0].mlp_up.weight.shape[0]
        config = dict(vocab=len(table), dim=self.dim, layers=len(self.blocks), heads=self.heads, hidden=hidden, context=512)
        config.update(prefixAttention="full", positions="none")
        save_checkpoint(config, {k: v.detach() for k, v in tensors.items()}, path)

    @classmethod
    @torch.no_grad()
    def open(cls, path):
        """The model of a checkpoint. What statements enter as is a table there, of rows that the matrices here are solved for: more unknowns than rows."""
        metadata, tensors = load_checkpoint(path)
        table = tensors.pop("embedding.weight")
        model = cls(*(metadata["config"][name] for name in ("dim", "layers", "heads")))
        keys = model.load_state_dict(tensors, strict=False)
        assert not keys.unexpected_keys, keys
        node, source, target = table[: 3 * SLOTS].double().split(SLOTS)
        model.node.copy_(node)
        model.role[1:].copy_(table[3 * SLOTS :])
        model.role[0].copy_(target.mean(0))
        for linear, rows in ((model.source, source), (model.target, target - target.mean(0))):
            linear.weight.copy_((torch.linalg.pinv(node) @ rows).T)
        return model
