"""SL331 missing-erd: a relational design without an entity relationship diagram."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.drawn import defined_tables, drawn_otherwise
from storagelint.kinds import Kind
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Document
from storagelint.source import Span


class MissingErd(Rule):
    """Another sort of drawing lowers the severity by one.

    Where the heading that it belongs under is missing too, SL101 writes both.
    """

    code = "SL331"
    name = "missing-erd"
    severity = Severity.ERROR
    fixable = Safety.SAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.diagram == "optional" or document.diagrams or not document.relational:
            return
        tables = defined_tables(document)
        wanted = 3 if context.kind.diagram == "required" else 2
        wanted -= drawn_otherwise(document) + (len(tables) == 1)
        if not tables or wanted < 2:
            return
        yield self.at(
            document,
            _place(document),
            f"no diagram shows the {len(tables)} tables" if len(tables) > 1 else "no diagram",
            severity=Severity.ERROR if wanted == 3 else Severity.WARNING,
            fix=_fix(document, context.kind),
        )


def _fix(document: Document, kind: Kind) -> Fix | None:
    from storagelint.generating.edits.diagram_edits import new_diagram

    made = new_diagram(document, kind)
    return Fix("Draw the diagram", (Edit(*made),)) if made else None


def _place(document: Document) -> Span:
    for role in ("entity-diagram", "data-model", "relationships", "entities"):
        section = document.section(role)
        if section is not None:
            return section.span
    return document.page.source.line_span(1)
