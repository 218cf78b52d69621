"""
Writes the two exported models that the tests of packages/latent run, with what PyTorch computes for them.

    python3 make_fixtures.py --out packages/latent/test/fixtures/onnx
"""
import argparse
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import export_gpt2  # noqa: E402
import make_tiny_gpt2  # noqa: E402

PROMPTS = [[3, 1, 4], [1, 5, 9], [2, 6, 5, 3, 5, 8]]
KINDS = {
    "coconut": (["--dim", "32", "--layers", "2", "--heads", "4", "--vocab", "50"], [], 47),
    "codi": (["--dim", "16", "--layers", "1", "--heads", "2", "--vocab", "20"], ["--bot", "18", "--eot", "19"], 18),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", default="1")
    args = parser.parse_args()
    for kind, (sizes, tokens, bot) in KINDS.items():
        with tempfile.TemporaryDirectory() as checkpoint:
            make_tiny_gpt2.main(["--out", checkpoint, "--kind", kind, "--seed", args.seed, *sizes])
            prompts = json.dumps([[*prompt, bot] for prompt in PROMPTS])
            out = os.path.join(args.out, kind)
            named = ["--name", f"tiny-{kind}", "--golden", prompts]
            export_gpt2.main(["--checkpoint", checkpoint, "--out", out, *named, *tokens])


if __name__ == "__main__":
    main()
