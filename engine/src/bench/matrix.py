"""Seconds for the whole susceptibility matrix of the sample language model, Chiscope beside devinterp.

Both sample the same checkpoint with the same step size, nβ, γ, minibatch, burn-in, draws, steps
between draws and evaluation set: all rows of the sample's experiment.json, and the full ensemble.
Chiscope's time is the wall time of `chiscope run`, the start of Java and the writing of its files
included. devinterp runs the chains of an ensemble one after another, so by default one chain of
each ensemble is sampled, and its time counts as often as there are chains:

    total = Σ over ensembles of chains × (steps × seconds a step + draws × seconds an evaluation)
            + the evaluation before the chains, over the number of processes, + compute_susceptibilities()

(fewer draws than the experiment's make devinterp write its samples in smaller pieces, which costs it
time.) This is in devinterp's favour: its processes are taken to be perfectly balanced, and its imports
are not counted. With --full nothing is extrapolated but the balance.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import json
import pathlib
import tempfile
from typing import Any

import chiscope
from measuring import PeerError, Turns, finals, in_new_process, in_new_processes, say, summary, table, write
from step import KEEP_MEMORY

SEARCHED = ["full", "l1h4"]
"""Ensembles on which devinterp's configurations are tried: the dearest and a cheap one."""


@dataclasses.dataclass(frozen=True)
class Configuration:
    """How devinterp is run."""

    processes: int
    threads: int
    evaluation_batch: int
    keeps_memory: bool

    def words(self) -> str:
        """For a table."""
        return (
            f"{self.processes} process{'es' if self.processes > 1 else ''} × {self.threads} "
            f"thread{'s' if self.threads > 1 else ''}, {self.evaluation_batch} contexts evaluated at once, "
            f"malloc {'keeps memory' if self.keeps_memory else 'as it is'}"
        )

    def environment(self) -> dict[str, str]:
        """Of its processes."""
        return {"OMP_NUM_THREADS": str(self.threads), **(KEEP_MEMORY if self.keeps_memory else {})}


def measure(
    configuration: Configuration, components: list[list[str]], settings: Any, keep: str | None = None
) -> list[Any]:
    """Timings of ensembles: one list of them for each of some processes that run at the same time."""
    import devinterp_peer

    answers = in_new_processes(
        devinterp_peer.time_components,
        [
            {
                "folder": str(chiscope.LANGUAGE_MODEL),
                "components": own,
                "settings": settings,
                "threads": configuration.threads,
                "evaluation_batch": configuration.evaluation_batch,
                "keep": keep,
            }
            for own in components
        ],
        configuration.environment(),
    )
    return [timing for own in answers for timing in own]


def search(whole: Any, cores: int, turns: Turns) -> tuple[Configuration, list[tuple[Configuration, float]]]:
    """Tries layouts and how memory is kept, then evaluation batches with the best of these.

    Returns the best, and all configurations with the mean seconds that each needs for one ensemble.
    """
    brief = dataclasses.replace(whole, chains=1, burn_in=0, draws=12, steps_between=5)
    found: dict[Configuration, float] = {}

    def seconds(configuration: Configuration) -> float:
        say(f"matrix: search, {configuration.words()}")
        orders = [SEARCHED, SEARCHED[::-1]]
        components = [orders[place % 2] for place in range(configuration.processes)]
        with turns.mine():
            timings = measure(configuration, components, brief)
        return sum(timing.of(whole) for timing in timings) / len(timings) / configuration.processes

    def attempt(configuration: Configuration) -> None:
        if configuration not in found:
            found[configuration] = seconds(configuration)

    def best() -> Configuration:
        return min(found, key=lambda configuration: found[configuration])

    for (processes, threads), keeps in itertools.product(
        dict.fromkeys([(1, 1), (1, cores), (cores, 1)]), (False, True)
    ):
        attempt(Configuration(processes, threads, 12, keeps))
    for batch in (whole.batch, 33, 132):
        attempt(dataclasses.replace(best(), evaluation_batch=batch))
    searched = sorted(found.items(), key=lambda pair: pair[1])
    return finals(searched, 3, 2, lambda configuration: -seconds(configuration)), searched


def earlier_search(file: pathlib.Path) -> tuple[Configuration, list[tuple[Configuration, float]]]:
    """The same of an earlier comparison."""
    try:
        written = json.loads(file.read_text())
        names = [field.name for field in dataclasses.fields(Configuration)]
        searched = [
            (Configuration(**{name: one[name] for name in names}), one["secondsAnEnsemble"])
            for one in written["searched"]
        ]
        return Configuration(**written["devinterp"]["configuration"]), searched
    except (OSError, ValueError, KeyError, TypeError) as failure:
        raise PeerError(f"{file} is not the JSON file of an earlier comparison of matrices ({failure}).") from failure


def devinterp_total(
    configuration: Configuration, ensembles: list[str], measured: Any, whole: Any, turns: Turns
) -> tuple[float, dict[str, Any]]:
    """Seconds of all ensembles with all chains, and what they are made of."""
    import devinterp_peer

    with tempfile.TemporaryDirectory() as keep:
        timings = []
        for first in range(0, len(ensembles), configuration.processes):
            now = ensembles[first : first + configuration.processes]
            say(f"matrix: devinterp, {', '.join(now)}")
            with turns.mine():
                timings += measure(configuration, [[component] for component in now], measured, keep)
        with turns.mine():
            last = in_new_process(
                devinterp_peer.time_susceptibilities,
                configuration.environment(),
                folder=keep,
                components=ensembles,
            )
    last *= whole.chains * whole.draws / (measured.chains * measured.draws)
    sampling = sum(timing.of(whole) for timing in timings) / configuration.processes
    parts = {
        "samplingSeconds": sampling,
        "susceptibilitiesSeconds": last,
        "ensembles": [
            {
                **dataclasses.asdict(timing),
                "secondsPerStep": timing.seconds_per_step(),
                "secondsPerEvaluation": timing.seconds_per_evaluation(),
                "secondsOfAllChains": timing.of(whole),
            }
            for timing in timings
        ],
    }
    return sampling + last, parts


def chiscope_total(experiment: dict[str, Any], cores: int) -> tuple[float, dict[str, Any]]:
    """Wall seconds of `chiscope run`, and its summary."""
    with tempfile.TemporaryDirectory() as folder:
        return chiscope.run(experiment, pathlib.Path(folder) / "results", cores)


def sample_experiment() -> dict[str, Any]:
    """The experiment that ships with the model, from wherever it is run."""
    experiment = json.loads((chiscope.LANGUAGE_MODEL / "experiment.json").read_text())
    return {**experiment, "model": str(chiscope.LANGUAGE_MODEL)}


def compare(options: argparse.Namespace) -> None:
    """Searches devinterp's best configuration, then alternates the two, and prints and writes both."""
    import devinterp_peer

    turns = Turns(options.lock)
    experiment = sample_experiment()
    if options.components:
        experiment["components"] = options.components
    whole = devinterp_peer.Settings.of(experiment)
    chains = whole.chains if options.full else options.chains or 1
    draws = whole.draws if options.full else options.draws or whole.draws
    measured = dataclasses.replace(whole, chains=chains, draws=draws)
    best, searched = earlier_search(options.searched) if options.searched else search(whole, options.cores, turns)
    table(
        "devinterp's configurations, mean seconds of an ensemble, one short measurement each",
        ["configuration", "seconds"],
        [[configuration.words(), f"{seconds:.1f}"] for configuration, seconds in searched],
    )
    seconds: dict[str, list[float]] = {"Chiscope": [], "devinterp": []}
    parts = []
    settings: dict[str, Any] = {}
    for run in range(options.runs):
        say(f"matrix: run {run + 1} of {options.runs}")
        with turns.mine():
            wall, settings = chiscope_total(experiment, options.cores)
        if settings["state"] != "finished" or settings["failedChains"]:
            raise PeerError("Chiscope's run did not finish with all of its chains.")
        seconds["Chiscope"].append(wall)
        ensembles = sorted((e["ensemble"] for e in settings["ensembles"]), key=lambda name: name != "full")
        total, made_of = devinterp_total(best, ensembles, measured, whole, turns)
        seconds["devinterp"].append(total)
        parts.append(made_of)
    both = {who: summary(values) for who, values in seconds.items()}
    ratio = both["devinterp"]["median"] / both["Chiscope"]["median"]
    per_step = [e["secondsPerStep"] for p in parts for e in p["ensembles"]]
    per_evaluation = [e["secondsPerEvaluation"] for p in parts for e in p["ensembles"]]
    notes = [
        f"{len(ensembles)} ensembles of {whole.chains} chains, each of {whole.steps()} steps, {whole.draws} draws.",
        f"Chiscope: {settings['workers']} workers, {settings['versions']['kernels']}.",
        f"devinterp: {best.words()}; a step takes {1e3 * min(per_step):.1f} to {1e3 * max(per_step):.1f} ms, "
        f"an evaluation {1e3 * min(per_evaluation):.0f} to {1e3 * max(per_evaluation):.0f} ms.",
        f"devinterp was measured with {chains} of {whole.chains} chains and {draws} of {whole.draws} draws.",
        f"devinterp needs {ratio:.1f} times as long.",
    ]
    table(
        f"Seconds for the susceptibility matrix: medians (extremes) of {options.runs} runs",
        ["", "seconds", "extremes"],
        [[who, f"{s['median']:,.1f}", f"{s['least']:,.1f}–{s['most']:,.1f}"] for who, s in both.items()],
        notes,
    )
    write(
        options.out,
        {
            "comparison": "matrix",
            "experiment": {**experiment, "model": chiscope.LANGUAGE_MODEL.name},
            "seconds": both,
            "devinterpOverChiscope": ratio,
            "chiscope": {key: settings[key] for key in ("workers", "versions", "secondsElapsed")},
            "devinterp": {
                "configuration": dataclasses.asdict(best),
                "chainsMeasured": chains,
                "drawsMeasured": draws,
                "runs": parts,
            },
            "searched": [{**dataclasses.asdict(c), "secondsAnEnsemble": value} for c, value in searched],
        },
    )
