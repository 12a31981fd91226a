"""A file -> what its own document says, what is wrong with it, and what that rests on."""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter

from storagelint.linting import engine_rules
from storagelint.linting.analysis import Analysis, mark_of
from storagelint.linting.checker import Checker
from storagelint.linting.documents import READ_SECONDS, read_document
from storagelint.linting.engine_rules import START
from storagelint.linting.files import File, Load, load_file
from storagelint.linting.project import external_entities, read_conductors
from storagelint.linting.rule import Context, Diagnostic
from storagelint.linting.shelf import Shelf
from storagelint.linting.suppress import suppressions
from storagelint.linting.task import Task
from storagelint.linting.watchdog import Watchdog
from storagelint.model import Document, Head, Question, head_of
from storagelint.source import Source, SourceError, decode

READING = "reading"
"""What the seconds of reading are counted under, beside the codes of rules."""


class Analyst:
    """Reads and checks documents, one after the other, in one process."""

    def __init__(
        self,
        task: Task,
        files: Iterable[File],
        heads: Iterable[Head] = (),
        load: Load = load_file,
        seconds: dict[str, float] | None = None,
    ) -> None:
        self.task = task
        self.files = {file.key: file for file in files}
        """The files of the documents that rules may ask for."""
        self._seen: dict[str, tuple[str, list[Diagnostic]]] = {}
        """The mark of each document that was read, and what could not be read of it."""
        self.seconds: dict[str, float] = {} if seconds is None else seconds
        """What reading and each rule have taken so far."""
        self._contexts: dict[tuple[str, str], Context] = {}
        self._moved = False
        """Whether a file that a rule asked for is not as its head says."""
        self._load = load
        self._rules = task.selection.rules(task.registry)
        self._reading = Watchdog(READ_SECONDS)
        self._checking = Watchdog(task.rule_seconds)
        external = external_entities(task.settings)
        self.shelf = Shelf(heads, self._fetch, task.root, external, read_conductors)

    def analyse(self, file: File, *, wait: bool = False) -> Analysis:
        """What is to be said of a file.

        With `wait` the rules do not run on a document that names entities which it does not
        define: they would ask for documents that are not known yet.
        """
        self.files[file.key] = file
        try:
            data = self._load(file)
            source = decode(data, file.key)
        except SourceError as error:
            finding = engine_rules.UNREADABLE_FILE.at(file.key, START, str(error))
            return Analysis(file.key, None, (finding,))
        mark = mark_of(file, data)
        document, findings = self._read(source, file, mark)
        if document is None:
            return Analysis(file.key, None, tuple(findings))
        head = head_of(document, mark)
        self.shelf.learn([head])
        if wait and head.missing:
            return Analysis(file.key, head, ())
        self._begin()
        checker = self._checker([file.key])
        with self._checking.on_guard():
            findings += checker.check_document(document, self._rules)
        return Analysis(
            file.key,
            head,
            tuple(findings),
            self._answers(),
            tuple(suppressions(document.page, self.task.registry.knows)),
            not self._moved,
        )

    def head(self, file: File) -> Head | None:
        """What others may ask of a document that is not checked; None where it cannot be read."""
        self.files[file.key] = file
        try:
            data = self._load(file)
            mark = mark_of(file, data)
            document, _ = self._read(decode(data, file.key), file, mark)
        except SourceError:
            return None
        return head_of(document, mark) if document else None

    def check_project(self, checked: Iterable[str]) -> Analysis:
        """What the rules for whole projects find, in documents of these paths for the most part."""
        self._begin()
        with self._checking.on_guard():
            findings = tuple(self._checker(checked).check_project(self._rules))
        return Analysis("", None, findings, self._answers(), steady=not self._moved)

    def _begin(self) -> None:
        self.shelf.asked = set()
        self._moved = False

    def _answers(self) -> dict[Question, str]:
        return {question: self.shelf.answer(question) for question in sorted(self.shelf.asked)}

    def _checker(self, checked: Iterable[str]) -> Checker:
        task = self.task
        return Checker(
            self.shelf,
            frozenset(checked),
            task.kinds,
            task.settings,
            self._checking,
            self._contexts,
            self.seconds,
            task.partial,
        )

    def _read(
        self, source: Source, file: File, mark: str
    ) -> tuple[Document | None, list[Diagnostic]]:
        kept = self.shelf.kept(file.key)
        if kept is not None and self._seen.get(file.key, ("",))[0] == mark:
            return kept, [*self._seen[file.key][1]]
        start = perf_counter()
        with self._reading.on_guard():
            document, findings = read_document(source, file, self.task.kinds, self._reading)
        self._spent_on_reading(perf_counter() - start)
        if document is not None:
            self.shelf.keep(document)
            self._seen[file.key] = (mark, findings)
        return document, [*findings]

    def _spent_on_reading(self, seconds: float) -> None:
        self.seconds[READING] = self.seconds.get(READING, 0.0) + seconds

    def _fetch(self, path: str) -> Document:
        """A document that a rule asks for; the time that it takes is not the rule's."""
        file = self.files[path]
        data = self._load(file)
        head = self.shelf.head(path)
        self._moved |= head is None or head.mark != mark_of(file, data)
        before = self._checking.paused_seconds
        with self._checking.paused():
            document, _ = read_document(decode(data, path), file, self.task.kinds, self._checking)
        self._spent_on_reading(self._checking.paused_seconds - before)
        if document is None:
            raise SourceError("document was not read")
        return document
