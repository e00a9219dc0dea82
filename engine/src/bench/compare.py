#!/usr/bin/env python3
"""Chiscope beside its peers: CPU PyTorch, the libraries below it, and devinterp.

Each command measures both sides in turns, prints a table, and writes every figure to a JSON file.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pathlib
import sys

from measuring import PeerError, sentence

COMMANDS = {
    "products": "matrix products against OpenBLAS and MKL, one thread",
    "step": "loss and gradient of a transformer against PyTorch, tokens a second",
    "toy": "chains of the toy model of superposition against PyTorch, steps a second",
    "matrix": "the susceptibility matrix of a language model against devinterp, seconds",
    "agree": "losses and susceptibilities against devinterp's: the same answer?",
}


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, words in COMMANDS.items():
        command = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        command.add_argument("--out", type=pathlib.Path, metavar="FILE", help="write the figures there as JSON")
        command.add_argument("--runs", type=int, default=5, metavar="N", help="runs of each side (5)")
        command.add_argument(
            "--lock",
            type=pathlib.Path,
            metavar="FILE",
            help="hold a lock on this file during each measurement, so that programs take turns",
        )
        command.add_argument(
            "--cores", type=int, default=len(os.sched_getaffinity(0)), metavar="N", help="cores to use (all)"
        )
        if name in ("products", "step"):
            seconds = 2.0 if name == "products" else 5.0  # many short benchmarks, or one that Java compiles slowly
            command.add_argument(
                "--warm-up",
                type=float,
                default=seconds,
                metavar="SECONDS",
                help=f"calls of each of Chiscope's benchmarks before its timing ({seconds:g})",
            )
        if name == "step":
            command.add_argument("--batches", type=int, nargs="+", default=[4, 8, 16, 32], metavar="N")
        if name in ("step", "toy"):
            command.add_argument("--no-compile", action="store_true", help="leave torch.compile out")
        if name == "toy":
            command.add_argument(
                "--data",
                choices=["drawn", "fixed"],
                default="drawn",
                help="minibatches: drawn anew for every step and chain (default), or always the same",
            )
        if name in ("matrix", "agree"):
            whose = "measured of devinterp" if name == "matrix" else "of both"
            command.add_argument("--chains", type=int, metavar="N", help=f"chains of each ensemble, {whose}")
            command.add_argument("--draws", type=int, metavar="N", help=f"draws of each chain, {whose}")
            command.add_argument("--components", nargs="+", metavar="NAME", help="rows, for a quicker look")
        if name == "matrix":
            command.add_argument("--full", action="store_true", help="let devinterp sample everything")
            command.add_argument(
                "--searched",
                type=pathlib.Path,
                metavar="FILE",
                help="take the search for devinterp's best from the JSON file of an earlier comparison",
            )
    options = parser.parse_args()
    if options.runs < 1 or options.cores < 1:
        parser.error("--runs and --cores must be at least 1")
    return options


def main() -> int:
    """Runs the command; a peer that cannot be run gives one sentence and code 1."""
    options = arguments()
    try:
        importlib.import_module(options.command).compare(options)
    except PeerError as failure:
        print(f"compare.py: {failure}", file=sys.stderr)
        return 1
    except ImportError as failure:
        print(f"compare.py: {sentence(failure)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
