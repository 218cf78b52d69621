"""Trains the ProsQA model from scratch on one or two CPU cores. Needs Python 3 and PyTorch (1.13 or newer) and Node.

    python3 train.py --run DIR [--steps 4100] [--seed 1]

Resumable: run the same command again and it goes on from the last checkpoint in DIR. Questions come from stream-graphs.ts, small graphs
first: on graphs of full size alone the model does not begin to learn. Every question is thought through twice. Once in superposition: each
thought's read-out is held to the breadth-first frontier of its hop (Coconut-BFS; Zhu et al. 2025, 2505.12514), and the answer is asked
for after every number of thoughts that suffices. Once along a walk that goes astray now and then: half of the questions in words (a node
is put in, the steps that lead to the target should come out), half by steering the thought towards a node (its children should come
out); at each node, and among the children of one, a value head says whether the target can still be reached (binary, and listwise over
siblings as in LatentRM, 2510.07745).
"""
import argparse
import json
import os
import subprocess
import sys
import time

# Idle threads of OpenBLAS spin, which halves the speed of everything else on two cores; most products are torch's own anyway.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import torch
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from model import SLOTS, ProsqaModel  # noqa: E402

EDGES, HOPS, SIBLINGS, MASK = 64, 6, 4, SLOTS // 8
# Layout of a record of stream-graphs.ts: name, shape. Masks are sets of slots.
FIELDS = [("count", ()), ("root", ()), ("goals", (2,)), ("answer", ()), ("hops", ()), ("edges", (EDGES, 2)), ("frontier", (HOPS, MASK))]
FIELDS += [("length", ()), ("walk", (HOPS,)), ("next", (HOPS, 2, MASK)), ("reach", (HOPS + 1,)), ("parent", ())]
FIELDS += [("sibling", (SIBLINGS,)), ("sibling_reach", (SIBLINGS,))]
RECORD = sum(int(np.prod(shape)) for _, shape in FIELDS)
BLOCKED = -1e9


def parse(records):
    batch, at = {}, 0
    for name, shape in FIELDS:
        size = int(np.prod(shape))
        raw = records[:, at : at + size].reshape(-1, *shape)
        at += size
        if name in ("frontier", "next"):
            raw = np.unpackbits(raw, axis=-1, bitorder="little").astype(np.float32)
        else:
            raw = raw.astype(np.int64)
        batch[name] = torch.from_numpy(raw)
    batch["edges"] = batch["edges"][:, : int(batch["count"].max())]
    return batch


class Stream:
    """Batches from stream-graphs.ts, from number `first` on."""

    def __init__(self, seed, first, batch, phases):
        command = ["npx", "tsx", "--conditions=@espalier/source", os.path.join(HERE, "stream-graphs.ts")]
        command += ["--seed", str(seed), "--first", str(first), "--batch", str(batch), "--phases", phases]
        self.size = batch * RECORD
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)

    def __next__(self):
        data = self.process.stdout.read(self.size)
        if len(data) < self.size:
            raise RuntimeError(f"the stream of questions ended with status {self.process.wait()}")
        return parse(np.frombuffer(data, np.uint8).reshape(-1, RECORD))

    def close(self):
        self.process.kill()


def set_loss(logits, sets):
    """Cross-entropy against the uniform distribution over each set; rows with an empty set count nothing. Sum and number of rows."""
    size = sets.sum(-1)
    loss = -(logits.log_softmax(-1) * sets).sum(-1) / size.clamp(min=1)
    return loss.sum(), (size > 0).sum()


def superposed(model, batch, past, seen, thoughts=HOPS, change=None, asked=None):
    """Read-outs [thoughts] of [batch, slots], answer scores after each number of thoughts in `asked`, and the state after the root's thought.

    `change(hidden)` replaces every thought before it is fed back, for tests of what thoughts carry.
    """
    n = len(batch["root"])
    after, logits, first = model.dim**0.5 * model.unit(batch["root"])[:, None], [], None
    z = model.enter(after, "root")
    inputs = [after]
    for _ in range(thoughts):
        seen = torch.cat([seen, seen.new_zeros(n, 1)], 1)
        hidden, past = model.run(z, seen[:, None, None, :], past)
        logits.append(model.logits(hidden[:, 0]))
        first = first or (hidden, past, seen)
        after = hidden if change is None else change(hidden)
        z = model.enter(after, "thought")
        inputs.append(after)
    asked = [thoughts] if asked is None else asked
    # Question k sees the first k thoughts and itself.
    x = model.enter(torch.cat([inputs[k] for k in asked], 1), "answer")
    mask = seen[:, None, None, :].expand(n, 1, len(asked), -1).clone()
    own = torch.full((len(asked), len(asked)), BLOCKED).fill_diagonal_(0)
    for row, k in enumerate(asked):
        mask[:, :, row, mask.shape[-1] - (thoughts - k) :] = BLOCKED
        if k == thoughts:
            mask[:, :, row] = seen[:, None, :]
    mask = torch.cat([mask, own.expand(n, 1, -1, -1)], -1)
    query, _ = model.run(x, mask, past)
    scores = torch.einsum("bqd,bcd->bqc", query, model.node[batch["goals"]])
    return logits, scores, first


def astray(model, batch, past, seen, first):
    """Losses of the walk: in words for the first half of the batch, by steering for the second."""
    n = len(batch["root"])
    words = (torch.arange(n) < n // 2)[:, None, None]
    root = model.unit(batch["root"])[:, None]
    x = torch.where(words, root + model.role_of("token"), root + model.role_of("root"))
    states, policy, policy_rows, values, labels = [], 0.0, 0, [], []
    for t in range(HOPS):
        if t > 0:
            slots, strength = batch["walk"][:, t - 1 : t], torch.empty(n, 1, 1).uniform_(0.3, 1)
            x = torch.where(words, model.unit(slots) + model.role_of("token"), model.enter(model.steer(hidden, slots, strength), "thought"))
        seen = torch.cat([seen, seen.new_zeros(n, 1)], 1)
        hidden, past = model.run(x, seen[:, None, None, :], past)
        states.append(hidden)
        every, good = batch["next"][:, t, 0], batch["next"][:, t, 1]
        wanted = torch.where((good.sum(-1, keepdim=True) > 0) & words[:, 0], good, every)
        loss, rows = set_loss(model.logits(hidden[:, 0]), wanted)
        policy, policy_rows = policy + loss, policy_rows + rows
        if t > 0:
            there = batch["length"] > t
            values.append(model.value_head(hidden[:, 0])[there, 0])
            labels.append(batch["reach"][:, t][there].float())
    binary = F.binary_cross_entropy_with_logits(torch.cat(values), torch.cat(labels))

    # The children of one node side by side: each sees the way to their parent and itself.
    parent, sibling = batch["parent"], batch["sibling"]
    some = (parent < HOPS).nonzero()[:, 0]
    state = torch.cat(states, 1)[some, parent[some]][:, None]
    slots = sibling[some].clamp(max=SLOTS - 1)
    strength = torch.empty(len(some), 1, 1).uniform_(0.3, 1)
    steered = model.enter(model.steer(state.expand(-1, SIBLINGS, -1), slots, strength), "thought")
    x = torch.where(words[some], model.unit(slots) + model.role_of("token"), steered)
    mask = seen[some][:, None, None, :].clone()
    late = torch.arange(HOPS)[None] > parent[some][:, None]
    mask[:, 0, 0, -HOPS:].masked_fill_(late, BLOCKED)
    own = torch.full((SIBLINGS, SIBLINGS), BLOCKED).fill_diagonal_(0)
    mask = torch.cat([mask.expand(-1, 1, SIBLINGS, -1), own.expand(len(some), 1, -1, -1)], -1)
    hidden, _ = model.run(x, mask, [[(k[some], v[some]) for k, v in parts] for parts in past])
    value = model.value_head(hidden)[..., 0]
    there = sibling[some] < 255
    label = batch["sibling_reach"][some].float() * there
    ranked = label.sum(-1) > 0
    listwise, rows = set_loss(value.masked_fill(~there, BLOCKED)[ranked], label[ranked])
    return policy / policy_rows, binary, listwise / rows.clamp(min=1), (value[there], label[there])


def read(model, batch):
    at = torch.arange(batch["edges"].shape[1])[None]
    edge_mask = torch.zeros(len(at), at.shape[1]).masked_fill(at >= batch["count"][:, None], BLOCKED)
    return model.read(batch["edges"], edge_mask, batch["goals"])


def losses(model, batch):
    past, seen = read(model, batch)
    asked = list(range(2, HOPS + 1))
    logits, scores, first = superposed(model, batch, past, seen, asked=asked)
    frontier, rows = set_loss(torch.stack(logits, 1), batch["frontier"])
    enough = torch.tensor(asked)[None] >= batch["hops"][:, None]
    wrong = F.cross_entropy(scores.transpose(1, 2), batch["answer"][:, None].expand(-1, len(asked)), reduction="none")
    answer = (wrong * enough).sum() / enough.sum()
    policy, binary, listwise, _ = astray(model, batch, past, seen, first)
    return dict(answer=answer, frontier=frontier / rows, policy=policy, value=binary, listwise=listwise)


@torch.no_grad()
def evaluate(model, batch):
    """Answer accuracy after k thoughts and with zeroed ones, mass of the read-outs on the frontiers, AUC of the value among siblings."""
    past, seen = read(model, batch)
    right = lambda scores: (scores[:, 0].argmax(-1) == batch["answer"]).float().mean().item()
    report = {}
    for k in (0, 1, 2, 3, 4, 6):
        report[f"acc{k}"] = right(superposed(model, batch, past, seen, k)[1])
    report["zeroed"] = right(superposed(model, batch, past, seen, HOPS, torch.zeros_like)[1])
    logits, _, first = superposed(model, batch, past, seen)
    mass = (torch.stack(logits, 1).softmax(-1) * batch["frontier"]).sum(-1).mean(0)
    report["mass"] = [round(x, 3) for x in mass.tolist()]
    policy, binary, listwise, (value, label) = astray(model, batch, past, seen, first)
    report.update(policy=policy.item(), value=binary.item(), listwise=listwise.item())
    pairs = value[label == 1][:, None] - value[label == 0][None]
    report["auc"] = (pairs > 0).float().mean().item()
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in report.items()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", required=True)
    parser.add_argument("--steps", type=int, default=4100)
    parser.add_argument("--phases", default="tiny:600,small:600,official")
    parser.add_argument("--decay", type=float, default=0.48, help="share of the steps over which the rate falls to zero")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--dim", type=int, default=128)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--heads", type=int, default=4)
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--every", type=int, default=100)
    args = parser.parse_args()
    os.makedirs(args.run, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    model = ProsqaModel(args.dim, args.layers, args.heads)
    optimiser = torch.optim.AdamW(model.parameters(), lr=args.lr, betas=(0.9, 0.98), weight_decay=0.01)
    state_path = os.path.join(args.run, "state.pt")
    step, seconds = 0, 0.0
    if os.path.exists(state_path):
        state = torch.load(state_path)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["random"])
        step, seconds = state["step"], state["seconds"]
    held_out = Stream(args.seed + 1_000_000, 0, 500, "official")
    validation = next(held_out)
    held_out.close()
    stream = Stream(args.seed, step, args.batch, args.phases)
    started, means = time.time() - seconds, {}
    print("parameters", sum(p.numel() for p in model.parameters()), "from step", step, flush=True)
    while step < args.steps:
        rate = min(1, (step + 1) / 100, max(0.0, (args.steps - step) / (args.decay * args.steps)))
        for group in optimiser.param_groups:
            group["lr"] = args.lr * rate
        parts = losses(model, next(stream))
        model.zero_grad(set_to_none=True)
        sum(parts.values()).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        step += 1
        for name, part in parts.items():
            means[name] = means.get(name, part.item()) * 0.98 + part.item() * 0.02
        if step % args.every == 0 or step >= args.steps:
            seconds = time.time() - started
            row = {"step": step, "seconds": round(seconds), **{f"train_{k}": round(v, 4) for k, v in means.items()}}
            row.update(evaluate(model, validation))
            print(json.dumps(row), flush=True)
            with open(os.path.join(args.run, "log.jsonl"), "a") as file:
                file.write(json.dumps(row) + "\n")
            state = {"model": model.state_dict(), "step": step, "seconds": seconds, "random": torch.get_rng_state()}
            state["optimiser"] = optimiser.state_dict()
            torch.save(state, state_path + ".part")
            os.replace(state_path + ".part", state_path)
            model.save(os.path.join(args.run, "model.safetensors"))
    stream.close()


if __name__ == "__main__":
    main()
