"""Findings, heads and suppressions <-> plain data, such as JSON can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storagelint.disk import Question
from storagelint.linting.rule import Diagnostic, Edit, Fix, NewFile, Safety, Severity, Together
from storagelint.source import Span

if TYPE_CHECKING:
    from storagelint.linting.suppression import Suppression
    from storagelint.model import Head

Data = list[Any]
"""Lists, texts, numbers, truth values and None."""


def finding_to_data(finding: Diagnostic) -> Data:
    """The data of a finding with all that it carries."""
    fix, together = finding.fix, finding.together
    return [
        finding.code,
        finding.name,
        finding.severity.value,
        finding.message,
        finding.path,
        list(finding.span),
        finding.entity,
        finding.field,
        fix
        and [
            fix.title,
            [[list(edit.span), edit.text, edit.rank] for edit in fix.edits],
            fix.safety.value,
            [[file.path, file.text] for file in fix.creates],
        ],
        list(finding.evidence),
        together and [together.above, together.message, together.title],
        finding.count,
    ]


def finding_from_data(data: Data) -> Diagnostic:
    """The finding of some data. Raises ValueError, TypeError or KeyError for other data."""
    code, name, severity, message, path, span, entity, field, fix, evidence, together, count = data
    return Diagnostic(
        code,
        name,
        Severity(severity),
        message,
        path,
        Span(*span),
        entity,
        field,
        fix and _fix(*fix),
        tuple(evidence),
        together and Together(*together),
        count,
    )


def _fix(title: str, edits: Data, safety: str, creates: Data) -> Fix:
    return Fix(
        title,
        tuple(Edit(Span(*span), text, rank) for span, text, rank in edits),
        Safety(safety),
        tuple(NewFile(path, text) for path, text in creates),
    )


def head_to_data(head: Head) -> Data:
    """The data of a head, without its path and its mark."""
    return [
        head.kind,
        head.system,
        head.how_to,
        list(head.entities),
        list(head.indexes),
        list(head.missing),
    ]


def head_from_data(data: Data, path: str, mark: str) -> Head:
    """The head of some data. Raises ValueError or TypeError for other data."""
    from storagelint.model import Head

    kind, system, how_to, entities, indexes, missing = data
    return Head(path, kind, system, how_to, tuple(entities), tuple(indexes), tuple(missing), mark)


def suppression_to_data(suppression: Suppression) -> Data:
    """The data of a suppression."""
    return [
        list(suppression.span),
        list(suppression.selectors),
        suppression.reason,
        suppression.first_line,
        suppression.last_line,
        sorted(suppression.used),
        suppression.misread,
    ]


def suppression_from_data(data: Data) -> Suppression:
    """The suppression of some data. Raises ValueError or TypeError for other data."""
    from storagelint.linting.suppression import Suppression

    span, selectors, reason, first_line, last_line, used, misread = data
    lines = (first_line, last_line)
    return Suppression(Span(*span), tuple(selectors), reason, *lines, set(used), misread)


def answers_to_data(answers: dict[Question, str]) -> Data:
    """The data of questions with their answers."""
    return [[*question, answer] for question, answer in answers.items()]


def answers_from_data(data: Data) -> dict[Question, str]:
    """The questions of some data with their answers. Raises ValueError for other data."""
    return {Question(about, name, within): answer for about, name, within, answer in data}
