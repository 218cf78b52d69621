"""
Writes the two exported models that the tests of packages/latent run, with what PyTorch computes for them.

    python3 make_fixtures.py --out packages/latent/test/fixtures/onnx
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PROMPTS = [[3, 1, 4], [1, 5, 9], [2, 6, 5, 3, 5, 8]]
KINDS = {
    "coconut": (["--dim", "32", "--layers", "2", "--heads", "4", "--vocab", "50"], [], 47),
    "codi": (["--dim", "16", "--layers", "1", "--heads", "2", "--vocab", "20"], ["--bot", "18", "--eot", "19"], 18),
}


def run(script, *args):
    subprocess.run([sys.executable, os.path.join(HERE, script), *args], check=True, stdout=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", default="1")
    args = parser.parse_args()
    for kind, (sizes, tokens, bot) in KINDS.items():
        with tempfile.TemporaryDirectory() as checkpoint:
            run("make_tiny_gpt2.py", "--out", checkpoint, "--kind", kind, "--seed", args.seed, *sizes)
            prompts = json.dumps([[*prompt, bot] for prompt in PROMPTS])
            out = os.path.join(args.out, kind)
            run("export_gpt2.py", "--checkpoint", checkpoint, "--out", out, "--name", f"tiny-{kind}", "--golden", prompts, *tokens)


if __name__ == "__main__":
    main()
