"""Trains the wording model from scratch on one or two CPU cores, or on a GPU. Needs Python 3 and PyTorch (1.13 or newer) and Node.

    python3 train.py --run DIR [--steps 3500] [--seed 1] [--device cuda --workers 3]

Resumable: run the same command again and it goes on from the last checkpoint in DIR. Examples come from stream-examples.ts: texts of a prompt,
an answer, its judgement and its refinement. One network learns all three parts; self-play makes an actor and a refiner of it.
"""
import argparse
import itertools
import json
import os
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
from streams import Streams  # noqa: E402
from transformer import Muon, Transformer, save_checkpoint, use_device  # noqa: E402
from wording_text import log_probs_at, logits_at  # noqa: E402

RECORD, HEADER, CONTEXT = 224, 7, 256
# Batches that are made together.
POOL = 8
PARTS = ("actor", "judge", "refiner")


def examples(seed, batch, first=0, workers=1, held_out=False):
    options = ["--seed", str(seed), "--batch", str(batch), *(["--held-out"] if held_out else [])]
    return Streams(os.path.join(HERE, "stream-examples.ts"), options, batch, RECORD, first, workers, headed=True)


def batch_of(rows, device):
    """ids [n, length], and for each part which positions come before a token of it: [n, length] each."""
    ids = torch.from_numpy(rows[:, HEADER : HEADER + int(rows[:, 0].max())].astype(np.int64)).to(device)
    spans = torch.from_numpy(rows[:, 1:HEADER].astype(np.int64)).view(-1, len(PARTS), 2).to(device)
    at = torch.arange(ids.shape[1])[None, None]
    return ids, (at >= spans[..., :1] - 1) & (at < spans[..., 1:] - 1)


def batches(stream, seed, first, size, device):
    """A batch for each step from `first` on, of examples of similar length: less of it is padding."""
    for block in itertools.count(first // POOL):
        rows = next(stream)
        rows = rows[np.argsort(rows[:, 0], kind="stable")].reshape(POOL, size, RECORD)
        order = np.random.RandomState(seed * 100_003 + block).permutation(POOL)
        for i in order[max(0, first - block * POOL) :]:
            yield batch_of(rows[i], device)


@torch.no_grad()
def evaluate(model, held_out):
    """Held-out prompts: loss a token, and share of targets whose every token is the likeliest, for each part."""
    model.eval()
    losses, tokens, whole, texts = (np.zeros(len(PARTS)) for _ in range(4))
    for ids, parts in held_out:
        written = parts.any(1)
        logits = logits_at(model, ids, written)
        target = torch.roll(ids, -1, 1)[written]
        loss, wrong = torch.zeros(ids.shape), torch.zeros(ids.shape, dtype=torch.bool)
        loss[written] = F.cross_entropy(logits, target, reduction="none")
        wrong[written] = logits.argmax(-1) != target
        for i in range(len(PARTS)):
            own = parts[:, i]
            has = own.any(1)
            losses[i] += loss[own].sum().item()
            tokens[i] += own.sum().item()
            whole[i] += has.sum().item() - (wrong & own).any(1).sum().item()
            texts[i] += has.sum().item()
    model.train()
    report = {}
    for i, part in enumerate(PARTS):
        report[f"{part}_loss"], report[f"{part}_whole"] = round(losses[i] / tokens[i], 4), round(whole[i] / texts[i], 4)
    return report


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", required=True)
    parser.add_argument("--steps", type=int, default=3500)
    parser.add_argument("--decay", type=float, default=0.6, help="share of the steps over which the rate falls to zero")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--dim", type=int, default=96)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--heads", type=int, default=3)
    parser.add_argument("--lr", type=float, default=0.01, help="of Muon; AdamW (embedding, norms) uses a tenth")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cpu", help="cpu, or cuda (PyTorch 2 or newer)")
    parser.add_argument("--workers", type=int, default=1, help="processes that make examples; a GPU waits for a single one")
    parser.add_argument("--every", type=int, default=250)
    args = parser.parse_args()
    os.makedirs(args.run, exist_ok=True)
    torch.set_num_threads(args.threads)
    use_device(args.device)
    torch.manual_seed(args.seed)
    stream = examples(args.seed + 1_000_000, 50, held_out=True)
    held_out = [batch_of(next(stream), args.device) for _ in range(20)]
    stream.close()
    vocabulary = stream.header
    model = Transformer(vocab=len(vocabulary), dim=args.dim, layers=args.layers, heads=args.heads, context=CONTEXT, prefix="causal")
    matrices = [p for name, p in model.named_parameters() if p.dim() == 2 and name.startswith("blocks")]
    others = [p for name, p in model.named_parameters() if not (p.dim() == 2 and name.startswith("blocks"))]
    optimisers = [Muon(matrices, lr=args.lr), torch.optim.AdamW(others, lr=args.lr / 10, betas=(0.9, 0.98), weight_decay=0.0)]
    state_path = os.path.join(args.run, "state.pt")
    step, seconds = 0, 0.0
    if os.path.exists(state_path):
        state = torch.load(state_path, map_location="cpu")
        model.load_state_dict(state["model"])
        for optimiser, saved in zip(optimisers, state["optimisers"]):
            optimiser.load_state_dict(saved)
        step, seconds = state["step"], state["seconds"]
    stream = examples(args.seed, POOL * args.batch, step // POOL, args.workers)
    train = batches(stream, args.seed, step, args.batch, args.device)
    started, mean = time.time() - seconds, None
    print("parameters", sum(p.numel() for p in model.parameters()), "from step", step, flush=True)
    while step < args.steps:
        rate = min(1, (step + 1) / 200, max(0.0, (args.steps - step) / (args.decay * args.steps)))
        for optimiser, base in zip(optimisers, (args.lr, args.lr / 10)):
            for group in optimiser.param_groups:
                group["lr"] = base * rate
        ids, parts = next(train)
        written = parts.any(1)
        loss = -log_probs_at(model, ids, written).sum() / written.sum()
        model.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimiser in optimisers:
            optimiser.step()
        step += 1
        mean = loss.detach() if mean is None else loss.detach().lerp(mean, 0.98)
        if step % args.every == 0 or step >= args.steps:
            seconds = time.time() - started
            row = {"step": step, "seconds": round(seconds), "train_loss": round(mean.item(), 4), **evaluate(model, held_out)}
            print(json.dumps(row), flush=True)
            with open(os.path.join(args.run, "log.jsonl"), "a") as file:
                file.write(json.dumps(row) + "\n")
            state = {"model": model.state_dict(), "optimisers": [optimiser.state_dict() for optimiser in optimisers]}
            torch.save({**state, "step": step, "seconds": seconds}, state_path + ".part")
            os.replace(state_path + ".part", state_path)
            save_checkpoint(model.config, model.state_dict(), os.path.join(args.run, "model.safetensors"), vocabulary=vocabulary)
    stream.close()


if __name__ == "__main__":
    main()
