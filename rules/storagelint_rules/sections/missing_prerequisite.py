"""SL112 missing-prerequisite: a document that the design should rest on, and that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.surroundings.files import exists, is_on_disk
from storagelint.judging.surroundings.neighbours import beside
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Project
from storagelint.patterns import pattern
from storagelint.source import Span

_OF_FEATURE = ("prd.md", "00-research-report.md", "04-backend-design.md")
_OF_PROJECT = ("docs/requirements.md", "docs/architecture.md")
_PLAN = pattern(r"(?:\A|/)docs/plan/[^/]{1,99}/[^/]{1,99}/[^/]{1,99}\Z")


class MissingPrerequisite(Rule):
    """Only where the files are laid out as the kind has them; elsewhere nobody promised them."""

    code = "SL112"
    name = "missing-prerequisite"
    severity = Severity.WARNING
    rests_on_all = True

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if document.kind != "data-design" or not is_on_disk(document, context.project):
            return
        there = [name for name in _OF_FEATURE if exists(beside(document, name), context.project)]
        if not there and not _PLAN.search(document.path):
            return
        for name in _OF_FEATURE:
            if name not in there:
                yield self.at(document, _title(document), f"{name} is not beside the design")

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        designs = [
            head.path
            for head in project.heads
            if head.kind == "storage" and head.path.startswith("docs/storage/")
        ]
        first = project.document(min(designs)) if designs else None
        if first is None or not is_on_disk(first, project):
            return
        for name in _OF_PROJECT:
            if not exists(name, project):
                yield self.at(first, _title(first), f"{name} does not exist")


def _title(document: Document) -> Span:
    first = next((section for section in document.page.sections if section.heading), None)
    return first.span if first else document.page.source.line_span(1)
