"""Runs ./chiscope of this clone and reads what it writes."""

from __future__ import annotations

import csv
import json
import pathlib
import subprocess
import tempfile
import time
from typing import Any

from measuring import PeerError

ROOT = pathlib.Path(__file__).resolve().parents[3]
LANGUAGE_MODEL = ROOT / "sample-models" / "language-model"


def call(*arguments: str) -> float:
    """Runs a command; returns its wall time in seconds, the start of the program included."""
    return calls([list(arguments)])


def calls(commands: list[list[str]]) -> float:
    """Runs commands at the same time; returns the wall time in seconds until all have ended."""
    start = time.perf_counter()
    processes = []
    for command in commands:
        try:
            processes.append(
                subprocess.Popen(
                    [str(ROOT / "chiscope"), *command],
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )
        except OSError as failure:
            raise PeerError(f"Chiscope could not be started from {ROOT}: {failure.strerror}.") from failure
    errors = [process.communicate()[1] for process in processes]
    seconds = time.perf_counter() - start
    for command, process, error in zip(commands, processes, errors):
        if process.returncode:
            lines = [
                line for line in error.splitlines() if line.strip() and not line.startswith("WARNING: Using incub")
            ]
            why = lines[0] if lines else f"exit code {process.returncode}"
            raise PeerError(f"`chiscope {command[0]}` failed: {why}")
    return seconds


def bench(
    only: str, runs: int = 1, warm_up: float = 1.0, processes: int = 1, workers: int = 1
) -> list[dict[str, Any]]:
    """What `chiscope bench` writes, of each of some processes that run it at the same time."""
    with tempfile.TemporaryDirectory() as folder:
        files = [pathlib.Path(folder) / f"{place}.json" for place in range(processes)]
        calls(
            [
                ["bench", "--only", only, "--runs", str(runs), "--warm-up", str(warm_up)]
                + ["--workers", str(workers), "--json", str(file)]
                for file in files
            ]
        )
        return [json.loads(file.read_text()) for file in files]


def results(measured: dict[str, Any], group: str) -> dict[str, dict[str, Any]]:
    """The results of a group, by name."""
    found = {result["name"]: result for result in measured["results"] if result["group"] == group}
    if not found:
        raise PeerError(f'This version of `chiscope bench` measures no group "{group}".')
    return found


def run(experiment: dict[str, Any], out: pathlib.Path, workers: int) -> tuple[float, dict[str, Any]]:
    """Samples an experiment into a new folder; returns wall seconds and summary.json."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "experiment.json"
        file.write_text(json.dumps(experiment))
        seconds = call("run", str(file), "--out", str(out), "--workers", str(workers))
    return seconds, json.loads((out / "summary.json").read_text())


def chi(out: pathlib.Path) -> list[dict[str, str]]:
    """The lines of a run's chi.csv."""
    with (out / "chi.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def chain_file(out: pathlib.Path, ensemble: str, chain: int) -> pathlib.Path:
    """Where a chain of a finished run lies; names are escaped as ResultsFolder does."""
    plain = "".join(
        chr(b) if chr(b).isascii() and (chr(b).isalnum() or chr(b) in "._") else f"%{b:02X}" for b in ensemble.encode()
    )
    return out / "chains" / f"{plain}-{chain}.safetensors"
