"""A training step of a small transformer: loss and gradient of all parameters, in tokens a second.

The transformer is that of `chiscope bench` (Benchmarks.trainingStep): 2 layers of 8 heads, width
128, no MLPs, contexts of 128 tokens of which the first 127 are inputs, 1024 tokens to choose from.
PyTorch's best configuration is searched first: threads or processes, form of attention, compiled
or not, batch size, and how the C library keeps memory. Then the best with one core and the best
with all cores alternate with Chiscope's batch of 16 contexts on one core and on all cores.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
from collections.abc import Callable
from typing import Any

import chiscope
from measuring import (
    PeerError,
    Turns,
    finals,
    in_new_process,
    in_new_processes,
    say,
    seconds_per_call,
    summary,
    table,
    write,
)

CHISCOPE_CONTEXTS, LENGTH = 16, 128
KEEP_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 31),
    "MALLOC_TOP_PAD_": str(1 << 26),
}
"""Lets glibc keep freed memory, so that large tensors do not cost page faults anew at every step."""


@dataclasses.dataclass(frozen=True)
class Configuration:
    """How PyTorch computes the step."""

    processes: int
    threads: int
    fused: bool
    compiled: bool
    keeps_memory: bool
    batch: int

    def words(self) -> str:
        """For a table."""
        return ", ".join(
            (
                f"{self.processes} process{'es' if self.processes > 1 else ''} × {self.threads} thread"
                + ("s" if self.threads > 1 else ""),
                "scaled_dot_product_attention" if self.fused else "explicit softmax",
                "torch.compile" if self.compiled else "eager",
                "malloc keeps memory" if self.keeps_memory else "malloc as it is",
                f"batch {self.batch}",
            )
        )


def compiler(ready: Callable[[], Any]) -> None:
    """Fails if torch.compile does not work here."""
    import torch

    ready()
    # Shapes of use, so that the code is in the compiler's cache already when it is measured.
    torch.compile(lambda x: torch.softmax(x, -1) * 2)(torch.randn(8, 8))


def pytorch(
    ready: Callable[[], Any],
    threads: int,
    fused: bool,
    compiled: bool,
    batches: list[int],
    warm_up: float,
    least: float,
) -> list[float]:
    """Tokens a second of loss and gradient in this process, for each batch size."""
    import torch

    from transformer import Shape, Transformer

    torch.set_num_threads(threads)
    torch.manual_seed(5)
    shape = Shape()
    model = Transformer(shape, fused)
    losses = torch.compile(model.losses, dynamic=False) if compiled else model.losses
    parameters = list(model.parameters())
    speeds = []
    for batch in batches:
        tokens = torch.randint(shape.vocabulary, (batch, LENGTH))

        def step() -> None:
            torch.autograd.grad(losses(tokens).mean(), parameters)

        step()
        ready()
        seconds = seconds_per_call(step, warm_up, least)
        speeds.append(batch * (LENGTH - 1) / seconds)
    return speeds


def measure(configurations: list[Configuration], warm_up: float, least: float) -> list[float]:
    """Tokens a second, of all processes together, of configurations that differ in their batch alone."""
    one = configurations[0]
    arguments = {
        "threads": one.threads,
        "fused": one.fused,
        "compiled": one.compiled,
        "batches": [c.batch for c in configurations],
        "warm_up": warm_up,
        "least": least,
    }
    environment = {"OMP_NUM_THREADS": str(one.threads), **(KEEP_MEMORY if one.keeps_memory else {})}
    answers = in_new_processes(pytorch, [arguments] * one.processes, environment)
    return [sum(speeds) for speeds in zip(*answers)]


def search(options: argparse.Namespace, turns: Turns, cores: int) -> tuple[list[tuple[Configuration, float]], str]:
    """Measures every configuration once; returns them with their tokens a second, and a note on torch.compile."""
    note = "torch.compile works here."
    try:
        with turns.mine():
            in_new_process(compiler)
    except PeerError as failure:
        note = f"torch.compile is left out: it does not work here ({failure})."
    compiled = [False, True] if note.endswith("here.") and not options.no_compile else [False]
    layouts = [(1, 1)] if cores == 1 else [(1, 1), (1, cores), (cores, 1)]
    found = []
    for (processes, threads), fused, is_compiled, keeps in itertools.product(
        layouts, (True, False), compiled, (False, True)
    ):
        configurations = [
            Configuration(processes, threads, fused, is_compiled, keeps, batch) for batch in options.batches
        ]
        say(f"step: search, {configurations[0].words().rsplit(',', 1)[0]}")
        with turns.mine():
            speeds = measure(configurations, warm_up=0.3, least=0.4)
        found += zip(configurations, speeds)
    return sorted(found, key=lambda pair: -pair[1]), note


def chiscope_speed(workers: int, warm_up: float) -> float:
    """Tokens a second of Chiscope's training steps, of all workers of one process together."""
    [measured] = chiscope.bench("step", runs=9, warm_up=warm_up, workers=workers)
    seconds = list(chiscope.results(measured, "training step").values())[-1]["seconds"]
    return CHISCOPE_CONTEXTS * (LENGTH - 1) / seconds


def finalist(searched: list[tuple[Configuration, float]], options: argparse.Namespace, turns: Turns) -> Configuration:
    """The best of those that were searched, when the first four are measured thrice more."""

    def again(configuration: Configuration) -> float:
        say(f"step: finals, {configuration.words()}")
        with turns.mine():
            return measure([configuration], warm_up=0.5, least=1)[0]

    return finals(searched, 4, 3, again)


def compare(options: argparse.Namespace) -> None:
    """Searches, then alternates the best with Chiscope, and prints and writes the ratios."""
    turns = Turns(options.lock)
    searched, note = search(options, turns, options.cores)
    table(
        "PyTorch's configurations, tokens/s, one measurement each",
        ["configuration", "tokens/s"],
        [[c.words(), f"{speed:,.0f}"] for c, speed in searched],
        [note],
    )
    best = {
        "one core": finalist([s for s in searched if s[0].processes * s[0].threads == 1], options, turns),
        "all cores": finalist(searched, options, turns),
    }
    speeds: dict[str, dict[str, list[float]]] = {place: {"Chiscope": [], "PyTorch": []} for place in best}
    for run in range(options.runs):
        for place, configuration in best.items():
            say(f"step: {place}, run {run + 1} of {options.runs}")
            workers = 1 if place == "one core" else options.cores
            with turns.mine():
                speeds[place]["Chiscope"].append(chiscope_speed(workers, options.warm_up))
            with turns.mine():
                speeds[place]["PyTorch"] += measure([configuration], warm_up=1, least=1)
    outcome: dict[str, Any] = {}
    rows = []
    for place, own in speeds.items():
        both = {who: summary(values) for who, values in own.items()}
        ratio = both["Chiscope"]["median"] / both["PyTorch"]["median"]
        outcome[place] = {"tokensPerSecond": both, "ratio": ratio, "configuration": dataclasses.asdict(best[place])}
        texts = [f"{s['median']:,.0f} ({s['least']:,.0f}–{s['most']:,.0f})" for s in both.values()]
        rows.append([place, *texts, f"{ratio:.2f}"])
    table(
        f"Tokens/s of loss and gradient: medians (extremes) of {options.runs} runs",
        ["", "Chiscope", "PyTorch", "Chiscope ÷ PyTorch"],
        rows,
        [f"PyTorch, {place}: {c.words()}." for place, c in best.items()],
    )
    write(
        options.out,
        {
            "comparison": "step",
            "compiler": note,
            "searched": [{**dataclasses.asdict(c), "tokensPerSecond": speed} for c, speed in searched],
            "best": outcome,
        },
    )
