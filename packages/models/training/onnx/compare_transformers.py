"""
Compares the GPT-2 of this folder with the one of Hugging Face on the same weights: six thoughts fed back behind a prompt, each time through the
whole sequence. Needs the package `transformers`, which nothing else here does.

    python3 compare_transformers.py --checkpoint FOLDER
"""
import argparse
import os
import sys

import torch
from transformers import GPT2Config, GPT2LMHeadModel

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from export_gpt2 import build_step, build_tables  # noqa: E402
from hf_files import load_weights, plain_names, read_json  # noqa: E402


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--lora-alpha", type=float)
    args = parser.parse_args()
    raw = read_json(os.path.join(args.checkpoint, "config.json"))
    tensors = plain_names(load_weights(args.checkpoint), args.lora_alpha)
    step = build_step(raw, tensors)
    embedding = build_tables(tensors, step.config["dim"])["embedding"]
    theirs = GPT2LMHeadModel(GPT2Config(**{**raw, "vocab_size": len(embedding)})).eval()
    body = {name: tensor for name, tensor in tensors.items() if name.split(".")[0] in ("wte", "wpe", "h", "ln_f")}
    missing, unexpected = theirs.transformer.load_state_dict(body, strict=False)
    strange = [name for name in [*missing, *unexpected] if not name.endswith((".attn.bias", ".attn.masked_bias"))]
    assert not strange, strange

    config = step.config
    past = torch.zeros(config["layers"], 1, config["heads"], 0, config["dim"] // config["heads"])
    x, worst, largest = embedding[torch.arange(1, 12) % len(embedding)][None], 0.0, 0.0
    for _ in range(7):
        flags = [] if step.projector is None else [torch.zeros(1, x.shape[1])]
        own = step(x, torch.arange(x.shape[1])[None], past, past, *flags)[0]
        other = theirs(inputs_embeds=x, output_hidden_states=True).hidden_states[-1]
        worst, largest = max(worst, float((own - other).abs().max())), max(largest, float(own.abs().max()))
        x = torch.cat([x, own[:, -1:]], 1)
    print(f"largest difference {worst:.2e} of states up to {largest:.2f}, {x.shape[1] - 1} positions, {config['layers']} layers")


if __name__ == "__main__":
    main()
