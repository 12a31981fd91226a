"""SL321 composite-key-mismatch: a foreign key of several fields that does not fit its target."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.links import Link, links, target_fields
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document


class CompositeKeyMismatch(Rule):
    """A key of which one part is null refers to nothing, whatever the other parts hold."""

    code = "SL321"
    name = "composite-key-mismatch"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for link in links(document):
            problem = _problem(link)
            if problem:
                yield self.at(
                    document,
                    link.reference.span
                    if len(link.fields) > 1
                    else link.fields[0].where(Attribute.REFERENCES),
                    problem,
                    entity=link.child,
                    field=link.fields[0],
                )


def _problem(link: Link) -> str | None:
    reference = link.reference
    if len(link.fields) < 2:
        return None
    names = target_fields(reference, link.parent)
    if names and len(names) != len(reference.fields):
        count = f"{len(names)} field" + ("s" if len(names) > 1 else "")
        return (
            f"{link.label} has {len(reference.fields)} fields, "
            f"but its target {link.parent.name} ({', '.join(names)}) has {count}"
        )
    required = [field for field in link.fields if field.nullable is False or field.primary_key]
    optional = [field for field in link.fields if field.nullable and not field.primary_key]
    if required and optional:
        return f"{optional[0].name} of the foreign key {link.label} may be null, but not the rest"
    return None
