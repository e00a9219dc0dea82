"""Whether Chiscope and devinterp give the same answer for the sample language model.

1. Losses of every evaluation token at the checkpoint, Chiscope's against PyTorch's. Chiscope writes
   them in the chain of an experiment with one draw and a step too small to move a parameter.
2. Which tokens belong to which pattern, by patterns.py and by Chiscope, and their mean losses.
3. The fluctuation χ = −Cov(φ, ΔL_k), φ = L − L(w*), L and L_k over all evaluation tokens of draws of
   the restricted posterior: once from Chiscope's draws, once from devinterp's, by the same formula
   (over the draws of all chains; its standard error by leaving out one chain at a time).
   A cell's z is the difference over both errors together. Beside the share of cells with |z| > 2
   stands what that share would be if the two were equal: more than 5 %, since the errors come from
   few chains. Chiscope's own chi.csv is compared with the same formula on its draws.
"""

from __future__ import annotations

import argparse
import dataclasses
import pathlib
import tempfile
from collections.abc import Callable
from typing import Any

import numpy as np

import chiscope
from matrix import sample_experiment
from measuring import PeerError, Turns, in_new_process, in_new_processes, say, table, write

COMPONENTS = ["l0h1", "l1h4", "l1h7", "unembed"]
LOSS_TOLERANCE = 1e-4


@dataclasses.dataclass
class Draws:
    """Losses of an ensemble's draws: `loss` [chains, draws], `patterns` [chains, patterns, draws]."""

    loss: np.ndarray
    patterns: np.ndarray

    def fluctuation(self) -> tuple[np.ndarray, np.ndarray]:
        """χ of each pattern, and its standard error by leaving out one chain at a time."""
        chains = range(len(self.loss))
        without = np.stack([self._covariance([c for c in chains if c != left]) for left in chains])
        squares = ((without - without.mean(0)) ** 2).sum(0)
        return -self._covariance(list(chains)), np.sqrt(squares * (len(chains) - 1) / len(chains))

    def _covariance(self, chains: list[int]) -> np.ndarray:
        """Of L and L_k − L over the draws of these chains together."""
        phi = self.loss[chains] - self.loss[chains].mean()
        contrast = self.patterns[chains] - self.loss[chains][:, None, :]
        contrast = contrast - contrast.mean((0, 2), keepdims=True)
        return (phi[:, None, :] * contrast).sum((0, 2)) / (phi.size - 1)

    def mean_loss(self) -> tuple[float, float]:
        """⟨L⟩ and its standard error over chains."""
        of_chains = self.loss.mean(-1)
        return float(of_chains.mean()), float(of_chains.std(ddof=1) / len(of_chains) ** 0.5)


def pytorch_losses(ready: Callable[[], Any], folder: str) -> np.ndarray:
    """Losses of the evaluation tokens at the checkpoint, by PyTorch in double precision."""
    import torch

    import devinterp_peer

    ready()
    torch.set_default_dtype(torch.float64)  # from the start, so that rotations are not rounded
    model = devinterp_peer.load(pathlib.Path(folder))
    with torch.inference_mode():
        return model.losses(devinterp_peer.evaluation_tokens(pathlib.Path(folder))).numpy()


def pattern_members(ready: Callable[[], Any], folder: str) -> tuple[list[str], np.ndarray]:
    """Names of the patterns and their members."""
    from patterns import Members

    ready()
    members = Members(pathlib.Path(folder))
    return members.names(), members.matrix()


def devinterp_chain(
    ready: Callable[[], Any], folder: str, component: str, settings: Any, seed: int, members: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Mean losses [draws] and pattern losses [patterns, draws] of one chain of devinterp's."""
    import torch

    import devinterp_peer

    torch.set_num_threads(1)
    ready()
    model = pathlib.Path(folder)
    with tempfile.TemporaryDirectory() as temporary:
        out = pathlib.Path(temporary) / "chain.zarr"
        devinterp_peer.sample(model, component, settings, 12, seed, out, same_draws=True)
        losses = devinterp_peer.draws(out, devinterp_peer.evaluation_tokens(model))[0].astype(np.float64)
    return losses.mean(-1), np.stack([losses[:, own].mean(-1) for own in members])


def devinterp_draws(component: str, settings: Any, members: np.ndarray, cores: int, turns: Turns) -> Draws:
    """All chains of an ensemble, as many at a time as there are cores."""
    one = dataclasses.replace(settings, chains=1)
    chains: list[tuple[np.ndarray, np.ndarray]] = []
    for first in range(0, settings.chains, cores):
        places = range(first, min(settings.chains, first + cores))
        say(f"agree: devinterp, {component}, chains {places.start + 1} to {places.stop} of {settings.chains}")
        arguments = {
            "folder": str(chiscope.LANGUAGE_MODEL),
            "component": component,
            "settings": one,
            "members": members,
        }
        with turns.mine():
            chains += in_new_processes(
                devinterp_chain, [{**arguments, "seed": 1000 + place} for place in places], {"OMP_NUM_THREADS": "1"}
            )
    return Draws(np.stack([loss for loss, _ in chains]), np.stack([patterns for _, patterns in chains]))


def chiscope_chains(out: pathlib.Path, ensemble: str, chains: int) -> list[dict[str, np.ndarray]]:
    """The tensors of an ensemble's chains."""
    from safetensors.numpy import load_file

    return [load_file(chiscope.chain_file(out, ensemble, chain)) for chain in range(chains)]


def checkpoint_losses(experiment: dict[str, Any], turns: Turns) -> tuple[np.ndarray, np.ndarray, list[dict[str, str]]]:
    """Chiscope's losses of evaluation tokens and of patterns at the checkpoint, and its chi.csv."""
    still = {
        **experiment,
        "components": COMPONENTS[:1],
        "sampler": {**experiment["sampler"], "stepSize": 1e-30},
        "chains": 1,
        "burnIn": 0,
        "draws": 1,
        "stepsBetweenDraws": 1,
    }
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "results"
        with turns.mine():
            chiscope.run(still, out, 1)
        (tensors,) = chiscope_chains(out, "full", 1)
        return tensors["block_mean_loss"][0].astype(np.float64), tensors["pattern_loss"][:, 0], chiscope.chi(out)


def expected_share(chains: int) -> float:
    """Share of |z| > 2 where both sides are equal and normal, each error from as few chains."""
    random = np.random.default_rng(1)
    a, b = random.standard_normal((2, 200_000, chains))
    error = np.sqrt((a.var(1, ddof=1) + b.var(1, ddof=1)) / chains)
    return float((np.abs(a.mean(1) - b.mean(1)) > 2 * error).mean())


def compare(options: argparse.Namespace) -> None:
    """Compares losses, patterns and χ, and prints and writes the differences."""
    import devinterp_peer

    turns = Turns(options.lock)
    experiment = sample_experiment()
    folder = str(chiscope.LANGUAGE_MODEL)
    losses, pattern_losses, lines = checkpoint_losses(experiment, turns)
    with turns.mine():
        theirs = in_new_process(pytorch_losses, folder=folder)
    with turns.mine():
        names, members = in_new_process(pattern_members, folder=folder)
    difference = np.abs(losses - theirs)
    tokens = {line["pattern"]: int(line["tokens"]) for line in lines}
    if any(tokens[name] != own.sum() for name, own in zip(names, members)):
        raise PeerError("The patterns of Chiscope and of patterns.py have different numbers of tokens.")
    pattern_difference = max(abs(theirs[own].mean() - loss) for own, loss in zip(members, pattern_losses))
    start = {
        "tokens": len(losses),
        "greatestDifference": float(difference.max()),
        "within": bool(difference.max() <= LOSS_TOLERANCE),
        "patterns": len(names),
        "greatestPatternDifference": float(pattern_difference),
    }
    table(
        "At the checkpoint",
        ["", "Chiscope against PyTorch"],
        [
            [f"greatest difference of {len(losses):,} token losses, nats", f"{difference.max():.1e}"],
            [f"greatest difference of {len(names)} pattern losses, nats", f"{pattern_difference:.1e}"],
            ["patterns with the same number of tokens", f"{len(names)} of {len(names)}"],
        ],
        [f"The bound of {LOSS_TOLERANCE:.0e} holds." if start["within"] else "THE BOUND DOES NOT HOLD."],
    )
    outcome = susceptibilities(options, experiment, names, members, turns, devinterp_peer)
    write(options.out, {"comparison": "agree", "checkpoint": start, **outcome})


def susceptibilities(
    options: argparse.Namespace,
    experiment: dict[str, Any],
    names: list[str],
    members: np.ndarray,
    turns: Turns,
    devinterp_peer: Any,
) -> dict[str, Any]:
    """Samples both, compares χ cell by cell, and prints what comes of it."""
    components = options.components or COMPONENTS
    ours = {
        **experiment,
        "components": components,
        "chains": options.chains or 4,
        "draws": options.draws or experiment["draws"],
    }
    settings = devinterp_peer.Settings.of(ours)
    if settings.chains < 2 or settings.draws < 2:
        raise PeerError("Standard errors need at least 2 chains of 2 draws.")
    with tempfile.TemporaryDirectory() as temporary:
        out = pathlib.Path(temporary) / "results"
        say("agree: Chiscope")
        with turns.mine():
            chiscope.run(ours, out, options.cores)
        lines = chiscope.chi(out)
        chains = {c: chiscope_chains(out, c, settings.chains) for c in components}
    cells: list[dict[str, Any]] = []
    ensembles: list[dict[str, Any]] = []
    for component in components:
        own = chains[component]
        both = {
            "chiscope": Draws(np.stack([t["loss"] for t in own]), np.stack([t["pattern_loss"] for t in own])),
            "devinterp": devinterp_draws(component, settings, members, options.cores, turns),
        }
        means = {who: draws.mean_loss() for who, draws in both.items()}
        (a, a_error), (b, b_error) = means["chiscope"], means["devinterp"]
        ensembles.append({"component": component, "meanLoss": means, "z": (a - b) / np.hypot(a_error, b_error)})
        (x, x_error), (y, y_error) = both["chiscope"].fluctuation(), both["devinterp"].fluctuation()
        written = {line["pattern"]: float(line["fluctuation"]) for line in lines if line["component"] == component}
        for k, name in enumerate(names):
            cells.append(
                {
                    "component": component,
                    "pattern": name,
                    "chiscope": [x[k], x_error[k]],
                    "devinterp": [y[k], y_error[k]],
                    "z": (x[k] - y[k]) / np.hypot(x_error[k], y_error[k]),
                    "chiCsv": written[name],
                }
            )
    z = np.array([cell["z"] for cell in cells])
    x, y = (np.array([cell[who][0] for cell in cells]) for who in ("chiscope", "devinterp"))
    csv = np.abs(np.array([cell["chiCsv"] for cell in cells]) - x) / np.abs(x).max()
    share, expected = float((np.abs(z) > 2).mean()), expected_share(settings.chains)
    correlation = float(np.corrcoef(x, y)[0, 1])
    table(
        f"Fluctuation χ in nats², {settings.chains} chains × {settings.draws} draws (± standard error)",
        ["cell", "Chiscope", "devinterp", "z"],
        [
            [f"{c['component']} × {c['pattern']}"]
            + [f"{c[who][0]:+.2e} ± {c[who][1]:.1e}" for who in ("chiscope", "devinterp")]
            + [f"{c['z']:+.1f}"]
            for c in cells
        ],
        [
            f"Beyond 2 joint standard errors: {share:.0%} of {len(cells)} cells; {expected:.0%} if the two are equal.",
            f"Root mean square of z: {np.sqrt((z**2).mean()):.2f}; correlation of the two columns: {correlation:.3f}.",
            "Mean losses, z: " + ", ".join(f"{e['component']} {e['z']:+.1f}" for e in ensembles) + ".",
            f"chi.csv against the same formula on Chiscope's draws: at most {csv.max():.0e} of the greatest |χ| apart.",
        ],
    )
    return {
        "settings": dataclasses.asdict(settings),
        "cells": [{k: [float(u) for u in v] if isinstance(v, list) else v for k, v in c.items()} for c in cells],
        "ensembles": ensembles,
        "shareBeyondTwo": share,
        "expectedShare": expected,
        "greatestDifferenceOfChiCsv": float(csv.max()),
        "rootMeanSquareZ": float(np.sqrt((z**2).mean())),
        "correlation": correlation,
    }
