"""SL302 unknown-target-field: a foreign key that points at a field its target does not have."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.links import links, target_fields
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document, Entity, Form

_SKETCHES = {Form.MERMAID, Form.CODE, Form.JSON, Form.PROSE, Form.TEXT}
"""Notations that seldom show all fields."""


class UnknownTargetField(Rule):
    """Only where the target's fields are all there, as it seems."""

    code = "SL302"
    name = "unknown-target-field"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for link in links(document):
            if not _complete(link.parent):
                continue
            for name in target_fields(link.reference, link.parent):
                if link.parent.field(name) is not None:
                    continue
                first = link.fields[0]
                yield self.at(
                    document,
                    first.where(Attribute.REFERENCES),
                    f"{link.label} references {link.parent.name}.{name}, which does not exist",
                    entity=link.child,
                    field=first,
                )


def _complete(entity: Entity) -> bool:
    forms = {each.form for each in entity.definitions if each.fields and not each.excerpt}
    return bool(forms - _SKETCHES) and len(entity.fields) > 1 and not entity.partial
