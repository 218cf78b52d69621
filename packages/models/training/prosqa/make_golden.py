"""Writes golden/prosqa.json: what PyTorch computes with a shipped checkpoint, for the runtime's test.

    python3 make_golden.py checkpoints/prosqa.safetensors src/golden/prosqa.json
"""
import json
import os
import sys

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from model import SLOTS, ProsqaModel  # noqa: E402


@torch.no_grad()
def main():
    path, out = sys.argv[1:]
    model = ProsqaModel.open(path)
    rng = np.random.RandomState(3)
    cases = []
    for count in (12, 35, 78):
        slots = rng.permutation(SLOTS)
        nodes = slots[: max(8, count // 2)]
        edges = [[int(nodes[b]), int(nodes[a])] for a in range(1, len(nodes)) for b in {int(rng.randint(a)) for _ in range(3)}][:count]
        root, goals = int(nodes[0]), [int(nodes[-1]), int(nodes[-2])]
        e = torch.tensor([edges])
        past, seen = model.read(e, torch.zeros(1, len(edges)), torch.tensor([goals]))
        hidden = model.dim**0.5 * model.unit(torch.tensor([[root]]))
        states, values = [], []
        for k in range(4):
            x = model.enter(hidden, "root" if k == 0 else "thought")
            seen = torch.cat([seen, torch.zeros(1, 1)], 1)
            hidden, past = model.run(x, seen[:, None, None, :], past)
            states.append(hidden.flatten().tolist())
            values.append(torch.sigmoid(model.value_head(hidden)).item())
        seen = torch.cat([seen, torch.zeros(1, 1)], 1)
        word, _ = model.run(model.unit(torch.tensor([[goals[0]]])) + model.role_of("token"), seen[:, None, None, :], past)
        query, _ = model.run(model.enter(hidden, "answer"), seen[:, None, None, :], past)
        fits = (query[0, 0] @ model.node[goals].T).tolist()
        read_out = F.log_softmax(model.logits(word)[0, 0], -1).tolist()
        cases.append(dict(edges=edges, root=root, goals=goals, thoughts=states, values=values, word=read_out, fits=fits))
    with open(out, "w") as file:
        file.write(json.dumps(dict(cases=cases), default=float) + "\n")


if __name__ == "__main__":
    main()
