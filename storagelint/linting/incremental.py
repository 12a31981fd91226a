"""Files -> the findings of a project; what an earlier run knows is neither read nor checked again.

A document is analysed alone, and its analysis says what its rules asked of other documents and of
the disk, and what they heard. It holds while the answers are the same, wherever it comes from:
from the cache, from another process, or from a moment ago when fewer documents were known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field

from storagelint.linting.analysis import Analysis, Analyst, Load, Task, mark_of
from storagelint.linting.files import File
from storagelint.linting.installed import digest
from storagelint.linting.memory import Memory, Past
from storagelint.linting.run import Result, Sifting
from storagelint.linting.shelf import Shelf
from storagelint.linting.texts import Texts
from storagelint.model import Document, Head, Question
from storagelint.model.disk import Disk
from storagelint.source import SourceError

_ON_DISK = frozenset(["entries", "exists", "file", "source"])
"""What questions ask of the disk, and not of a document."""
_FEW = 16
"""So many documents are sooner done in one process than given to several."""


@dataclass(frozen=True)
class Run:
    """One check of a project."""

    task: Task
    sifting: Sifting
    files: Sequence[File]
    load: Load
    memory: Memory
    beside: Callable[[set[str]], Sequence[File]] | None = None
    """The other documents of the project but those of some keys, where they are to be known."""
    jobs: int = 1
    progress: Callable[[int], None] = lambda _count: None
    disk: Disk | None = None
    """What stands for the disk below the root, where it is not that itself; in one process."""
    marks: dict[str, str] = field(default_factory=dict)
    """What tells each document from others, by its key, as it was when the run began."""

    def result(self) -> Result:
        """The findings. Raises WorkerError when one of several processes ends too early."""
        self.marks.update(self._marks_of(self.files))
        result = self._past() or self._present()
        self.memory.save()
        return result

    def _past(self) -> Result | None:
        """What an earlier run found that had all the same before it."""
        past = self.memory.past(self._own_marks())
        if past is None:
            return None
        paths = [file.key for file in self.files]
        if past.context is not None:
            context = self.beside(set(paths)) if self.beside else ()
            marks = self._marks_of(context)
            if digest(marks.values()) != past.context:
                return None
            paths += marks
        heads = [Head(path) for path in paths]
        project = Shelf(heads, _nothing, self.task.root)
        project.disk = self.disk or project.disk
        if any(project.answer(question) != said for question, said in past.answers.items()):
            return None
        return Result(
            past.findings,
            files=len(self.files),
            suppressed=past.suppressed,
            texts=self._texts(),
        )

    def _present(self) -> Result:
        work = _Work(self, Analyst(self.task, self.files, load=self.load))
        work.analyst.shelf.disk = self.disk or work.analyst.shelf.disk
        analyses = work.analyses()
        whole = work.of_project([path for path, each in analyses.items() if each.head])
        unread = {path for path, each in analyses.items() if each.head is None}
        result = Result(
            [finding for each in (*analyses.values(), whole) for finding in each.findings],
            files=len(self.files),
            texts=self._texts(unread),
        )
        if self.sifting.suppress:
            result.suppressions.update(
                (path, list(each.suppressions))
                for path, each in analyses.items()
                if each.suppressions
            )
        heads = [each.head for each in analyses.values() if each.head]
        self.sifting.sift(result, frozenset(head.path for head in heads if head.how_to))
        unchanged = all(self.marks[head.path] == head.mark for head in heads)
        if unchanged and all(each.whole for each in (*analyses.values(), whole)):
            self._keep(result, [*analyses.values(), whole], work.context)
        return result

    def _keep(
        self, result: Result, analyses: Iterable[Analysis], context: Sequence[File] | None
    ) -> None:
        answers = {
            question: answer
            for analysis in analyses
            for question, answer in (analysis.answers or {}).items()
            if question.about in _ON_DISK
        }
        beside = None if context is None else digest(self.marks[file.key] for file in context)
        past = Past(result.diagnostics, result.suppressed, answers, beside)
        self.memory.keep_past(self._own_marks(), past)

    def _texts(self, unread: Set[str] = frozenset()) -> Texts:
        files = {file.key: file for file in self.files if file.key not in unread}
        return Texts(files, self.load)

    def _own_marks(self) -> list[str]:
        return [self.marks[file.key] for file in self.files]

    def _marks_of(self, files: Iterable[File]) -> dict[str, str]:
        return {file.key: self._mark_of(file) for file in files}

    def _mark_of(self, file: File) -> str:
        try:
            return mark_of(file, self.load(file))
        except SourceError as error:
            return f"unread {file.key}: {error}"


@dataclass
class _Work:
    """What a run does where no earlier one has done it."""

    run: Run
    analyst: Analyst
    context: Sequence[File] | None = None
    """The other documents of the project, where they had to be known."""
    heard: dict[Question, str] = field(default_factory=dict)
    """The answers of the whole project."""
    done: int = 0

    def analyses(self) -> dict[str, Analysis]:
        """The analysis of each file by its key, in the order of the files."""
        run, shelf = self.run, self.analyst.shelf
        found: dict[str, Analysis] = {}
        for file in run.files:
            stored = run.memory.analysis(file.key, run.marks[file.key])
            if stored is not None:
                found[file.key] = stored
        shelf.learn(each.head for each in found.values() if each.head)
        missing = [file for file in run.files if file.key not in found]
        fresh = {each.path: each for each in self._analyse(missing, wait=True)}
        shelf.learn(each.head for each in fresh.values() if each.head)
        found |= fresh
        self._learn_context()
        stale = [file for file in run.files if not self._holds(found[file.key])]
        fresh |= {each.path: each for each in self._analyse(stale, wait=False)}
        found |= fresh
        for analysis in fresh.values():
            if analysis.whole:
                run.memory.keep_analysis(analysis)
        return {file.key: found[file.key] for file in run.files}

    def of_project(self, paths: Sequence[str]) -> Analysis:
        """What the rules for whole projects find in documents of these paths."""
        stored = self.run.memory.project(paths)
        if stored is not None and self._holds(stored):
            return stored
        analysis = self.analyst.check_project(paths)
        if analysis.whole:
            self.run.memory.keep_project(paths, analysis)
        return analysis

    def _holds(self, analysis: Analysis) -> bool:
        """Whether the whole project answers as an analysis heard it."""
        if analysis.answers is None:
            return analysis.head is None
        return all(self._hear(question) == said for question, said in analysis.answers.items())

    def _hear(self, question: Question) -> str:
        if question not in self.heard:
            self.heard[question] = self.analyst.shelf.answer(question)
        return self.heard[question]

    def _learn_context(self) -> None:
        """Know the other documents of the project, where one of these names what none defines."""
        run, shelf = self.run, self.analyst.shelf
        if run.beside is None or not shelf.has_unknown_names():
            return
        self.context = run.beside({file.key for file in run.files})
        run.marks.update(run._marks_of(self.context))
        self.analyst.files |= {file.key: file for file in self.context}
        known = [run.memory.head(file.key, run.marks[file.key]) for file in self.context]
        pairs = zip(self.context, known, strict=True)
        read = list(self._heads([file for file, head in pairs if head is None]))
        for head in read:
            run.memory.keep_head(head)
        shelf.learn(head for head in (*known, *read) if head)

    def _analyse(self, files: Sequence[File], *, wait: bool) -> Iterator[Analysis]:
        if self._is_alone(files):
            for file in files:
                yield self._counted(self.analyst.analyse(file, wait=wait))
            return
        from storagelint.linting.workers import analyses

        known = (*self.run.files, *(self.context or ()))
        heads = self.analyst.shelf.heads
        for several in analyses(self.run.task, files, known, heads, self.run.jobs, wait=wait):
            yield from map(self._counted, several)

    def _heads(self, files: Sequence[File]) -> Iterator[Head]:
        if self._is_alone(files):
            yield from (head for file in files if (head := self.analyst.head(file)))
            return
        from storagelint.linting.workers import heads

        for several in heads(self.run.task, files, self.run.jobs):
            yield from several

    def _is_alone(self, files: Sequence[File]) -> bool:
        return self.run.jobs == 1 or len(files) < _FEW or self.run.disk is not None

    def _counted(self, analysis: Analysis) -> Analysis:
        if analysis.answers is not None or analysis.head is None:
            self.done += 1
            self.run.progress(self.done)
        return analysis


def _nothing(path: str) -> Document:
    raise KeyError(path)
