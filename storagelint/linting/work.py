"""A run -> its findings, where no earlier run knows them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from storagelint.disk import ON_DISK, Question
from storagelint.linting.analysis import Analysis
from storagelint.linting.analyst import Analyst
from storagelint.linting.files import File
from storagelint.linting.installed import digest
from storagelint.linting.memory import Past
from storagelint.linting.result import Result
from storagelint.linting.run import Run
from storagelint.linting.sifting import Sifting
from storagelint.linting.texts import Texts
from storagelint.model import Head

_FEW = 16
"""So many documents are sooner done in one process than given to several."""


def present(run: Run) -> Result:
    """The findings, which are remembered. Raises WorkerError when a process ends too early."""
    task = run.task
    work = _Work(run, Analyst(task, run.files, load=run.load, seconds=run.seconds))
    work.analyst.shelf.disk = run.disk or work.analyst.shelf.disk
    analyses = work.analyses()
    heads = [each.head for each in analyses.values() if each.head]
    read = {head.path for head in heads}
    whole = work.of_project(sorted(read))
    all_of_them = (*analyses.values(), whole)
    result = Result(
        [finding for each in all_of_them for finding in each.findings],
        Texts({file.key: file for file in run.files if file.key in read}, run.load),
        len(run.files),
    )
    if task.suppress:
        silencing = ((path, list(each.suppressions)) for path, each in analyses.items())
        result.suppressions.update((path, found) for path, found in silencing if found)
    Sifting(
        run.registry,
        task.selection,
        task.settings,
        task.root,
        task.settings_path,
        task.suppress,
        task.least,
        task.partial,
    ).sift(result, frozenset(head.path for head in heads if head.how_to))
    unchanged = all(run.marks[head.path] == head.mark for head in heads)
    if unchanged and all(each.whole for each in all_of_them):
        _remember(run, result, all_of_them, work.context)
    return result


def _remember(
    run: Run, result: Result, analyses: Iterable[Analysis], context: Sequence[File] | None
) -> None:
    answers = {
        question: answer
        for analysis in analyses
        for question, answer in (analysis.answers or {}).items()
        if question.about in ON_DISK
    }
    beside = None if context is None else digest(run.marks[file.key] for file in context)
    past = Past(result.diagnostics, result.suppressed, answers, beside, result.suppressions)
    run.memory.keep_past(run.own_marks, past)


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
        run.look_at(self.context)
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
        return self.run.jobs == 1 or len(files) < _FEW

    def _counted(self, analysis: Analysis) -> Analysis:
        if analysis.answers is not None or analysis.head is None:
            self.done += 1
            self.run.progress(self.done)
        return analysis
