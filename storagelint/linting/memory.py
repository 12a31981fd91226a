"""An archive -> what earlier runs found, each thing under all that it depends on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from storagelint.config import settings_file
from storagelint.disk import Question
from storagelint.linting.analysis import Analysis
from storagelint.linting.files import relative
from storagelint.linting.installed import digest
from storagelint.linting.registry import Registry
from storagelint.linting.rule import Diagnostic
from storagelint.linting.stored import (
    Data,
    answers_from_data,
    answers_to_data,
    finding_from_data,
    finding_to_data,
    head_from_data,
    head_to_data,
    suppression_from_data,
    suppression_to_data,
)
from storagelint.linting.task import Task

if TYPE_CHECKING:
    from storagelint.linting.suppression import Suppression
    from storagelint.model import Head

_Made = TypeVar("_Made")


class Archive(Protocol):
    """Where data is kept under keys: on the disk, or as long as a command lasts."""

    def get(self, key: str, make: Callable[[Any], _Made]) -> _Made | None:
        """What `make` makes of the data of a key; None where there is none, or none of use."""

    def put(self, key: str, data: Any) -> None:
        """Keep data."""

    def save(self) -> None:
        """Have it last as long as it is to."""


@dataclass(frozen=True, slots=True)
class Past:
    """The outcome of a whole run."""

    findings: list[Diagnostic]
    suppressed: int
    answers: dict[Question, str]
    """What the rules asked of the disk, and heard."""
    context: str | None
    """The mark of the documents beside those of the run, where these were to be known."""
    suppressions: dict[str, list[Suppression]]


class Memory:
    """What earlier runs of the same code with the same settings found. It may know nothing."""

    def __init__(self, archive: Archive | None, code: str, task: Task, registry: Registry) -> None:
        self._archive = archive
        self._reading = digest([code, repr(task.settings)])
        rules = (rule.code for rule in task.selection.rules(registry))
        self._checking = digest(
            [
                self._reading,
                *rules,
                str(task.root is None),
                str(task.rule_seconds),
                str(task.partial),
            ]
        )
        wanted = [repr(task.selection), str(task.suppress), task.least.value]
        self._whole = digest([self._checking, *wanted, _settings_mark(task)])

    def head(self, path: str, mark: str) -> Head | None:
        """The head of a document that is not checked."""
        return self._get(
            digest(["head", self._reading, mark]), lambda data: head_from_data(data, path, mark)
        )

    def keep_head(self, head: Head) -> None:
        """Remember the head of a document."""
        self._put(digest(["head", self._reading, head.mark]), head_to_data(head))

    def analysis(self, path: str, mark: str) -> Analysis | None:
        """The analysis of a document of these bytes."""
        return self._get(
            digest(["document", self._checking, mark]),
            lambda data: _analysis_from_data(data, path, mark),
        )

    def keep_analysis(self, analysis: Analysis) -> None:
        """Remember the analysis of a document."""
        if analysis.head is not None:
            key = digest(["document", self._checking, analysis.head.mark])
            self._put(key, _analysis_to_data(analysis))

    def project(self, paths: Iterable[str]) -> Analysis | None:
        """What the rules for whole projects found in documents of these paths."""
        return self._get(
            digest(["project", self._checking, *sorted(paths)]),
            lambda data: _analysis_from_data(data, "", ""),
        )

    def keep_project(self, paths: Iterable[str], analysis: Analysis) -> None:
        """Remember what the rules for whole projects found."""
        key = digest(["project", self._checking, *sorted(paths)])
        self._put(key, _analysis_to_data(analysis))

    def past(self, marks: Iterable[str]) -> Past | None:
        """The outcome of a run over documents of these marks."""
        return self._get(digest(["run", self._whole, *marks]), _past)

    def keep_past(self, marks: Iterable[str], past: Past) -> None:
        """Remember the outcome of a run."""
        data = [
            [finding_to_data(finding) for finding in past.findings],
            past.suppressed,
            answers_to_data(past.answers),
            past.context,
            {
                path: [suppression_to_data(each) for each in found]
                for path, found in past.suppressions.items()
            },
        ]
        self._put(digest(["run", self._whole, *marks]), data)

    def save(self) -> None:
        """Write what is to be remembered."""
        if self._archive is not None:
            self._archive.save()

    def _get(self, key: str, make: Callable[[Data], _Made]) -> _Made | None:
        return None if self._archive is None else self._archive.get(key, make)

    def _put(self, key: str, data: Data) -> None:
        if self._archive is not None:
            self._archive.put(key, data)


def _analysis_to_data(analysis: Analysis) -> Data:
    return [
        analysis.head and head_to_data(analysis.head),
        [finding_to_data(finding) for finding in analysis.findings],
        answers_to_data(analysis.answers or {}),
        [suppression_to_data(each) for each in analysis.suppressions],
    ]


def _analysis_from_data(data: Data, path: str, mark: str) -> Analysis:
    head, findings, answers, suppressions = data
    return Analysis(
        path,
        head and head_from_data(head, path, mark),
        tuple(finding_from_data(finding) for finding in findings),
        answers_from_data(answers),
        tuple(suppression_from_data(each) for each in suppressions),
    )


def _past(data: Data) -> Past:
    findings, suppressed, answers, context, suppressions = data
    return Past(
        [finding_from_data(finding) for finding in findings],
        suppressed,
        answers_from_data(answers),
        context,
        {
            path: [suppression_from_data(each) for each in found]
            for path, found in suppressions.items()
        },
    )


def _settings_mark(task: Task) -> str:
    """What tells the settings file from others: findings may be about its lines."""
    if task.root is None:
        return ""
    file = task.settings_path or settings_file(task.root)
    if file is None:
        return ""
    try:
        return f"{relative(file, task.root)}\0{file.read_bytes().hex()}"
    except OSError:
        return "unread"
