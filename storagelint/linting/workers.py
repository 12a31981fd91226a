"""Many files -> their analyses, in several processes where that pays."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for
from typing import TypeVar

from storagelint.linting.analysis import Analysis
from storagelint.linting.analyst import Analyst
from storagelint.linting.files import File
from storagelint.linting.task import Task, WorkerError
from storagelint.model import Head
from storagelint.vocabulary import speak

_CHUNK = 8
"""How many documents a process is given at a time."""

_MOST_ON_WINDOWS = 61
"""How many processes can be waited for there."""

_Made = TypeVar("_Made")


def analyses(
    task: Task,
    files: Sequence[File],
    known: Sequence[File],
    heads: Sequence[Head],
    jobs: int,
    *,
    wait: bool,
) -> Iterator[list[Analysis]]:
    """The analyses of files in no certain order; see `Analyst.analyse`.

    `known` are the files of all documents of the project, `heads` what is known of them. Raises
    WorkerError when a process ends before its work is done.
    """
    return _spread(task, files, known, heads, jobs, _check if not wait else _check_alone)


def heads(task: Task, files: Sequence[File], jobs: int) -> Iterator[list[Head]]:
    """The heads of files that are not checked. Raises WorkerError as `analyses` does."""
    return _spread(task, files, files, (), jobs, _heads)


_analyst: Analyst | None = None
"""The analyst of this process, where it is a worker."""


def _spread(
    task: Task,
    files: Sequence[File],
    known: Sequence[File],
    heads: Sequence[Head],
    jobs: int,
    work: Callable[[list[File]], _Made],
) -> Iterator[_Made]:
    chunks = [list(files[at : at + _CHUNK]) for at in range(0, len(files), _CHUNK)]
    context = multiprocessing.get_context(_method())
    pool = ProcessPoolExecutor(_processes(jobs, len(chunks)), context, _start, (task, known, heads))
    try:
        waiting: set[Future[_Made]] = set()
        for chunk in chunks:
            waiting.add(pool.submit(work, chunk))
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)
    except BrokenProcessPool:
        raise WorkerError("a worker process ended in the middle of its work") from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _processes(jobs: int, chunks: int) -> int:
    most = _MOST_ON_WINDOWS if sys.platform == "win32" else jobs
    return min(jobs, chunks, most)


def _method() -> str:
    """How processes are started: as copies of this one where nothing else runs in it."""
    alone = threading.active_count() == 1
    return "fork" if sys.platform == "linux" and alone else "spawn"


def _start(task: Task, known: Sequence[File], heads: Sequence[Head]) -> None:
    """A worker begins: it leaves Ctrl-C to the process that started it, and ends with that."""
    global _analyst
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    speak(task.settings.synonyms)
    _analyst = Analyst(task, known, heads)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(2)


def _own() -> Analyst:
    if _analyst is None:
        raise RuntimeError("process is no worker")
    return _analyst


def _check_alone(files: list[File]) -> list[Analysis]:
    return [_own().analyse(file, wait=True) for file in files]


def _check(files: list[File]) -> list[Analysis]:
    return [_own().analyse(file) for file in files]


def _heads(files: list[File]) -> list[Head]:
    return [head for file in files if (head := _own().head(file)) is not None]
