"""Files -> the findings of a project; what an earlier run knows is neither read nor checked again.

A document is analysed alone, and its analysis says what its rules asked of other documents and of
the disk, and what they heard. It holds while the answers are the same, wherever it comes from:
from the cache, from another process, or from a moment ago when fewer documents were known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from storagelint.disk import Disk
from storagelint.linting.analysis import mark_of
from storagelint.linting.conflicted import without_their_fixes
from storagelint.linting.files import File, Load, load_file
from storagelint.linting.installed import digest
from storagelint.linting.memory import Archive, Memory
from storagelint.linting.registry import Registry
from storagelint.linting.result import Result
from storagelint.linting.task import Task
from storagelint.linting.texts import Texts
from storagelint.source import SourceError


@dataclass(frozen=True)
class Run:
    """One check of a project."""

    task: Task
    registry: Registry
    """The rules by name; their code is loaded where a document has to be checked."""
    files: Sequence[File]
    load: Load = load_file
    beside: Callable[[set[str]], Sequence[File]] | None = None
    """The other documents of the project but those of some keys, where they are to be known."""
    archive: Archive | None = None
    """What earlier runs left."""
    code: str = ""
    """What tells the code that runs from other code."""
    jobs: int = 1
    """In how many processes; in one where `load` gives other bytes than the disk."""
    progress: Callable[[int], None] = lambda _count: None
    disk: Disk | None = None
    """What stands for the disk below the root, where it is not that itself."""
    seconds: dict[str, float] = field(default_factory=dict)
    """What reading and each rule have taken in this process."""
    marks: dict[str, str] = field(init=False, default_factory=dict)
    """What tells each document from others, by its key, as it was when the run began."""

    def result(self) -> Result:
        """The findings. Raises WorkerError when one of several processes ends too early."""
        self.look_at(self.files)
        result = self._past()
        if result is None:
            from storagelint.linting.work import present

            result = present(self)
        result.diagnostics = without_their_fixes(result.diagnostics)
        self.memory.save()
        return result

    @cached_property
    def memory(self) -> Memory:
        """What earlier runs of this task found."""
        return Memory(self.archive, self.code, self.task, self.registry)

    @property
    def own_marks(self) -> list[str]:
        """The marks of the documents that are checked, in their order."""
        return [self.marks[file.key] for file in self.files]

    def look_at(self, files: Iterable[File]) -> None:
        """Take the marks of files."""
        for file in files:
            try:
                self.marks[file.key] = mark_of(file, self.load(file))
            except SourceError as error:
                self.marks[file.key] = f"unread {file.key}: {error}"

    def _past(self) -> Result | None:
        """What an earlier run found that had all the same before it."""
        past = self.memory.past(self.own_marks)
        if past is None:
            return None
        if past.context is not None:
            context = self.beside(set(self.marks)) if self.beside else ()
            self.look_at(context)
            if digest(self.marks[file.key] for file in context) != past.context:
                return None
        disk = self.disk or Disk(self.task.root)
        if any(disk.answer(asked, self.marks) != said for asked, said in past.answers.items()):
            return None
        texts = Texts({file.key: file for file in self.files}, self.load)
        return Result(
            past.findings, texts, len(self.files), past.suppressed, suppressions=past.suppressions
        )
