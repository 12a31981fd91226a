"""A session -> its findings, with what the cache knows and in several processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import click

from storagelint.cli.session import Problem, Session, progress
from storagelint.linting.cache import Cache, default_folder
from storagelint.linting.files import Load
from storagelint.linting.listing import installed_rules
from storagelint.linting.registry import Registry
from storagelint.linting.rule import Severity
from storagelint.linting.run import Run
from storagelint.linting.selection import Selection
from storagelint.linting.task import Task, WorkerError

if TYPE_CHECKING:
    from storagelint.cli.revisions import Revision


@dataclass(frozen=True)
class Checking:
    """The checks of a command: of what, by which rules, and what makes them fast."""

    session: Session
    registry: Registry
    """The rules by name."""
    code: str
    """What tells the code that runs from other code."""
    cache: Cache | None
    jobs: int
    seconds: dict[str, float] = field(default_factory=dict)
    """What reading and each rule have taken in this process."""

    def run(
        self,
        selection: Selection,
        least: Severity = Severity.INFO,
        *,
        suppress: bool = True,
        load: Load | None = None,
        progress: Callable[[int], None] = lambda _count: None,
    ) -> Run:
        """The check of the session's files."""
        session = self.session
        task = Task(
            session.loaded.settings,
            selection,
            session.root,
            session.settings_path,
            suppress,
            least,
            partial=session.is_partial,
            found=None if self.registry.named_only else self.registry,
        )
        return Run(
            task,
            self.registry,
            list(session.files()),
            load or session.load,
            session.others if session.paths else None,
            self.cache,
            self.code,
            self.jobs,
            progress,
            seconds=self.seconds,
        )


@contextmanager
def at_work() -> Iterator[Callable[[int], None]]:
    """A count of documents on a terminal, while runs are under way in the body.

    Raises Problem when a process of several ends too early.
    """
    try:
        with progress() as count:
            yield count
    except WorkerError as error:
        raise Problem(str(error)) from None


def at(run: Run, revision: Revision) -> Run:
    """A run over what stood at the same PATHs at a revision."""
    return replace(
        run,
        files=list(revision.files()),
        load=revision.load,
        beside=run.beside and revision.others,
        jobs=1,
        disk=revision.tree,
    )


def open_checking(session: Session, *, cache: bool = True, jobs: int | None = None) -> Checking:
    """The checks of a session; without a number of jobs, in as many as can work at the same time.

    The cache is closed when the command is done. Raises Problem as `Session.registry` does.
    """
    folder = default_folder() if cache else None
    opened = Cache(folder) if folder is not None else None
    if opened is not None:
        click.get_current_context().call_on_close(opened.close)
    code = ""

    def find(packs: Sequence[str]) -> Registry:
        nonlocal code
        registry, code = installed_rules(opened, packs)
        return registry

    return Checking(session, session.registry(find), code, opened, jobs or _cores())


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
