"""Findings -> those that are shown: many of one sort in a document become one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from storagelint.linting.rule import Diagnostic, Edit, Fix, NewFile, Safety, Together

_Sort = tuple[str, str, Together]
"""The document, the rule, and what it says of many."""


def grouped(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings in their order, where many that belong together are one.

    It stands at the place of the first, weighs as much as the weightiest and has all their fixes.
    Comments, baselines and changes are about each finding for itself: group what these leave.
    """
    findings = list(findings)
    sorts: dict[_Sort, list[Diagnostic]] = defaultdict(list)
    for each in findings:
        if each.together is not None:
            sorts[each.path, each.code, each.together].append(each)
    of = {
        id(members[0]): members
        for (_, _, together), members in sorts.items()
        if len(members) > together.above
    }
    gone = {id(each) for members in of.values() for each in members[1:]}
    return [
        _one(of[id(each)]) if id(each) in of else each for each in findings if id(each) not in gone
    ]


def _one(members: list[Diagnostic]) -> Diagnostic:
    first, together = members[0], members[0].together
    assert together is not None
    subjects = [subject for each in members if (subject := _subject(each))]
    return replace(
        first,
        severity=max((each.severity for each in members), key=lambda each: each.weight),
        message=together.say(len(members), _subject(first)),
        entity=None,
        field=None,
        fix=_all_fixes([each.fix for each in members if each.fix], together.title),
        evidence=(f"these are {', '.join(subjects)}",) if subjects else (),
        count=len(members),
    )


def _all_fixes(fixes: list[Fix], title: str) -> Fix | None:
    if not fixes:
        return None
    unsafe = any(fix.safety is Safety.UNSAFE for fix in fixes)
    edits: dict[Edit, None] = dict.fromkeys(edit for fix in fixes for edit in fix.edits)
    creates: dict[NewFile, None] = dict.fromkeys(file for fix in fixes for file in fix.creates)
    return Fix(
        title if title and len(fixes) > 1 else fixes[0].title,
        tuple(edits),
        Safety.UNSAFE if unsafe else Safety.SAFE,
        tuple(creates),
    )


def _subject(finding: Diagnostic) -> str:
    return ".".join(name for name in (finding.entity, finding.field) if name)
