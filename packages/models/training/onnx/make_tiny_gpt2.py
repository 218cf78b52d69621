"""
Writes a randomly initialised GPT-2 in the Hugging Face layout, for tests: the same seed gives the same weights.

    python3 make_tiny_gpt2.py --out FOLDER [--kind coconut|codi] [--seed N] [--dim 32] [--layers 2] [--heads 4] [--vocab 50] [--lora-rank 4]

`coconut` names tensors as a saved Coconut does (`base_causallm.transformer.`), ties the head and puts three tokens at the end of the
vocabulary. `codi` has a projector, a value head, a head of its own, and bot and eot as the last two tokens, in pytorch_model.bin; its config.json
still has the vocabulary from before they were added. With a rank, its attention comes as a weight and an adapter of alpha 8 that add up to the
same.
"""
import argparse
import json
import os
import sys

import torch

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gpt2 import Gpt2Step  # noqa: E402
from hf_files import write_safetensors  # noqa: E402

LORA_ALPHA = 8


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True)
    parser.add_argument("--kind", choices=("coconut", "codi"), default="coconut")
    for name, default in dict(seed=1, dim=32, layers=2, heads=4, vocab=50, context=64).items():
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--lora-rank", type=int)
    args = parser.parse_args(argv)
    generator = torch.Generator().manual_seed(args.seed)

    def draw(*shape, scale=0.2, mean=0.0):
        return torch.randn(shape, generator=generator) * scale + mean

    config = dict(dim=args.dim, layers=args.layers, heads=args.heads, inner=4 * args.dim, context=args.context, eps=1e-5, activation="gelu_new")
    body = {}
    for name, parameter in Gpt2Step(config).named_parameters():
        body[name] = draw(*parameter.shape, mean=1.0 if ".ln_" in f".{name}" and name.endswith("weight") else 0.0)
    body["wte.weight"] = draw(args.vocab, args.dim, scale=0.5)

    os.makedirs(args.out, exist_ok=True)
    raw = dict(model_type="gpt2", n_embd=args.dim, n_layer=args.layers, n_head=args.heads, n_positions=args.context)
    added = 2 if args.kind == "codi" else 0
    raw.update(vocab_size=args.vocab - added, activation_function="gelu_new", layer_norm_epsilon=1e-5, eos_token_id=0)
    with open(os.path.join(args.out, "config.json"), "w") as file:
        file.write(json.dumps(raw, indent=2) + "\n")

    if args.kind == "coconut":
        tensors = {f"base_causallm.transformer.{name}": tensor for name, tensor in body.items()}
        tensors["base_causallm.lm_head.weight"] = body["wte.weight"]
        write_safetensors(os.path.join(args.out, "model.safetensors"), tensors, {"format": "pt"})
        special = {"<|start-latent|>": args.vocab - 3, "<|end-latent|>": args.vocab - 2, "<|latent|>": args.vocab - 1}
        with open(os.path.join(args.out, "added_tokens.json"), "w") as file:
            file.write(json.dumps(special) + "\n")
        return
    tensors = {f"codi.transformer.{name}": tensor for name, tensor in body.items()}
    for layer in range(args.layers if args.lora_rank else 0):
        whole = tensors.pop(f"codi.transformer.h.{layer}.attn.c_attn.weight")
        name = f"codi.base_model.model.transformer.h.{layer}.attn.c_attn"
        noise = torch.Generator().manual_seed(layer)
        a, b = torch.randn(args.lora_rank, whole.shape[0], generator=noise), torch.randn(whole.shape[1], args.lora_rank, generator=noise)
        tensors[f"{name}.lora_A.default.weight"], tensors[f"{name}.lora_B.default.weight"] = a, b
        tensors[f"{name}.base_layer.weight"] = whole - (b @ a).T * (LORA_ALPHA / args.lora_rank)
    tensors["codi.lm_head.weight"] = draw(args.vocab, args.dim, scale=0.5)
    for layer in ("prj.1", "prj.3"):
        tensors[f"{layer}.weight"], tensors[f"{layer}.bias"] = draw(args.dim, args.dim), draw(args.dim)
    tensors["prj.ln.weight"], tensors["prj.ln.bias"] = draw(args.dim, mean=1.0), draw(args.dim)
    tensors["value_head.weight"], tensors["value_head.bias"] = draw(1, args.dim), draw(1)
    torch.save(tensors, os.path.join(args.out, "pytorch_model.bin"))


if __name__ == "__main__":
    main()
