"""`storagelint check ONE.md` -> the processor time that a whole process takes, in milliseconds."""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.documents import make_document

_NO_BYTE_CODE = "PYTHONDONTWRITEBYTECODE"
_STEPS = {
    "python": "pass",
    "with click": "import click",
    "with markdown-it": "import click, markdown_it",
    "with the reader": "import click, storagelint.reading",
    "with the command": "import storagelint.cli.check, storagelint.reading",
    "check": "import sys; from storagelint.cli import run; run(['check', sys.argv[1]])",
}
"""What a process does -> its program; each does what the one before it does, and more."""


def measure(rounds: int) -> dict[str, float]:
    """The median processor time of each step, with that of the system, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder, "03-data-design.md")
        document.write_text(make_document(1), "utf-8")
        return {name: _median(program, document, rounds) for name, program in _STEPS.items()}


def _median(program: str, document: Path, rounds: int) -> float:
    command = [sys.executable, "-c", program, str(document)]
    _seconds(command)
    return 1000 * statistics.median(_seconds(command) for _ in range(rounds))


def _seconds(command: list[str]) -> float:
    """The processor time of a process; the first one writes the byte code that others load."""
    environment = {key: value for key, value in os.environ.items() if key != _NO_BYTE_CODE}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.start_up", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="processes a step (default: 7)")
    for name, milliseconds in measure(parser.parse_args().rounds).items():
        print(f"{name:18}{milliseconds:6.0f} ms")


if __name__ == "__main__":
    main()
