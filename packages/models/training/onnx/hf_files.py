"""Checkpoints of GPT-2 type in the Hugging Face layout: a folder with config.json and model.safetensors or pytorch_model.bin."""
import json
import os
import re
import struct

import torch

DTYPES = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}


class Unusable(Exception):
    """A checkpoint that cannot be exported, and why."""


def read_json(path):
    with open(path) as file:
        return json.load(file)


def load_weights(folder):
    """All weights by name, as F32."""
    path = os.path.join(folder, "model.safetensors")
    if os.path.exists(path):
        return read_safetensors(path)
    path = os.path.join(folder, "pytorch_model.bin")
    if not os.path.exists(path):
        raise Unusable(f"{folder}: no model.safetensors and no pytorch_model.bin; a checkpoint in several files has to be joined first")
    state = torch.load(path, map_location="cpu", weights_only=True)
    return {name: t.float() for name, t in state.items() if torch.is_tensor(t) and t.is_floating_point()}


def read_safetensors(path):
    with open(path, "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
        tensors = {}
        for name, entry in header.items():
            if name == "__metadata__" or entry["dtype"] not in DTYPES:
                continue  # masks are saved as bytes and are not weights
            begin, end = entry["data_offsets"]
            file.seek(8 + size + begin)
            data = bytearray(file.read(end - begin))
            if len(data) != end - begin:
                raise Unusable(f"{path} is cut off inside {name}")
            flat = torch.frombuffer(data, dtype=DTYPES[entry["dtype"]]) if data else torch.zeros(0)
            tensors[name] = flat.reshape(entry["shape"]).float()
    return tensors


def write_safetensors(path, tensors, metadata=None):
    header, chunks, offset = {"__metadata__": metadata or {}}, [], 0
    for name, tensor in tensors.items():
        data = tensor.detach().float().contiguous().numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + len(data)]}
        chunks.append(data)
        offset += len(data)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for chunk in chunks:
            file.write(chunk)


def plain_names(tensors, lora_alpha=None):
    """
    GPT-2's own names (`h.0.attn.c_attn.weight`, `wte.weight`, `lm_head.weight`), whatever wraps the model: `transformer.` (Hugging Face),
    `base_causallm.` (Coconut), `codi.` and `base_model.model.` (CODI, PEFT). Adapters (LoRA) are added to the weights they belong to.
    """
    prefixes = r"^(?:(?:module|base_causallm|codi|base_model|model|transformer)\.)+"
    plain, adapters = {}, {}
    for name, tensor in tensors.items():
        name = re.sub(prefixes, "", name)
        adapter = re.match(r"(.*)\.lora_([AB])(?:\.default)?\.weight$", name)
        if adapter:
            adapters.setdefault(adapter[1], {})[adapter[2]] = tensor
        else:
            plain[re.sub(r"\.(?:base_layer|modules_to_save\.default)\.", ".", name)] = tensor
    strange = [name for name in plain if "lora_" in name]
    if strange:
        raise Unusable(f"{strange[0]}: an adapter of an unknown kind")
    if adapters and lora_alpha is None:
        raise Unusable(f"{len(adapters)} layers have a LoRA adapter: say --lora-alpha, which is not in the weights")
    for layer, ab in adapters.items():
        weight = plain.get(f"{layer}.weight")
        delta = (ab["B"] @ ab["A"]) * (lora_alpha / ab["A"].shape[0])  # [outputs, inputs]
        if weight is None or weight.shape != delta.T.shape:
            raise Unusable(f"{layer}.weight: {None if weight is None else list(weight.shape)} for an adapter of {list(delta.T.shape)}")
        plain[f"{layer}.weight"] = weight + delta.T
    return plain


def gpt2_config(raw):
    """The sizes that the step needs, from config.json. The vocabulary is not among them: it is that of the weights, which may be resized."""
    if raw.get("model_type", "gpt2") != "gpt2":
        raise Unusable(f"config.json: model_type is {raw['model_type']}, expected gpt2")
    if not raw.get("scale_attn_weights", True) or raw.get("scale_attn_by_inverse_layer_idx", False):
        raise Unusable("config.json: attention is scaled in another way than by the square root of the head's size")
    dim, activation = raw["n_embd"], raw.get("activation_function", "gelu_new")
    config = dict(dim=dim, layers=raw["n_layer"], heads=raw["n_head"], inner=raw.get("n_inner") or 4 * dim)
    config.update(context=raw.get("n_positions", 1024), eps=raw.get("layer_norm_epsilon", 1e-5), activation=activation)
    if activation not in ("gelu_new", "gelu", "relu"):
        raise Unusable(f"config.json: activation_function is {activation}, expected gelu_new, gelu or relu")
    if dim % config["heads"] != 0:
        raise Unusable(f"config.json: {dim} dimensions do not divide into {config['heads']} heads")
    return config


def checked(tensors, name, shape):
    """A weight that has to be there, of this shape, and finite."""
    tensor = tensors.get(name)
    if tensor is None:
        raise Unusable(f"{name} is missing; expected a tensor of shape {list(shape)}")
    if tuple(tensor.shape) != tuple(shape):
        raise Unusable(f"{name}: got shape {list(tensor.shape)}, expected {list(shape)}")
    if not torch.isfinite(tensor).all():
        raise Unusable(f"{name}: {int((~torch.isfinite(tensor)).sum())} values are not finite")
    return tensor

