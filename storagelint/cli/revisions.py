"""A session and a revision -> its files as git has them, and what a change of them brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from storagelint.cli.session import STDIN, Problem, Session
from storagelint.history.brought import Moves, brought, lines_before, moved
from storagelint.history.git import GitError
from storagelint.history.repository import Repository
from storagelint.history.tree import Tree
from storagelint.linting.engine_rules import INCOMPLETE
from storagelint.linting.files import File, listed
from storagelint.linting.result import Result
from storagelint.linting.rule import Diagnostic
from storagelint.source import SourceError, decode, load


@dataclass(frozen=True)
class Revision:
    """A session's PATHs at a commit, or as they are staged."""

    session: Session
    tree: Tree
    present: Set[str] | None = None
    """The keys that the search of the PATHs finds on the disk: others that are there too are left
    out. None where only git counts."""

    def files(self) -> Iterator[File]:
        """The files of the PATHs that were there."""
        session = self.session
        found = [
            file
            for file in self._listed(session.places)
            if self.present is None or file.key in self.present or not self._is_on_disk(file.key)
        ]
        self.tree.fetch(file.key for file in found)
        yield from found

    def others(self, keys: Set[str]) -> list[File]:
        """The documents of the project but those of some keys."""
        beside = {file.key for file in self.session.others(keys)}
        return [
            file
            for file in self._listed([self.session.root])
            if file.key not in keys
            and (self.present is None or file.key in beside or not self._is_on_disk(file.key))
        ]

    def load(self, file: File) -> bytes:
        """The bytes of a file. Raises SourceError when they cannot be had."""
        if self.tree.is_unmerged(file.key):
            raise SourceError("file is not merged: git has several versions of it")
        data = self.tree.bytes_of(file.key)
        if data is None:
            raise SourceError("git does not have the file")
        return data

    def _listed(self, places: Sequence[Path]) -> list[File]:
        session = self.session
        settings, kinds = session.loaded.settings, session.kinds
        return listed(self.tree.blobs, places, session.root, settings, kinds)

    def _is_on_disk(self, key: str) -> bool:
        return (self.session.root / key).exists()


@dataclass(frozen=True)
class Comparison:
    """What a session is compared with."""

    session: Session
    before: Tree
    staged: Tree | None
    """What is compared; None where that is what stands on the disk."""

    @property
    def now(self) -> Revision | None:
        """What is checked, where that is not what stands on the disk."""
        return None if self.staged is None else Revision(self.session, self.staged)

    def brought(self, after: Result, check: Callable[[Revision], Result]) -> list[Diagnostic]:
        """The findings that were not there before; `check` finds those that were.

        What could not be read or checked is always among them.
        """
        if not after.diagnostics:
            return []
        keys = frozenset(after.sources)
        revision = Revision(self.session, self.before, keys if self.staged is None else None)
        before = check(revision)
        change = self._change(after, before)
        found = brought(before.diagnostics, after.diagnostics, change)
        kept = {id(each) for each in found}
        return [each for each in after.diagnostics if id(each) in kept or each.code in INCOMPLETE]

    def _change(self, after: Result, before: Result) -> Moves:
        gone = [key for key in before.sources if key not in after.sources]
        come = [key for key in after.sources if key not in self.before.blobs]
        names = moved(
            {key: self._lines_before(key) for key in gone},
            {key: self._lines_now(key) for key in come},
        )
        lines = {}
        for key in {finding.path for finding in after.diagnostics}:
            old = names.get(key, key)
            if old != key or not self.before.holds(key, self._bytes_now(key)):
                lines[key] = lines_before(self._lines_before(old), self._lines_now(key))
        return Moves(lines, names)

    def _lines_before(self, key: str) -> Sequence[str]:
        return _lines(self.before.bytes_of(key) or b"", key)

    def _lines_now(self, key: str) -> Sequence[str]:
        return _lines(self._bytes_now(key), key)

    def _bytes_now(self, key: str) -> bytes:
        if self.staged is not None:
            return self.staged.bytes_of(key) or b""
        try:
            return load(self.session.root / key)
        except SourceError:
            return b""


def compare(session: Session, since: str | None, *, staged: bool) -> Comparison:
    """What a session is compared with: where its history left that of a revision, or HEAD.

    Raises Problem where git cannot tell, or both are asked for.
    """
    if since is not None and staged:
        raise Problem("--changed-since and --staged are two questions: ask one")
    if STDIN in session.paths:
        raise Problem("the standard input has no earlier revision")
    try:
        repository = Repository.around(session.root)
        if since is not None:
            tree = repository.tree(repository.fork(since))
            return Comparison(session, Tree(session.root, repository, tree), None)
        head = repository.commit("HEAD")
        old = repository.tree(head) if head else {}
        new = Tree(session.root, repository, repository.index())
        return Comparison(session, Tree(session.root, repository, old), new)
    except GitError as error:
        raise Problem(str(error)) from None


def _lines(data: bytes, key: str) -> Sequence[str]:
    try:
        return decode(data, key).lines
    except SourceError:
        return ()
