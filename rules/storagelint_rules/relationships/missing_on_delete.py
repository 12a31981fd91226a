"""SL318 missing-on-delete: a foreign key that says not what a delete of its target does."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.links import links
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document


class MissingOnDelete(Rule):
    """Only in relational designs; leaving it to the default is what most designs do."""

    code = "SL318"
    name = "missing-on-delete"
    severity = Severity.WARNING
    pedantic = True

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for link in links(document) if document.relational else ():
            if link.reference.on_delete:
                continue
            first = link.fields[0]
            yield self.at(
                document,
                first.where(Attribute.REFERENCES),
                f"{link.label} states no action on delete of {link.parent.name}",
                entity=link.child,
                field=first,
            )
