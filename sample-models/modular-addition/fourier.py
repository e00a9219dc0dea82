"""How much of the embedding of the numbers 0 ... p - 1 lies in its strongest Fourier frequencies.

A network that has learned a + b mod p by the rule keeps a few frequencies (Nanda et al., 2023, arXiv:2301.05217); one that
knows its training pairs by heart has a spread spectrum. Usage: python fourier.py MODEL-FOLDER [STRONGEST, 5]
"""

import json
import pathlib
import sys

import numpy as np
from safetensors.numpy import load_file

folder = pathlib.Path(sys.argv[1])
strongest = int(sys.argv[2]) if len(sys.argv) > 2 else 5
modulus = json.loads((folder / "config.json").read_text())["architecture"]["classes"]
files = sorted((folder / "checkpoints").glob("step-*.safetensors")) + [folder / "model.safetensors"]
print(f"file,share_of_{strongest}_frequencies,frequencies")
for file in files:
    weights = load_file(file)
    name = next(key for key in weights if "embed" in key and weights[key].shape[0] == modulus + 1)
    numbers = weights[name][:modulus].astype(float)
    numbers -= numbers.mean(axis=0)
    power = (np.abs(np.fft.rfft(numbers, axis=0)) ** 2).sum(axis=1)[1:]
    order = np.argsort(-power)[:strongest]
    print(f"{file.stem},{power[order].sum() / power.sum():.3f},{' '.join(str(k + 1) for k in order)}")
