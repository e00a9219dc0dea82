"""Matrix products in single precision, one thread: OpenBLAS (numpy) and MKL (torch) beside Chiscope.

Measured is C = X·W, X·Wᵀ and Yᵀ·X with X, Y [rows, width] and W [width, width], all in memory by
rows, into a C that exists already: the three products of a linear layer's forward and backward
pass. No arguments are copied: the transposed ones are views, which both libraries hand to their
sgemm as a flag.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

import chiscope
from measuring import PeerError, Turns, in_new_process, say, seconds_per_call, summary, table, write

ROWS = 2048
WIDTHS = (64, 96, 128, 192, 256)
LIBRARIES = ("OpenBLAS", "MKL")
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def names(width: int) -> tuple[str, str, str]:
    """What `chiscope bench` calls the three products."""
    size = f"{ROWS} × {width} × {width}"
    return f"X·W, {size}", f"X·Wᵀ, {size}", f"Yᵀ·X, {width} × {width} × {ROWS}"


def openblas(ready: Callable[[], Any], warm_up: float) -> dict[str, float]:
    """Seconds of each product by numpy's matmul, which must be that of OpenBLAS."""
    import numpy as np

    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]["name"]
    if "openblas" not in blas.lower():
        raise PeerError(f"numpy uses {blas} here, and not OpenBLAS")
    random = np.random.default_rng(1)
    seconds = {}
    ready()
    for width in WIDTHS:
        x, y = (random.standard_normal((ROWS, width), dtype=np.float32) for _ in range(2))
        w = random.standard_normal((width, width), dtype=np.float32)
        tall, small = np.empty((ROWS, width), np.float32), np.empty((width, width), np.float32)
        bodies = (
            lambda: np.matmul(x, w, out=tall),
            lambda: np.matmul(x, w.T, out=tall),
            lambda: np.matmul(y.T, x, out=small),
        )
        for name, body in zip(names(width), bodies):
            seconds[name] = seconds_per_call(body, warm_up)
    return seconds


def mkl(ready: Callable[[], Any], warm_up: float) -> dict[str, float]:
    """Seconds of each product by torch.mm, which must be that of MKL."""
    import torch

    if not torch.backends.mkl.is_available():
        raise PeerError("torch was built without MKL here")
    torch.set_num_threads(1)
    torch.manual_seed(1)
    seconds = {}
    ready()
    with torch.inference_mode():
        for width in WIDTHS:
            x, y, w = torch.randn(ROWS, width), torch.randn(ROWS, width), torch.randn(width, width)
            tall, small = torch.empty(ROWS, width), torch.empty(width, width)
            bodies = (
                lambda: torch.mm(x, w, out=tall),
                lambda: torch.mm(x, w.t(), out=tall),
                lambda: torch.mm(y.t(), x, out=small),
            )
            for name, body in zip(names(width), bodies):
                seconds[name] = seconds_per_call(body, warm_up)
    return seconds


def compare(options: argparse.Namespace) -> None:
    """Prints and writes Chiscope's share of the better library's speed, shape by shape."""
    turns = Turns(options.lock)
    seconds: dict[str, dict[str, list[float]]] = {who: {} for who in ("Chiscope", *LIBRARIES)}
    peaks = []
    missing = {}
    for run in range(options.runs):
        say(f"products: run {run + 1} of {options.runs}")
        with turns.mine():
            (measured,) = chiscope.bench("kernels", warm_up=options.warm_up)
        ours = chiscope.results(measured, "matrix product")
        peaks += [result["gigaflops"] for result in chiscope.results(measured, "peak").values()]
        found = {"Chiscope": {name: result["seconds"] for name, result in ours.items()}}
        for library, function in (("OpenBLAS", openblas), ("MKL", mkl)):
            try:
                with turns.mine():
                    found[library] = in_new_process(function, ONE_THREAD, warm_up=0.25)
            except PeerError as failure:
                missing[library] = str(failure)
        for who, all_seconds in found.items():
            for name, value in all_seconds.items():
                seconds[who].setdefault(name, []).append(value)
    report(seconds, peaks, missing, options)


def report(
    seconds: dict[str, dict[str, list[float]]],
    peaks: list[float],
    missing: dict[str, str],
    options: argparse.Namespace,
) -> None:
    """The table and the JSON file."""
    shapes, rows = [], []
    for width in WIDTHS:
        operations = 2 * ROWS * width * width
        for name in names(width):
            speeds = {
                who: summary([operations / s / 1e9 for s in own[name]]) for who, own in seconds.items() if name in own
            }
            peers = [speeds[library]["median"] for library in LIBRARIES if library in speeds]
            share = speeds["Chiscope"]["median"] / max(peers) if peers else None
            shapes.append({"name": name, "operations": operations, "gigaflops": speeds, "shareOfBest": share})
            rows.append(
                [name]
                + [
                    f"{s['median']:.1f} ({s['least']:.0f}–{s['most']:.0f})" if (s := speeds.get(who)) else "–"
                    for who in seconds
                ]
                + [f"{share:.0%}" if share else "–"]
            )
    peak = summary(peaks)
    notes = [f"Peak of one core as Chiscope measures it: {peak['median']:.1f} GFLOP/s."]
    notes += [f"{library} is left out: {why}." for library, why in missing.items()]
    shares = [shape["shareOfBest"] for shape in shapes if shape["shareOfBest"]]
    if shares:
        notes.append(f"Chiscope reaches {min(shares):.0%} to {max(shares):.0%} of the better library.")
    title = f"GFLOP/s of one thread: medians (extremes) of {options.runs} runs"
    table(title, ["product", *seconds, "Chiscope ÷ best"], rows, notes)
    write(
        options.out,
        {"comparison": "products", "peakGigaflops": peak, "shapes": shapes, "missing": missing},
    )
