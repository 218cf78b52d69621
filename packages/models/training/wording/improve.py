"""Trains on what a round of self-play made: the actor by DPO on pairs, judge and refiner by fine-tuning on examples. Needs PyTorch (1.13 or newer).

    python3 improve.py --actor A.safetensors --refiner R.safetensors --data DIR --out DIR [--seed 1]

DIR holds `dpo.jsonl` and `sft.jsonl` in TRL's conversational format, as `espalier self-play export --format trl` writes them. Writes `actor.safetensors`
and `refiner.safetensors`, and a report on standard output. The same data and seed give the same weights on the same machine.

DPO (Rafailov et al. 2023, 2305.18290, eq. 7) against the actor as it came, with a multiple of the negative log-likelihood of the chosen answer added.
SPaR (2412.11605, §3.1) adds 0.1 of it; so small a model learns from some hundred pairs only with far more (WORDING_CARD.md).
"""
import argparse
import copy
import json
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import torch
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
from transformer import Transformer, load_checkpoint, save_checkpoint  # noqa: E402
from wording_text import Tokenizer, joined, padded, token_log_probs  # noqa: E402


def open_model(path):
    metadata, weights = load_checkpoint(path)
    config, vocabulary = metadata["config"], metadata["vocabulary"]
    sizes = {name: config[name] for name in ("vocab", "dim", "layers", "heads", "context")}
    model = Transformer(**sizes, prefix=config["prefixAttention"])
    model.load_state_dict(weights)
    return model, vocabulary


def rows_of(path):
    with open(path) as file:
        return [json.loads(line) for line in file if line.strip()]


def batches(items, size, epochs, seed):
    for epoch in range(epochs):
        order = np.random.RandomState(seed * 1000 + epoch).permutation(len(items))
        for start in range(0, len(items), size):
            yield [items[i] for i in order[start : start + size]]


def optimise(model, lr, steps):
    optimiser = torch.optim.AdamW(model.parameters(), lr=lr, betas=(0.9, 0.98), weight_decay=0.0)
    warm_up = max(1, steps // 10)
    rate = lambda step: min((step + 1) / warm_up, max(0.0, (steps - step) / max(1, steps - warm_up)))
    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, rate)


def steps_in(items, size, epochs):
    return epochs * -(-len(items) // size)


def descend(model, optimiser, schedule, loss):
    model.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    schedule.step()


def dpo(model, tokenizer, rows, args):
    """Loss and share of pairs that the actor tells right, over the last tenth of the steps."""
    pairs = []
    for row in rows:
        prompt = tokenizer.encode(joined(row["prompt"]) + " =>")
        pairs.append([(prompt, tokenizer.encode(row[side][-1]["content"].strip() + "\n")) for side in ("chosen", "rejected")])
    reference = copy.deepcopy(model).eval()
    steps = steps_in(pairs, args.batch, args.dpo_epochs)
    optimiser, schedule = optimise(model, args.dpo_lr, steps)
    history = []
    for batch in batches(pairs, args.batch, args.dpo_epochs, args.seed):
        sides = padded([chosen for chosen, _ in batch] + [rejected for _, rejected in batch])
        log_probs, written = token_log_probs(model, *sides)
        with torch.no_grad():
            before, _ = token_log_probs(reference, *sides)
        n = len(batch)
        gain = (log_probs - before).sum(-1)
        margin = gain[:n] - gain[n:]
        likelihood = log_probs[:n].sum() / written[:n].sum()
        descend(model, optimiser, schedule, -F.logsigmoid(args.beta * margin).mean() - args.nll * likelihood)
        history.append((-F.logsigmoid(args.beta * margin).mean().item(), (margin > 0).float().mean().item()))
    return summary(history, ("dpo_loss", "dpo_right"))


def fine_tune(model, tokenizer, rows, args):
    """The last message of each conversation is learned; those before it are read as one text."""
    examples = []
    for row in rows:
        *context, target = row["messages"]
        examples.append((tokenizer.encode(joined(context)), tokenizer.encode(target["content"].strip() + "\n")))
    optimiser, schedule = optimise(model, args.sft_lr, steps_in(examples, args.batch, args.sft_epochs))
    history = []
    for batch in batches(examples, args.batch, args.sft_epochs, args.seed):
        log_probs, written = token_log_probs(model, *padded(batch))
        loss = -log_probs.sum() / written.sum()
        descend(model, optimiser, schedule, loss)
        history.append((loss.item(),))
    return summary(history, ("sft_loss",))


def summary(history, names):
    last = history[-max(1, len(history) // 10) :]
    return {name: round(float(np.mean(column)), 4) for name, column in zip(names, zip(*last))}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--actor", required=True)
    parser.add_argument("--refiner", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--beta", type=float, default=0.3)
    parser.add_argument("--nll", type=float, default=3.0)
    parser.add_argument("--dpo-lr", type=float, default=3e-4)
    parser.add_argument("--dpo-epochs", type=int, default=4)
    parser.add_argument("--sft-lr", type=float, default=3e-5)
    parser.add_argument("--sft-epochs", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    os.makedirs(args.out, exist_ok=True)
    report = {}
    for name, learn, file in (("actor", dpo, "dpo.jsonl"), ("refiner", fine_tune, "sft.jsonl")):
        rows = rows_of(os.path.join(args.data, file))
        model, vocabulary = open_model(getattr(args, name))
        report[file] = {"rows": len(rows), **(learn(model, Tokenizer(vocabulary), rows, args) if rows else {})}
        path = os.path.join(args.out, f"{name}.safetensors")
        # Self-play learns little by little: F32, or the rounding to halves would be of the size of what was learned.
        save_checkpoint(model.config, model.state_dict(), path + ".part", half=False, vocabulary=vocabulary)
        os.replace(path + ".part", path)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
