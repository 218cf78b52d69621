"""Trains the wording model from scratch on one or two CPU cores. Needs Python 3 and PyTorch (1.13 or newer) and Node.

    python3 train.py --run DIR [--steps 2400] [--seed 1]

Resumable: run the same command again and it goes on from the last checkpoint in DIR. Examples come from stream-examples.ts: answers to prompts,
judgements of answers, refinements of them. One network learns all three; self-play makes an actor and a refiner of it.
"""
import argparse
import itertools
import json
import os
import subprocess
import sys
import time

# Idle threads of OpenBLAS spin, which halves the speed of everything else on two cores; most products are torch's own anyway.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
from transformer import Muon, Transformer, save_checkpoint  # noqa: E402
from wording_text import token_log_probs  # noqa: E402

RECORD, HEADER, CONTEXT = 160, 3, 256
# Batches that are made together.
POOL = 8
PARTS = ("actor", "judge", "refiner")


class Stream:
    """Blocks of records of stream-examples.ts, from number `first` on."""

    def __init__(self, seed, first, batch, held_out=False):
        command = ["npx", "tsx", "--conditions=@espalier/source", os.path.join(HERE, "stream-examples.ts")]
        command += ["--seed", str(seed), "--first", str(first), "--batch", str(batch), *(["--held-out"] if held_out else [])]
        self.size = batch * RECORD
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)
        self.vocabulary = json.loads(self.process.stdout.readline())

    def __next__(self):
        data = self.process.stdout.read(self.size)
        if len(data) < self.size:
            raise RuntimeError(f"the stream of examples ended with status {self.process.wait()}")
        return np.frombuffer(data, np.uint8).reshape(-1, RECORD)

    def close(self):
        self.process.kill()


def batch_of(rows):
    prompts, totals, parts = (torch.from_numpy(rows[:, i].astype(np.int64)) for i in range(HEADER))
    return torch.from_numpy(rows[:, HEADER : HEADER + int(totals.max())].astype(np.int64)), prompts, totals, parts


def batches(seed, first, size):
    """A batch for each step from `first` on, of examples of similar length: less of it is padding."""
    stream = Stream(seed, first // POOL, POOL * size)
    for block in itertools.count(first // POOL):
        rows = next(stream)
        rows = rows[np.argsort(rows[:, 1], kind="stable")].reshape(POOL, size, RECORD)
        order = np.random.RandomState(seed * 100_003 + block).permutation(POOL)
        for i in order[max(0, first - block * POOL) :]:
            yield batch_of(rows[i])


@torch.no_grad()
def evaluate(model, batch):
    """Held-out prompts: loss a token, and share of targets whose every token is the likeliest, for each part."""
    ids, prompts, totals, parts = batch
    model.eval()
    losses, written = token_log_probs(model, ids, prompts, totals)
    best = model(ids, prompts)[written] @ model.embedding.weight.T
    right = torch.ones(ids.shape, dtype=torch.bool)
    right[written] = best.argmax(-1) == torch.roll(ids, -1, 1)[written]
    model.train()
    report = {}
    for i, part in enumerate(PARTS):
        own = parts == i
        report[f"{part}_loss"] = round(-(losses[own].sum() / written[own].sum()).item(), 4)
        report[f"{part}_whole"] = round(right[own].all(1).float().mean().item(), 4)
    return report


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", required=True)
    parser.add_argument("--steps", type=int, default=2400)
    parser.add_argument("--decay", type=float, default=0.6, help="share of the steps over which the rate falls to zero")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--dim", type=int, default=96)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--heads", type=int, default=3)
    parser.add_argument("--lr", type=float, default=0.02, help="of Muon; AdamW (embedding, norms) uses a tenth")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--every", type=int, default=200)
    args = parser.parse_args()
    os.makedirs(args.run, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    held_out = Stream(args.seed + 1_000_000, 0, 1000, held_out=True)
    validation = batch_of(next(held_out))
    held_out.close()
    vocabulary = held_out.vocabulary
    model = Transformer(vocab=len(vocabulary), dim=args.dim, layers=args.layers, heads=args.heads, context=CONTEXT)
    matrices = [p for name, p in model.named_parameters() if p.dim() == 2 and name.startswith("blocks")]
    others = [p for name, p in model.named_parameters() if not (p.dim() == 2 and name.startswith("blocks"))]
    optimisers = [Muon(matrices, lr=args.lr), torch.optim.AdamW(others, lr=args.lr / 10, betas=(0.9, 0.98), weight_decay=0.0)]
    state_path = os.path.join(args.run, "state.pt")
    step, seconds = 0, 0.0
    if os.path.exists(state_path):
        state = torch.load(state_path)
        model.load_state_dict(state["model"])
        for optimiser, saved in zip(optimisers, state["optimisers"]):
            optimiser.load_state_dict(saved)
        step, seconds = state["step"], state["seconds"]
    train = batches(args.seed, step, args.batch)
    started, mean = time.time() - seconds, None
    print("parameters", sum(p.numel() for p in model.parameters()), "from step", step, flush=True)
    while step < args.steps:
        rate = min(1, (step + 1) / 200, max(0.0, (args.steps - step) / (args.decay * args.steps)))
        for optimiser, base in zip(optimisers, (args.lr, args.lr / 10)):
            for group in optimiser.param_groups:
                group["lr"] = base * rate
        ids, prompts, totals, _ = next(train)
        log_probs, written = token_log_probs(model, ids, prompts, totals)
        loss = -log_probs.sum() / written.sum()
        model.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimiser in optimisers:
            optimiser.step()
        step += 1
        mean = loss.item() if mean is None else mean * 0.98 + loss.item() * 0.02
        if step % args.every == 0 or step >= args.steps:
            seconds = time.time() - started
            row = {"step": step, "seconds": round(seconds), "train_loss": round(mean, 4), **evaluate(model, validation)}
            print(json.dumps(row), flush=True)
            with open(os.path.join(args.run, "log.jsonl"), "a") as file:
                file.write(json.dumps(row) + "\n")
            state = {"model": model.state_dict(), "optimisers": [optimiser.state_dict() for optimiser in optimisers]}
            torch.save({**state, "step": step, "seconds": seconds}, state_path + ".part")
            os.replace(state_path + ".part", state_path)
            save_checkpoint(model.config, model.state_dict(), os.path.join(args.run, "model.safetensors"), vocabulary=vocabulary)


if __name__ == "__main__":
    main()
