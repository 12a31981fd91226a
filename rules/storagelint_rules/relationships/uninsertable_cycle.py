"""SL319 uninsertable-cycle: tables of which each needs a row of the next before its own."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.insertion import required_rings
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document


class UninsertableCycle(Rule):
    """One finding for all tables that need each other, with a shortest ring among them."""

    code = "SL319"
    name = "uninsertable-cycle"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for ring in required_rings(document) if document.relational else ():
            path = " → ".join([*(link.label for link in ring), ring[0].child.name])
            first = ring[0].fields[0]
            yield self.at(
                document,
                first.where(Attribute.REFERENCES),
                f"no first row can be written in the ring {path}",
                entity=ring[0].child,
                field=first,
            )
