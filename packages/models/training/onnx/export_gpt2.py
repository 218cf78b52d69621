"""
Turns a checkpoint of GPT-2 type (plain, Coconut or CODI) into what Espalier searches: step.onnx, embeddings.safetensors, contract.json,
as described in packages/models/ONNX_CONTRACT.md. Needs PyTorch >= 1.13 and nothing else.

    python3 export_gpt2.py --checkpoint FOLDER --out FOLDER
"""
import argparse
import importlib
import inspect
import json
import os
import shutil
import sys
import warnings

import torch

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gpt2 import Gpt2Step, Projector  # noqa: E402
from hf_files import Unusable, checked, gpt2_config, load_weights, plain_names, read_json, write_safetensors  # noqa: E402

OPSET = 17  # the first with layer normalisation as one operator
MAX_GRAPH_BYTES = 2**31 - 2**20  # one protobuf file
TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json", "vocab.json", "merges.txt", "added_tokens.json", "special_tokens_map.json")
TOKEN_NAMES = {"bot": ("<|start-latent|>", "<bot>"), "eot": ("<|end-latent|>", "<eot>"), "latent": ("<|latent|>", "<latent>")}
AXES = {"inputs_embeds": {0: "batch", 1: "n"}, "position": {0: "batch", 1: "n"}, "thought_mask": {0: "batch", 1: "n"}}
AXES.update({name: {1: "batch", 3: "past"} for name in ("past_keys", "past_values")})
AXES.update({"hidden": {0: "batch", 1: "n"}, **{name: {1: "batch", 3: "n"} for name in ("present_keys", "present_values")}})


def build_step(raw, tensors):
    config = gpt2_config(raw)
    up = tensors.get("prj.1.weight")
    projector = None if up is None else Projector(config["dim"], up.shape[0], "prj.ln.weight" in tensors)
    step = Gpt2Step(config, projector).eval()
    names = {"projector.up": "prj.1", "projector.down": "prj.3", "projector.ln": "prj.ln"}
    with torch.no_grad():
        for own, parameter in step.named_parameters():
            layer, kind = own.rsplit(".", 1)
            parameter.copy_(checked(tensors, f"{names.get(layer, layer)}.{kind}", parameter.shape))
    size = 4 * sum(p.numel() for p in step.parameters())
    if size > MAX_GRAPH_BYTES:
        raise Unusable(f"the weights of the graph take {size} bytes; one file holds at most {MAX_GRAPH_BYTES}")
    return step


def build_tables(tensors, dim):
    """Embedding, and what reads hidden states: the unembedding where it differs, and a value head where there is one."""
    if "wte.weight" not in tensors:
        raise Unusable("wte.weight is missing")
    vocab = len(tensors["wte.weight"])
    embedding = checked(tensors, "wte.weight", (vocab, dim))
    tables = {"embedding": embedding}
    if "lm_head.weight" in tensors:
        unembedding = checked(tensors, "lm_head.weight", (vocab, dim))
        if not torch.equal(unembedding, embedding):
            tables["unembedding"] = unembedding
    if "value_head.weight" in tensors:
        tables["value_head.weight"] = checked(tensors, "value_head.weight", (1, dim))
        tables["value_head.bias"] = checked(tensors, "value_head.bias", (1,))
    return tables


def do_without_onnx_package():
    """PyTorch 2 opens the finished graph with the package `onnx`, to add functions that come from other packages. This graph has none."""
    for name in ("torch.onnx._internal.onnx_proto_utils", "torch.onnx._internal.torchscript_exporter.onnx_proto_utils"):
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        if hasattr(module, "_add_onnxscript_fn"):
            module._add_onnxscript_fn = lambda graph, _: graph


def export_graph(step, path):
    config = step.config
    heads, size = config["heads"], config["dim"] // config["heads"]
    past = torch.randn(config["layers"], 2, heads, 3, size)
    inputs = {"inputs_embeds": torch.randn(2, 2, config["dim"]), "position": torch.tensor([[3, 4], [3, 4]])}
    inputs.update(past_keys=past, past_values=past.clone())
    if step.projector is not None:
        inputs["thought_mask"] = torch.ones(2, 2)
    outputs = ["hidden", "present_keys", "present_values"]
    # The exporter that needs no further package; PyTorch 2 has to be asked for it.
    do_without_onnx_package()
    legacy = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            step, tuple(inputs.values()), path, input_names=list(inputs), output_names=outputs, opset_version=OPSET,
            dynamic_axes={name: AXES[name] for name in [*inputs, *outputs]}, **legacy,
        )


def known_tokens(folder):
    """Ids by text, from whatever the tokenizer left beside the weights."""
    ids = {}
    for file in ("vocab.json", "added_tokens.json"):
        path = os.path.join(folder, file)
        ids.update(read_json(path) if os.path.exists(path) else {})
    path = os.path.join(folder, "tokenizer.json")
    if os.path.exists(path):
        ids.update({token["content"]: token["id"] for token in read_json(path).get("added_tokens", [])})
    return ids


def special_tokens(args, raw, vocab):
    ids = known_tokens(args.checkpoint)
    tokens = {}
    for key, names in TOKEN_NAMES.items():
        given = getattr(args, key)
        tokens[key] = given if given is not None else next((ids[name] for name in names if name in ids), None)
    tokens["eos"] = raw.get("eos_token_id")
    for key, token in tokens.items():
        if token is not None and not 0 <= token < vocab:
            raise Unusable(f"token {key} is {token}, expected 0 to {vocab - 1}: is this the tokenizer of these weights?")
    return tokens


def rounded(tensor):
    return [rounded(row) for row in tensor] if tensor.dim() > 1 else [round(float(x), 6) for x in tensor]


@torch.no_grad()
def golden(step, tables, prompts, thoughts):
    """What PyTorch computes without any cache: each thought is the last hidden state of the whole sequence run again."""
    cases, config = [], step.config
    past = torch.zeros(config["layers"], 1, config["heads"], 0, config["dim"] // config["heads"])
    for tokens in prompts:
        x, mask, hidden = tables["embedding"][torch.tensor(tokens)][None], torch.zeros(1, len(tokens)), []
        for _ in range(thoughts + 1):
            position = torch.arange(x.shape[1])[None]
            out = step(x, position, past, past, *([] if step.projector is None else [mask]))[0][:, -1]
            hidden.append(out[0])
            x, mask = torch.cat([x, out[:, None]], 1), torch.cat([mask, torch.ones(1, 1)], 1)
        states = torch.stack(hidden)
        case = dict(tokens=tokens, hidden=rounded(states))
        case["readOut"] = rounded((states[-1] @ tables.get("unembedding", tables["embedding"]).T).log_softmax(-1))
        if "value_head.weight" in tables:
            case["value"] = rounded(torch.sigmoid(states @ tables["value_head.weight"].T + tables["value_head.bias"])[:, 0])
        cases.append(case)
    return dict(cases=cases)


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", required=True, help="folder with config.json and model.safetensors or pytorch_model.bin")
    parser.add_argument("--out", required=True, help="folder to write to")
    parser.add_argument("--name", help="what the model is called; default: the name of the checkpoint's folder")
    for key in TOKEN_NAMES:
        parser.add_argument(f"--{key}", type=int, help=f"id of the {key} token, where the tokenizer's files do not tell")
    parser.add_argument("--lora-alpha", type=float, help="scale of a LoRA adapter that is still apart from the weights")
    parser.add_argument("--golden", help='prompts as JSON lists of token ids: also writes golden.json, what PyTorch computes for them')
    args = parser.parse_args(argv)

    raw = read_json(os.path.join(args.checkpoint, "config.json"))
    tensors = plain_names(load_weights(args.checkpoint), args.lora_alpha)
    step = build_step(raw, tensors)
    tables = build_tables(tensors, step.config["dim"])
    vocab = len(tables["embedding"])
    found = [file for file in TOKENIZER_FILES if os.path.exists(os.path.join(args.checkpoint, file))]
    contract = dict(contract="espalier/thought-step", version=1, name=args.name or os.path.basename(os.path.normpath(args.checkpoint)))
    contract.update({key: step.config[key] for key in ("dim", "layers", "heads", "context")}, vocab=vocab, tokenizer=found)
    contract.update(tokens=special_tokens(args, raw, vocab), projector=step.projector is not None, valueHead="value_head.weight" in tables)

    os.makedirs(args.out, exist_ok=True)
    export_graph(step, os.path.join(args.out, "step.onnx"))
    write_safetensors(os.path.join(args.out, "embeddings.safetensors"), tables)
    for file in found:
        shutil.copyfile(os.path.join(args.checkpoint, file), os.path.join(args.out, file))
    with open(os.path.join(args.out, "contract.json"), "w") as file:
        file.write(json.dumps(contract, indent=2) + "\n")
    if args.golden is not None:
        with open(os.path.join(args.out, "golden.json"), "w") as file:
            file.write(json.dumps(golden(step, tables, json.loads(args.golden), 6)) + "\n")
    print(json.dumps(contract))
    unused = sorted(name for name in tensors if name.split(".")[0] not in ("wte", "wpe", "h", "ln_f", "lm_head", "prj", "value_head", "embedding"))
    if unused:
        print(f"not exported: {', '.join(unused[:8])}{' and more' if len(unused) > 8 else ''}", file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except KeyError as error:
        sys.exit(f"export_gpt2: config.json has no {error}")
    except (Unusable, OSError, json.JSONDecodeError) as error:
        sys.exit(f"export_gpt2: {error}")
