"""Chains of the toy model of superposition: steps of all chains together, a second.

6 features, 2 hidden units: x̂ = ReLU(Wᵀ W x + b) with W [2, 6] and b [6], squared error summed over
the features and averaged over a minibatch of 1024. A step draws the minibatch from 8192 sparse
examples, takes the gradient, and moves all 18 parameters by SGLD with the pull towards w*:
v ← v − (ε/2)(nβ ∇L_B + γ(v − v*)) + N(0, ε).

PyTorch's best configuration is searched: gradients by autograd or written out, eager or compiled,
threads or processes, and how many chains are computed at once as one batched tensor. A step of C
chains at once counts as C steps. Chiscope's figure is the group "toy model" of `chiscope bench
--only toy`: seconds of a step of one chain.
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
from step import compiler

FEATURES, HIDDEN, BATCH, POOL = 6, 2, 1024, 8192
CHAINS = [1, 4, 16, 64]
STEP_SIZE, N_BETA, LOCALIZATION, ACTIVE = 1e-5, 1000.0, 1.0, 0.2


@dataclasses.dataclass(frozen=True)
class Configuration:
    """How PyTorch computes the steps."""

    processes: int
    threads: int
    written_out: bool
    compiled: bool
    chains: int

    def words(self) -> str:
        """For a table."""
        return (
            f"{self.processes} process{'es' if self.processes > 1 else ''} × {self.threads} "
            f"thread{'s' if self.threads > 1 else ''}, {'gradient written out' if self.written_out else 'autograd'}, "
            f"{'torch.compile' if self.compiled else 'eager'}, "
            f"{self.chains} chain{'s' if self.chains > 1 else ''} at once"
        )


def pytorch(
    ready: Callable[[], Any],
    threads: int,
    written_out: bool,
    compiled: bool,
    chains: list[int],
    fixed: bool,
    warm_up: float,
    least: float,
) -> list[float]:
    """Chain steps a second in this process, for each number of chains at once."""
    import torch

    torch.set_num_threads(threads)
    torch.manual_seed(7)
    pool = torch.rand(POOL, FEATURES) * (torch.rand(POOL, FEATURES) < ACTIVE)

    def gradient(w: torch.Tensor, b: torch.Tensor, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """W [C, 2, 6], b [C, 1, 6], x [C, batch, 6]; the formula's two terms are those of both W."""
        hidden = x @ w.transpose(1, 2)
        out = torch.relu(torch.baddbmm(b, hidden, w))
        back = (out - x) * (out > 0) * (2 / BATCH)
        return hidden.transpose(1, 2) @ back + (back @ w.transpose(1, 2)).transpose(1, 2) @ x, back.sum(1, keepdim=True)

    def loss(w: torch.Tensor, b: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        return (torch.relu(torch.baddbmm(b, x @ w.transpose(1, 2), w)) - x).square().sum() / BATCH

    def automatic(w: torch.Tensor, b: torch.Tensor, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        w, b = w.detach().requires_grad_(), b.detach().requires_grad_()
        return torch.autograd.grad(one_loss(w, b, x), (w, b))

    def step(w: torch.Tensor, b: torch.Tensor, w0: torch.Tensor, b0: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        count = len(w)
        if fixed:
            x = pool[:BATCH].expand(count, BATCH, FEATURES)
        else:
            x = pool[torch.randint(POOL, (count * BATCH,))].view(count, BATCH, FEATURES)
        dw, db = (gradient if written_out else automatic)(w, b, x)
        half = -STEP_SIZE / 2
        w = w + half * (N_BETA * dw + LOCALIZATION * (w - w0)) + STEP_SIZE**0.5 * torch.randn_like(w)
        b = b + half * (N_BETA * db + LOCALIZATION * (b - b0)) + STEP_SIZE**0.5 * torch.randn_like(b)
        return w, b

    # All of a step where the gradient is written out; otherwise the loss and, with it, its gradient.
    one_step = torch.compile(step, dynamic=False) if compiled and written_out else step
    one_loss = torch.compile(loss, dynamic=False) if compiled and not written_out else loss
    speeds = []
    for count in chains:
        w0, b0 = torch.randn(count, HIDDEN, FEATURES) * 0.5, torch.zeros(count, 1, FEATURES)
        state = [w0, b0]

        def body() -> None:
            state[:] = one_step(*state, w0, b0)

        with torch.set_grad_enabled(not written_out):
            body()
            ready()
            speeds.append(count / seconds_per_call(body, warm_up, least))
        if not all(torch.isfinite(v).all() for v in state):
            raise PeerError("the chains of the toy model diverged")
    return speeds


def measure(configurations: list[Configuration], fixed: bool, warm_up: float, least: float) -> list[float]:
    """Chain steps a second, of all processes, of configurations that differ in their chains at once alone."""
    one = configurations[0]
    arguments = {
        "threads": one.threads,
        "written_out": one.written_out,
        "compiled": one.compiled,
        "chains": [c.chains for c in configurations],
        "fixed": fixed,
        "warm_up": warm_up,
        "least": least,
    }
    answers = in_new_processes(pytorch, [arguments] * one.processes, {"OMP_NUM_THREADS": str(one.threads)})
    return [sum(speeds) for speeds in zip(*answers)]


def search(options: argparse.Namespace, turns: Turns) -> tuple[list[tuple[Configuration, float]], str]:
    """Measures every configuration once; returns them, best first, and a note on what was left out."""
    note = "torch.compile works here."
    compiled = [False, True]
    try:
        with turns.mine():
            in_new_process(compiler)
    except PeerError as failure:
        note, compiled = f"torch.compile is left out: it does not work here ({failure}).", [False]
    if options.no_compile:
        note, compiled = "torch.compile was left out by --no-compile.", [False]
    cores = options.cores
    found: list[tuple[Configuration, float]] = []
    for (processes, threads), written_out, is_compiled in itertools.product(
        dict.fromkeys([(1, 1), (1, cores), (cores, 1)]), (True, False), compiled
    ):
        own = [Configuration(processes, threads, written_out, is_compiled, chains) for chains in CHAINS]
        say(f"toy: search, {own[0].words().rsplit(',', 1)[0]}")
        try:
            with turns.mine():
                found += zip(own, measure(own, options.data == "fixed", warm_up=0.2, least=0.3))
        except PeerError as failure:
            note += f" Left out: {own[0].words().rsplit(',', 1)[0]} ({failure})."
    if not found:
        raise PeerError(f"PyTorch could not be run: {note}")
    return sorted(found, key=lambda pair: -pair[1]), note


def chiscope_speed(workers: int) -> float:
    """Chain steps a second of Chiscope, of one process a core that run at the same time."""
    measured = chiscope.bench("toy", runs=9, warm_up=3, processes=workers)
    results = [next(iter(chiscope.results(own, "toy model").values())) for own in measured]
    return sum(1 / result["seconds"] for result in results)


def finalist(searched: list[tuple[Configuration, float]], options: argparse.Namespace, turns: Turns) -> Configuration:
    """The best of those that were searched, when the first four are measured thrice more."""

    def again(configuration: Configuration) -> float:
        say(f"toy: finals, {configuration.words()}")
        with turns.mine():
            return measure([configuration], options.data == "fixed", warm_up=0.3, least=0.5)[0]

    return finals(searched, 4, 3, again)


def compare(options: argparse.Namespace) -> None:
    """Searches, then alternates the best with Chiscope, and prints and writes the ratios."""
    turns = Turns(options.lock)
    searched, note = search(options, turns)
    table(
        "PyTorch's configurations, chain steps/s, one measurement each",
        ["configuration", "chain steps/s"],
        [[c.words(), f"{speed:,.0f}"] for c, speed in searched],
        [note],
    )
    one_core = [s for s in searched if s[0].processes * s[0].threads == 1]
    best = {
        "one core, chain by chain": finalist([s for s in one_core if s[0].chains == 1], options, turns),
        "one core": finalist(one_core, options, turns),
        "all cores": finalist(searched, options, turns),
    }
    speeds: dict[str, dict[str, list[float]]] = {place: {"Chiscope": [], "PyTorch": []} for place in best}
    missing = None
    for run in range(options.runs):
        for place, configuration in best.items():
            say(f"toy: {place}, run {run + 1} of {options.runs}")
            if missing is None:
                try:
                    with turns.mine():
                        speeds[place]["Chiscope"].append(chiscope_speed(options.cores if place == "all cores" else 1))
                except PeerError as failure:
                    missing = str(failure)
            with turns.mine():
                speeds[place]["PyTorch"] += measure([configuration], options.data == "fixed", warm_up=0.5, least=1)
    outcome: dict[str, Any] = {}
    rows = []
    for place, own in speeds.items():
        both = {who: summary(values) for who, values in own.items() if values}
        ratio = None if missing else both["Chiscope"]["median"] / both["PyTorch"]["median"]
        outcome[place] = {
            "chainStepsPerSecond": both,
            "ratio": ratio,
            "configuration": dataclasses.asdict(best[place]),
        }
        texts = [
            f"{s['median']:,.0f} ({s['least']:,.0f}–{s['most']:,.0f})" if (s := both.get(who)) else "–" for who in own
        ]
        rows.append([place, *texts, f"{ratio:.2f}" if ratio else "–"])
    notes = [f"PyTorch, {place}: {c.words()}." for place, c in best.items()]
    table(
        f"Chain steps/s of the toy model: medians (extremes) of {options.runs} runs",
        ["", "Chiscope", "PyTorch", "Chiscope ÷ PyTorch"],
        rows,
        notes + ([f"Chiscope is left out: {missing}"] if missing else []),
    )
    write(
        options.out,
        {
            "comparison": "toy",
            "minibatches": options.data,
            "note": note,
            "missing": missing,
            "searched": [{**dataclasses.asdict(c), "chainStepsPerSecond": speed} for c, speed in searched],
            "best": outcome,
        },
    )
