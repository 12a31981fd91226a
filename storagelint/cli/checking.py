"""A session and options -> its findings, with what the cache knows and in several processes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storagelint.cli.session import Problem, Session, progress
from storagelint.linting.cache import Cache, default_folder
from storagelint.linting.incremental import Run
from storagelint.linting.listing import installed_rules
from storagelint.linting.memory import Memory
from storagelint.linting.registry import Registry
from storagelint.linting.result import Result
from storagelint.linting.rule import Severity
from storagelint.linting.selection import Selection
from storagelint.linting.task import Task, WorkerError

if TYPE_CHECKING:
    from storagelint.cli.revisions import Revision


@dataclass(frozen=True)
class Means:
    """What a run may use to be fast."""

    cache: Cache | None
    jobs: int
    seconds: dict[str, float] = field(default_factory=dict)
    """What reading and each rule have taken in this process."""

    def registry(self, session: Session) -> tuple[Registry, str]:
        """The rules of a session by name, and the mark of the code that runs."""
        code = ""

        def find(packs: Sequence[str]) -> Registry:
            nonlocal code
            registry, code = installed_rules(self.cache, packs)
            return registry

        return session.registry(find), code

    def check(
        self,
        session: Session,
        registry: Registry,
        code: str,
        selection: Selection,
        least: Severity,
        *,
        suppress: bool = True,
        revision: Revision | None = None,
    ) -> Result:
        """The findings of a session, or of what stood at its PATHs at a revision.

        Raises Problem when a process of several ends too early.
        """
        task = Task(
            session.loaded.settings,
            selection,
            session.root,
            session.settings_path,
            suppress,
            least,
            found=None if registry.named_only else registry,
        )
        memory = Memory(self.cache, code, task)
        state = revision or session
        beside = state.others if session.paths else None
        try:
            with progress() as count:
                files = list(state.files())
                return Run(
                    task,
                    registry,
                    files,
                    state.load,
                    memory,
                    beside,
                    self.jobs,
                    count,
                    revision.tree if revision else None,
                    self.seconds,
                ).result()
        except WorkerError as error:
            raise Problem(str(error)) from None


@contextmanager
def means(*, cache: bool, jobs: int | None) -> Iterator[Means]:
    """The means of a run; without a number of jobs, as many as can work at the same time."""
    folder = default_folder() if cache else None
    opened = Cache(folder) if folder is not None else None
    try:
        yield Means(opened, jobs or _cores())
    finally:
        if opened is not None:
            opened.close()


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
