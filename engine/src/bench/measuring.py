"""What all comparisons share: clocks, processes of their own, medians, tables, the JSON file.

Measurements alternate between Chiscope and its peers, so that what slows the machine for a while
slows all alike. Each happens in a process of its own, so that no library's threads or settings
reach another's.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib.metadata
import json
import multiprocessing
import os
import pathlib
import platform
import queue
import statistics
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

Configuration = TypeVar("Configuration")

SHORTEST_SECONDS = 0.03
"""A timing lasts at least this long, as in Chiscope's own `bench`."""


class PeerError(Exception):
    """A peer, or Chiscope, could not be run; the message is one sentence for a person."""


class Turns:
    """Lets measurements on one machine take turns by a lock file, as flock(1) does."""

    def __init__(self, lock: pathlib.Path | None) -> None:
        self._lock = lock

    @contextlib.contextmanager
    def mine(self) -> Iterator[None]:
        """Holds the lock, if there is one, while the body measures."""
        if self._lock is None:
            yield
            return
        with self._lock.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)


def seconds_per_call(body: Callable[[], Any], warm_up: float, least: float = SHORTEST_SECONDS) -> float:
    """Mean seconds of a call, over calls that together last at least `least`, after `warm_up` seconds of calls."""
    start = time.perf_counter()
    calls = 0
    while calls == 0 or time.perf_counter() - start < warm_up:
        body()
        calls += 1
    start = time.perf_counter()
    body()
    calls = max(1, round(least / max(1e-9, time.perf_counter() - start)))
    start = time.perf_counter()
    for _ in range(calls):
        body()
    return (time.perf_counter() - start) / calls


def in_new_processes(
    function: Callable[..., Any], arguments: Sequence[Mapping[str, Any]], environment: Mapping[str, str] | None = None
) -> list[Any]:
    """Calls a function of a module at the same time in one new process for each set of arguments.

    The processes wait for each other by the keyword argument `ready`, a function without
    arguments, which the function calls after its preparations and before it measures.

    Returns what the calls returned; raises PeerError with the first failure's sentence.
    """
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(len(arguments))
    answers = context.Queue()
    before = {name: os.environ.get(name) for name in environment or {}}
    os.environ.update(environment or {})
    try:
        processes = [
            context.Process(target=_answer, args=(function, place, dict(kwargs), barrier, answers))
            for place, kwargs in enumerate(arguments)
        ]
        for process in processes:
            process.start()
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    results: dict[int, Any] = {}
    failures = []
    while len(results) < len(processes):
        try:
            place, fine, value = answers.get(timeout=1)
        except queue.Empty:
            died = [p for place, p in enumerate(processes) if place not in results and p.exitcode is not None]
            if died and answers.empty():
                failures.append(f"a measuring process ended by itself with code {died[0].exitcode}")
                barrier.abort()
                break
            continue
        results[place] = value
        if not fine:
            failures.append(value)
    for process in processes:
        process.join()
    if failures:
        # A process that waited for one that failed says so; what made that one fail is the reason.
        raise PeerError(min(failures, key=lambda words: words.startswith(threading.BrokenBarrierError.__name__)))
    return [results[place] for place in range(len(processes))]


def in_new_process(function: Callable[..., Any], environment: Mapping[str, str] | None = None, **kwargs: Any) -> Any:
    """One call of a function in a process of its own; see `in_new_processes`."""
    return in_new_processes(function, [kwargs], environment)[0]


def _answer(function: Callable[..., Any], place: int, kwargs: dict[str, Any], barrier: Any, answers: Any) -> None:
    try:
        answers.put((place, True, function(ready=barrier.wait, **kwargs)))
    except Exception as failure:  # a sentence is what the other side can show
        barrier.abort()
        if os.environ.get("COMPARE_TRACES"):
            traceback.print_exc()
        answers.put((place, False, sentence(failure)))


def sentence(failure: BaseException) -> str:
    """The first line of a failure's message, with its kind."""
    if isinstance(failure, ModuleNotFoundError):
        return f"the package {failure.name} is not installed here; run setup.sh and use its Python"
    lines = [line.strip() for line in str(failure).splitlines() if line.strip()]
    return f"{type(failure).__name__}: {lines[0] if lines else 'no message'}"[:300]


def finals(
    searched: Sequence[tuple[Configuration, float]],
    places: int,
    rounds: int,
    measure: Callable[[Configuration], float],
) -> Configuration:
    """The best of the first few that were searched, best first, by medians of further measurements in turns.

    A search measures each configuration once and briefly; on a noisy machine its first is not the best.
    """
    candidates = [configuration for configuration, _ in searched[:places]]
    again = [[measure(configuration) for configuration in candidates] for _ in range(rounds)]
    medians = [statistics.median(values) for values in zip(*again)]
    return candidates[medians.index(max(medians))]


def summary(values: Sequence[float]) -> dict[str, float | list[float]]:
    """Median, extremes, and the values in the order of measurement."""
    return {"median": statistics.median(values), "least": min(values), "most": max(values), "values": list(values)}


def versions(packages: Sequence[str]) -> dict[str, str]:
    """Versions of Python and of packages; "absent" where one is not installed."""
    found = {"python": platform.python_version()}
    for package in packages:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            found[package] = "absent"
    return found


def processor() -> str:
    """The processor's name and the number of its cores that this process may use."""
    name = platform.processor() or platform.machine()
    with contextlib.suppress(OSError):
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                name = line.split(":", 1)[1].strip()
                break
    return f"{name}, {len(os.sched_getaffinity(0))} cores"


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str] = ()) -> None:
    """Prints a table: first column to the left, the others to the right."""
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]
    print(f"\n{title}\n")
    for place, row in enumerate([header, *rows]):
        cells = [cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths))]
        print("  " + "  ".join(cells).rstrip())
        if place == 0:
            print("  " + "  ".join("-" * w for w in widths))
    for note in notes:
        print(f"  {note}")
    sys.stdout.flush()


def say(text: str) -> None:
    """A line of progress, beside the results."""
    print(text, file=sys.stderr, flush=True)


def write(out: pathlib.Path | None, result: Mapping[str, Any]) -> None:
    """Writes the result as JSON, with what it was measured on."""
    if out is None:
        return
    packages = ("torch", "numpy", "devinterp")
    content = {"processor": processor(), "versions": versions(packages), **result}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    print(f"\nWritten: {out}")
