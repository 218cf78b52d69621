"""Trains the ProsQA model from scratch on one or two CPU cores, or on a GPU. Needs Python 3 and PyTorch (1.13 or newer) and Node.

    python3 train.py --run DIR [--steps 4300] [--seed 1] [--device cuda --workers 5] [--pause | --curriculum STEPS]

Resumable: run the same command again and it goes on from the last checkpoint in DIR. Questions come from stream-graphs.ts, small graphs
first: on graphs of full size alone the model does not begin to learn. Every question is thought through twice. Once in superposition: each
thought's read-out is held to the breadth-first frontier of its hop (Coconut-BFS; Zhu et al. 2025, 2505.12514), and the answer is asked
for after every number of thoughts that suffices. Once along a walk that often goes astray: half of the questions in words (a node is put
in), half by steering the thought towards a node. The steps that lead to the target should come out, all children where none does, and
after the root's own thought. At each node, and among the children of one, a value head says whether the target can still be reached
(binary, and listwise over siblings as in LatentRM, 2510.07745).
"""
import argparse
import json
import os
import sys
import time

# Idle threads of OpenBLAS spin, which halves the speed of everything else on two cores; most products are torch's own anyway.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import torch
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
from model import SLOTS, ProsqaModel  # noqa: E402
from streams import Streams  # noqa: E402
from transformer import use_device  # noqa: E402

EDGES, HOPS, SIBLINGS, MASK = 64, 6, 4, SLOTS // 8
# Layout of a record of stream-graphs.ts: name, shape. Masks are sets of slots.
FIELDS = [("count", ()), ("root", ()), ("goals", (2,)), ("answer", ()), ("hops", ()), ("edges", (EDGES, 2)), ("frontier", (HOPS, MASK))]
FIELDS += [("path", (HOPS + 1,)), ("length", ()), ("walk", (HOPS,)), ("next", (HOPS, 2, MASK)), ("reach", (HOPS + 1,)), ("parent", ())]
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


class Questions:
    """Batches from stream-graphs.ts, from number `first` on."""

    def __init__(self, seed, first, batch, phases, device, workers=1):
        options = ["--seed", str(seed), "--batch", str(batch), "--phases", phases]
        self.device = device
        self.streams = Streams(os.path.join(HERE, "stream-graphs.ts"), options, batch, RECORD, first, workers)

    def __next__(self):
        batch = parse(next(self.streams))
        return {name: tensor.to(self.device) for name, tensor in batch.items()}


def set_loss(logits, sets):
    """Cross-entropy against the uniform distribution over each set; rows with an empty set count nothing. Sum and number of rows."""
    size = sets.sum(-1)
    loss = -(logits.log_softmax(-1) * sets).sum(-1) / size.clamp(min=1)
    return loss.sum(), (size > 0).sum()


def lanes(model, batch, past, seen, pause=False, stage=HOPS):
    """Two lines of thought per question, side by side in one pass a step: superposed thoughts, and a walk that goes astray.

    With `pause` the thoughts fed back are empty. After `stage` thoughts the first line goes on in words, along the shortest way.

    The walk is in words for the first half of the batch and steered for the second. Returns the read-outs of both [2][HOPS] of
    [batch, slots], answer scores after 2, 3, … HOPS thoughts [batch, HOPS - 1, 2], values along the walk, and those of the siblings.
    """
    n = len(batch["root"])
    words = (torch.arange(n) < n // 2)[:, None, None]
    root = model.unit(batch["root"])[:, None]
    thought = model.dim**0.5 * root
    first = model.enter(thought, "root")
    x = torch.cat([first, torch.where(words, root + model.role_of("token"), first)], 1)
    apart = torch.full((2, 2), BLOCKED).fill_diagonal_(0)
    asked, states = [], []
    for t in range(HOPS):
        if t > 0:
            thought, walked = hidden.split(1, 1)
            thought = torch.zeros_like(thought) if pause else thought
            asked.append(model.enter(thought, "answer"))
            fed = model.unit(batch["path"][:, t : t + 1]) + model.role_of("token") if t > stage else model.enter(thought, "thought")
            slots, strength = batch["walk"][:, t - 1 : t], torch.empty(n, 1, 1).uniform_(0.3, 1)
            steered = model.enter(model.steer(walked, slots, strength), "thought")
            x = torch.cat([fed, torch.where(words, model.unit(slots) + model.role_of("token"), steered)], 1)
        mask = torch.cat([seen[:, None, None, :].expand(-1, -1, 2, -1), apart.repeat(1, t + 1).expand(n, 1, -1, -1)], -1)
        hidden, past = model.run(x, mask, past)
        states.append(hidden)
    asked.append(model.enter(torch.zeros_like(thought) if pause else hidden[:, :1], "answer"))
    asked = asked[1:]

    # Last of all, side by side: the questions for the answer, and the children of one node of the walk.
    states = torch.stack(states, 2)
    parent, sibling = batch["parent"].clamp(max=HOPS - 1), batch["sibling"].clamp(max=SLOTS - 1)
    strength = torch.empty(n, 1, 1).uniform_(0.3, 1)
    steered = model.steer(states[torch.arange(n), 1, parent][:, None].expand(-1, SIBLINGS, -1), sibling, strength)
    x = torch.cat([*asked, torch.where(words, model.unit(sibling) + model.role_of("token"), model.enter(steered, "thought"))], 1)
    late = torch.full((n, HOPS - 1 + SIBLINGS, HOPS, 2), BLOCKED)
    for row in range(HOPS - 1):
        late[:, row, : row + 2, 0] = 0
    late[:, HOPS - 1 :, :, 1] = (torch.arange(HOPS)[None] > parent[:, None])[:, None].float() * BLOCKED
    own = torch.full((x.shape[1], x.shape[1]), BLOCKED).fill_diagonal_(0).expand(n, -1, -1)
    mask = torch.cat([seen[:, None, :].expand(-1, x.shape[1], -1), late.flatten(2), own], -1)
    last, _ = model.run(x, mask[:, None], past)
    scores = torch.einsum("bqd,bcd->bqc", last[:, : HOPS - 1], model.node[batch["goals"]])
    value = lambda hidden: model.value_head(hidden)[..., 0]
    return model.logits(states), scores, value(states[:, 1]), value(last[:, HOPS - 1 :])


def superposed(model, batch, past, seen, thoughts, change=lambda hidden: hidden):
    """Answer scores [batch, 2] after so many thoughts. `change(hidden)` replaces every thought before it is fed back."""
    hidden, role = model.dim**0.5 * model.unit(batch["root"])[:, None], "root"
    for _ in range(thoughts):
        seen = torch.cat([seen, seen.new_zeros(len(seen), 1)], 1)
        hidden, past = model.run(model.enter(hidden, role), seen[:, None, None, :], past)
        hidden, role = change(hidden), "thought"
    seen = torch.cat([seen, seen.new_zeros(len(seen), 1)], 1)
    query, _ = model.run(model.enter(hidden, "answer"), seen[:, None, None, :], past)
    return torch.einsum("bd,bcd->bc", query[:, 0], model.node[batch["goals"]])


def read(model, batch):
    at = torch.arange(batch["edges"].shape[1])[None]
    edge_mask = torch.zeros(len(at), at.shape[1]).masked_fill(at >= batch["count"][:, None], BLOCKED)
    return model.read(batch["edges"], edge_mask, batch["goals"])


def losses(model, batch, pause=False):
    """The five parts of the loss, the read-outs of the superposed thoughts, and the siblings' values with their labels (where they are)."""
    n = len(batch["root"])
    past, seen = read(model, batch)
    logits, scores, walked, siblings = lanes(model, batch, past, seen, pause)
    frontier, frontier_rows = set_loss(logits[:, 0], batch["frontier"])
    enough = torch.arange(2, HOPS + 1)[None] >= batch["hops"][:, None]
    every, good = batch["next"].unbind(2)
    # The thought at the root is both lines' own: what it reads as is the frontier, the target's side or not.
    leads = (torch.arange(n) < n // 2)[:, None, None] | (torch.arange(HOPS) > 0)[None, :, None]
    policy, policy_rows = set_loss(logits[:, 1], torch.where((good.sum(-1, keepdim=True) > 0) & leads, good, every))
    on_walk = (torch.arange(HOPS)[None] < batch["length"][:, None]) & (torch.arange(HOPS) > 0)
    binary = F.binary_cross_entropy_with_logits(walked, batch["reach"][:, :HOPS].float(), on_walk.float(), reduction="sum")
    there = (batch["sibling"] < 255) & (batch["parent"] < HOPS)[:, None]
    label = batch["sibling_reach"].float() * there
    listwise, rows = set_loss(siblings.masked_fill(~there, BLOCKED), label)
    parts = dict(answer=answer_loss(scores, batch, enough), frontier=frontier / frontier_rows, policy=policy / policy_rows)
    parts.update(value=binary / on_walk.sum(), listwise=listwise / rows.clamp(min=1))
    return parts, logits[:, 0], (siblings, label, there)


def answer_loss(scores, batch, where):
    wrong = F.cross_entropy(scores.transpose(1, 2), batch["answer"][:, None].expand(-1, HOPS - 1), reduction="none")
    return (wrong * where).sum() / where.sum()


def staged_losses(model, batch, stage):
    """The paper's curriculum (2412.06769, section 3.1): after `stage` thoughts, which nothing supervises, the rest of the way in words."""
    past, seen = read(model, batch)
    logits, scores, _, _ = lanes(model, batch, past, seen, stage=stage)
    steps = torch.arange(HOPS)
    said = (steps[None] >= stage) & (steps[None] < batch["hops"][:, None])
    words = F.cross_entropy(logits[:, 0].transpose(1, 2), batch["path"][:, 1:].clamp(max=SLOTS - 1), reduction="none")
    last = torch.arange(2, HOPS + 1)[None] == batch["hops"].clamp(min=stage)[:, None]
    return dict(answer=answer_loss(scores, batch, last), words=(words * said).sum() / said.sum().clamp(min=1))


@torch.no_grad()
def evaluate(model, batch, pause=False):
    """Answer accuracy after k thoughts and with zeroed ones, mass of the read-outs on the frontiers, AUC of the value among siblings."""
    past, seen = read(model, batch)
    right = lambda scores: (scores.argmax(-1) == batch["answer"]).float().mean().item()
    report = {}
    change = torch.zeros_like if pause else lambda hidden: hidden
    for k in (0, 1, 2, 3, 4, 6):
        report[f"acc{k}"] = right(superposed(model, batch, past, seen, k, change))
    report["zeroed"] = right(superposed(model, batch, past, seen, HOPS, torch.zeros_like))
    parts, logits, (value, label, there) = losses(model, batch, pause)
    mass = (logits.softmax(-1) * batch["frontier"]).sum(-1).mean(0)
    report["mass"] = [round(x, 3) for x in mass.tolist()]
    report.update({name: parts[name].item() for name in ("policy", "value", "listwise")})
    pairs = value[there & (label == 1)][:, None] - value[there & (label == 0)][None]
    report["auc"] = (pairs > 0).float().mean().item()
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in report.items()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", required=True)
    parser.add_argument("--from", dest="start", help="checkpoint whose weights a new run begins with")
    parser.add_argument("--steps", type=int, default=4300)
    parser.add_argument("--phases", default="tiny:600,small:600,official")
    parser.add_argument("--decay", type=float, default=0.85, help="share of the steps over which the rate falls to zero")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--dim", type=int, default=192)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--heads", type=int, default=3)
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cpu", help="cpu, or cuda (PyTorch 2 or newer)")
    parser.add_argument("--workers", type=int, default=1, help="processes that make questions; a GPU waits for a single one")
    parser.add_argument("--every", type=int, default=100)
    parser.add_argument("--pause", action="store_true", help="control: thoughts fed back are empty, in training and in evaluation")
    parser.add_argument("--curriculum", type=int, help="steps of each stage of the paper's curriculum, instead of supervised thoughts")
    args = parser.parse_args()
    os.makedirs(args.run, exist_ok=True)
    torch.set_num_threads(args.threads)
    use_device(args.device)
    torch.manual_seed(args.seed)
    model = ProsqaModel(args.dim, args.layers, args.heads) if args.start is None else ProsqaModel.open(args.start)
    optimiser = torch.optim.AdamW(model.parameters(), lr=args.lr, betas=(0.9, 0.98), weight_decay=0.01)
    state_path = os.path.join(args.run, "state.pt")
    step, seconds = 0, 0.0
    if os.path.exists(state_path):
        state = torch.load(state_path, map_location="cpu")
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["random"])
        step, seconds = state["step"], state["seconds"]
    last = args.phases.split(",")[-1].split(":")[0]
    held_out = Questions(args.seed + 1_000_000, 0, 500, "held-out" if last == "official" else last, args.device)
    validation = next(held_out)
    held_out.streams.close()
    questions = Questions(args.seed, step, args.batch, args.phases, args.device, args.workers)
    started, means = time.time() - seconds, {}
    print("parameters", sum(p.numel() for p in model.parameters()), "from step", step, flush=True)
    while step < args.steps:
        rate = min(1, (step + 1) / 100, max(0.0, (args.steps - step) / (args.decay * args.steps)))
        for group in optimiser.param_groups:
            group["lr"] = args.lr * rate
        if args.curriculum is None:
            parts, *_ = losses(model, next(questions), args.pause)
        else:
            parts = staged_losses(model, next(questions), min(HOPS, step // args.curriculum))
        model.zero_grad(set_to_none=True)
        sum(parts.values()).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        step += 1
        for name, part in parts.items():
            means[name] = part.detach().lerp(means.get(name, part.detach()), 0.98)
        if step % args.every == 0 or step >= args.steps:
            seconds = time.time() - started
            row = {"step": step, "seconds": round(seconds), **{f"train_{k}": round(v.item(), 4) for k, v in means.items()}}
            row.update(evaluate(model, validation, args.pause))
            print(json.dumps(row), flush=True)
            with open(os.path.join(args.run, "log.jsonl"), "a") as file:
                file.write(json.dumps(row) + "\n")
            state = {"model": model.state_dict(), "step": step, "seconds": seconds, "random": torch.get_rng_state()}
            state["optimiser"] = optimiser.state_dict()
            torch.save(state, state_path + ".part")
            os.replace(state_path + ".part", state_path)
            model.save(os.path.join(args.run, "model.safetensors"))
    questions.streams.close()


if __name__ == "__main__":
    main()
