"""Trains the Countdown model from scratch on one or two CPU cores. Needs Python 3 and PyTorch (1.13 or newer) and Node.

    python3 train.py --run DIR [--steps 7400] [--seed 1]

Resumable: run the same command again and it goes on from the last checkpoint in DIR (weights, optimiser, place in the data).
Data shards are made when first needed by make-data.ts with seeds 1, 2, 3, ... and read in order, each example once.
The learning rate is constant after the warm-up and falls linearly to zero over the last `--decay` share of the steps, so a run
can be ended early by resuming it with fewer steps.
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
sys.path.insert(0, os.path.dirname(HERE))
from transformer import Muon, Transformer, save_checkpoint  # noqa: E402

RECORD = 64
SHARD = 500_000


def shard(run, seed, split="train", count=SHARD):
    path = os.path.join(run, f"{split}-{seed}.bin")
    if not os.path.exists(path):
        command = ["npx", "tsx", "--conditions=@espalier/source", os.path.join(HERE, "make-data.ts"), "--out", path + ".part"]
        subprocess.run(command + ["--seed", str(seed), "--count", str(count), "--split", split], check=True)
        os.rename(path + ".part", path)
    return np.fromfile(path, dtype=np.uint8).reshape(-1, RECORD)


def batches(run, first_step, size, seed):
    """Yields (examples with a step, dead ends) for each training step; each is a block of records of similar length."""
    pool, per_shard, step = 8, SHARD // (8 * size) * 8, first_step
    while True:
        number = step // per_shard
        data = shard(run, 1 + number)
        data = data[np.random.RandomState(seed * 1000 + number).permutation(len(data))]
        for block in range((step % per_shard) // pool, per_shard // pool):
            rows = data[block * pool * size : (block + 1) * pool * size]
            rows = rows[np.argsort(rows[:, 1], kind="stable")]
            steps, ends = rows[rows[:, 1] > rows[:, 0]], rows[rows[:, 1] == rows[:, 0]]
            steps, ends = np.array_split(steps, pool), np.array_split(ends, pool)
            order = np.random.RandomState(seed + step).permutation(pool)
            for k in range(step % pool, pool):
                yield steps[order[k]], ends[pool - 1 - order[k]]
                step += 1


def forward(model, rows):
    """Cross-entropy summed over the step's tokens, their number, value logits and labels."""
    length = int(rows[:, 1].max())
    ids = torch.from_numpy(rows[:, 4 : 4 + length].astype(np.int64))
    prompt, total = (torch.from_numpy(rows[:, i].astype(np.int64)) for i in (0, 1))
    # Matrix products in bfloat16 cost two thirds of the time; residuals, norms, heads and losses stay in single precision.
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model(ids, prompt).float()
    value = model.value_head(hidden[torch.arange(len(rows)), prompt - 1]).squeeze(-1)
    at = torch.arange(length)[None]
    written = (at >= prompt[:, None] - 1) & (at < total[:, None] - 1)
    logits = hidden[written] @ model.embedding.weight.T
    target = torch.roll(ids, -1, 1)[written]
    text = F.cross_entropy(logits, target, reduction="sum") if len(target) else hidden.sum() * 0
    right = torch.ones_like(written)
    right[written] = logits.argmax(-1) == target
    return text, len(target), value, torch.from_numpy(rows[:, 2].astype(np.float32)), right.all(1)


def auc(score, label):
    order = score.argsort()
    rank = np.empty(len(score))
    rank[order] = np.arange(len(score))
    ones = label.sum()
    return (rank[label == 1].sum() - ones * (ones - 1) / 2) / max(1, ones * (len(label) - ones))


@torch.no_grad()
def evaluate(model, rows):
    """Held-out sets of numbers: loss a token, share of examples whose whole step is the likeliest token by token, value AUC by count of numbers."""
    model.eval()
    loss = tokens = 0
    scores, labels, right = [], [], []
    for k in range(0, len(rows), 500):
        text, n, value, label, ok = forward(model, rows[k : k + 500])
        loss, tokens = loss + text.item(), tokens + n
        scores.append(value.numpy())
        labels.append(label.numpy())
        right.append(ok.numpy())
    model.train()
    score, label, right = np.concatenate(scores), np.concatenate(labels), np.concatenate(right)
    logloss = np.mean(np.logaddexp(0, np.where(label == 1, -score, score)))
    report = {"loss": loss / tokens, "step_accuracy": right[rows[:, 1] > rows[:, 0]].mean(), "logloss": logloss}
    for n in (2, 3, 4, 5):
        report[f"auc{n}"] = auc(score[rows[:, 3] == n], label[rows[:, 3] == n])
    return {key: round(float(x), 4) for key, x in report.items()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", required=True)
    parser.add_argument("--steps", type=int, default=7400)
    parser.add_argument("--decay", type=float, default=0.6)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--dim", type=int, default=128)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--heads", type=int, default=4)
    parser.add_argument("--lr", type=float, default=0.02, help="of Muon; AdamW (embedding, norms, value head) uses a tenth")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--every", type=int, default=500)
    args = parser.parse_args()
    os.makedirs(args.run, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    model = Transformer(vocab=122, dim=args.dim, layers=args.layers, heads=args.heads, context=256)
    matrices = [p for name, p in model.named_parameters() if p.dim() == 2 and name.startswith("blocks")]
    others = [p for name, p in model.named_parameters() if not (p.dim() == 2 and name.startswith("blocks"))]
    muon = Muon(matrices, lr=args.lr)
    adam = torch.optim.AdamW(others, lr=args.lr / 10, betas=(0.9, 0.98), weight_decay=0.0)
    state_path, log_path = os.path.join(args.run, "state.pt"), os.path.join(args.run, "log.jsonl")
    step, seconds = 0, 0.0
    if os.path.exists(state_path):
        state = torch.load(state_path)
        model.load_state_dict(state["model"])
        muon.load_state_dict(state["muon"])
        adam.load_state_dict(state["adam"])
        step, seconds = state["step"], state["seconds"]
    validation = shard(args.run, 900_001, "validation", 20_000)[:6000]
    started = time.time() - seconds
    text_mean = value_mean = 0.0
    first = step
    print("parameters", sum(p.numel() for p in model.parameters()), "from step", step, flush=True)
    for steps, ends in batches(args.run, step, args.batch, args.seed):
        rate = min(1, (step + 1) / 200, max(0.0, (args.steps - step) / (args.decay * args.steps)))
        for optimiser, base in ((muon, args.lr), (adam, args.lr / 10)):
            for group in optimiser.param_groups:
                group["lr"] = base * rate
        text, tokens, value1, label1, _ = forward(model, steps)
        _, _, value2, label2, _ = forward(model, ends)
        value = F.binary_cross_entropy_with_logits(torch.cat([value1, value2]), torch.cat([label1, label2]))
        model.zero_grad(set_to_none=True)
        (text / tokens + value).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        muon.step()
        adam.step()
        step += 1
        text_mean += (text.item() / tokens - text_mean) / min(step - first, 200)
        value_mean += (value.item() - value_mean) / min(step - first, 200)
        if step % args.every == 0 or step >= args.steps:
            seconds = time.time() - started
            row = {"step": step, "seconds": round(seconds), "train_loss": round(text_mean, 4), "train_value": round(value_mean, 4)}
            row.update(evaluate(model, validation))
            print(json.dumps(row), flush=True)
            with open(log_path, "a") as file:
                file.write(json.dumps(row) + "\n")
            state = {"model": model.state_dict(), "muon": muon.state_dict(), "adam": adam.state_dict(), "step": step, "seconds": seconds}
            torch.save(state, state_path + ".part")
            os.replace(state_path + ".part", state_path)
            save_checkpoint(model.config, model.state_dict(), os.path.join(args.run, "model.safetensors"))
        if step >= args.steps:
            return


if __name__ == "__main__":
    main()
