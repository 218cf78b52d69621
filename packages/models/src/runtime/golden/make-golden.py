"""Writes torch-golden.safetensors and torch-golden.json: a small random transformer and what PyTorch computes with it."""
import json
import os
import sys

import torch

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../../training"))
from transformer import Transformer, save_checkpoint  # noqa: E402

torch.manual_seed(7)
model = Transformer(vocab=11, dim=16, layers=2, heads=2, context=16)
with torch.no_grad():
    for name, p in model.named_parameters():
        p.copy_((torch.randn(p.shape) * 0.3 + (1 if "norm" in name else 0)).half().float())
save_checkpoint(model.config, model.state_dict(), os.path.join(HERE, "torch-golden.safetensors"))

cases = []
for tokens, prompt in [([3, 1, 4, 1, 5, 9, 2, 6, 5, 3], 6), ([10, 0, 7, 7], 4), ([8, 2, 8, 1, 8, 0, 4, 5, 9], 0)]:
    with torch.no_grad():
        hidden = model(torch.tensor([tokens]), torch.tensor([prompt]))[0]
        logits = hidden @ model.embedding.weight.T
        value = model.value_head(hidden)[:, 0]
    cases.append(dict(tokens=tokens, prompt=prompt, hidden=hidden.flatten().tolist(), logits=logits.flatten().tolist(), value=value.tolist()))
with open(os.path.join(HERE, "torch-golden.json"), "w") as file:
    file.write(json.dumps(dict(cases=cases), default=float) + "\n")
