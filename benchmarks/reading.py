"""Documents -> milliseconds a document for parsing, reading and checking, start-up left out."""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from benchmarks.documents import make_document
from storagelint.config import Settings
from storagelint.kinds import builtin_kinds
from storagelint.linting.checker import Checker
from storagelint.linting.project import project_of
from storagelint.linting.registry import discover
from storagelint.linting.rule import Diagnostic
from storagelint.linting.selection import Selection
from storagelint.linting.task import RULE_SECONDS
from storagelint.linting.watchdog import Watchdog
from storagelint.markdown import Page, parse
from storagelint.model import Document
from storagelint.reading import read_page
from storagelint.source import from_text

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


class Speed(NamedTuple):
    """Processor time in milliseconds a document, the least of some rounds."""

    size: float
    """In kB a document."""
    parse: float
    read: float
    check: float


def measure(documents: int, rounds: int = 5) -> Speed:
    """The speed on so many documents, each worked on once before the clock starts."""
    sources = [from_text(make_document(seed), f"{seed}.md") for seed in range(documents)]
    kinds = builtin_kinds()
    settings, watchdog = Settings(), Watchdog(RULE_SECONDS)
    rules = Selection().rules(discover())

    def read(page: Page) -> Document:
        return read_page(page, path=page.source.path, kind=kinds["data-design"])

    def lint(document: Document) -> list[Diagnostic]:
        project = project_of([document], settings, None)
        checker = Checker(project, frozenset([document.path]), kinds, settings, watchdog)
        with watchdog.on_guard():
            return [*checker.check_document(document, rules), *checker.check_project(rules)]

    def run() -> tuple[float, float, float]:
        parsing, pages = _timed(parse, sources)
        reading, read_documents = _timed(read, pages)
        checking, _ = _timed(lint, read_documents)
        return parsing, reading, checking

    run()
    gc.collect()
    gc.freeze()
    best = [min(times) for times in zip(*(run() for _ in range(rounds)), strict=True)]
    gc.unfreeze()
    size = sum(len(source.text.encode()) for source in sources) / 1000
    parsing, reading, checking = (1000 * seconds / documents for seconds in best)
    return Speed(size / documents, parsing, reading, checking)


def _timed(work: Callable[[_Given], _Made], given: Iterable[_Given]) -> tuple[float, list[_Made]]:
    start = time.process_time()
    made = [work(each) for each in given]
    return time.process_time() - start, made


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--documents", type=int, default=40, help="how many (default: 40)")
    speed = measure(parser.parse_args().documents)
    print(f"document {speed.size:8.1f} kB")
    print(f"parse    {speed.parse:8.2f} ms")
    print(f"read     {speed.read:8.2f} ms")
    print(f"check    {speed.check:8.2f} ms")


if __name__ == "__main__":
    main()
