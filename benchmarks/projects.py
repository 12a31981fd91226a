"""Projects of many documents -> seconds of whole runs, beside other linters that are there."""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from benchmarks.documents import make_document

_STORAGELINT = [sys.executable, "-c", "from storagelint.cli import main; main()", "check"]
RIVALS = {
    "rumdl": ["check", "--no-cache", "."],
    "markdownlint-cli2": ["**/*.md"],
}
"""Linters of Markdown by their commands, with their arguments for a whole folder."""


class Figure(NamedTuple):
    """One run."""

    name: str
    seconds: float
    """By the clock."""
    processor: float
    """Seconds of all processors together, which other work on the machine changes little."""
    megabytes: float
    """The most that one process of all runs so far has held."""


def write_project(folder: Path, documents: int) -> Path:
    """Write a project of so many data designs, many of which define entities of the same names."""
    for seed in range(documents):
        place = folder / "docs" / "plan" / f"E{seed % 90 + 10}-timetable" / f"F{seed:05}-feature"
        place.mkdir(parents=True)
        (place / "03-data-design.md").write_text(make_document(seed), "utf-8")
    return folder


def measure(folder: Path, cache: Path) -> Iterator[Figure]:
    """The seconds of a first run over a project, of the next ones, and of one document."""
    one = min(folder.rglob("03-data-design.md"))
    inside = str(one.relative_to(folder))
    yield _run("cold", _STORAGELINT, folder, cache)
    yield _run("nothing changed", _STORAGELINT, folder, cache)
    one.write_text(one.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    yield _run("one changed", _STORAGELINT, folder, cache)
    yield _run("one document, cold", [*_STORAGELINT, "--no-cache", inside], folder, cache)
    _run("", [*_STORAGELINT, inside], folder, cache)
    yield _run("one document, known", [*_STORAGELINT, inside], folder, cache)


def rivals(folder: Path) -> Iterator[Figure]:
    """The seconds of other linters of Markdown over a project; of those that are installed."""
    for name, arguments in RIVALS.items():
        found = shutil.which(name)
        if found is not None:
            yield _run(name, [found, *arguments], folder, folder)


def _run(name: str, command: list[str], folder: Path, cache: Path) -> Figure:
    environment = {**os.environ, "STORAGELINT_CACHE_DIR": str(cache)}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    seconds = time.perf_counter() - start
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.decode()}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Figure(name, seconds, processor, after.ru_maxrss / 1024)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.projects", description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--project", type=Path, help="a folder of documents instead of ours")
    arguments = parser.parse_args()
    for documents in [0] if arguments.project else arguments.documents:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place, "project")
            if arguments.project:
                shutil.copytree(arguments.project, folder)
            else:
                write_project(folder, documents)
            count = sum(1 for _ in folder.rglob("*.md"))
            print(f"{count} files of Markdown")
            for figure in chain(measure(folder, Path(place, "cache")), rivals(folder)):
                name, seconds, processor, megabytes = figure
                print(
                    f"{name:22}{seconds:8.2f} s{processor:8.2f} s CPU {megabytes:6.0f} MB",
                    flush=True,
                )


if __name__ == "__main__":
    main()
