"""SL401 foreign-key-without-index: a foreign key that no index or key leads with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.judging.coverage import (
    access_paths,
    explain_keys,
    foreign_keys,
    has_keys_indexed,
    has_partial_path,
    leading_path,
)
from storagelint.judging.demand import is_small
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, EntityKind, Form

_ACTORS = ("_by", "_by_id", "byid")  # who did something: few queries look from there


class ForeignKeyWithoutIndex(Rule):
    """A document that states no index at all hears it once."""

    code = "SL401"
    name = "foreign-key-without-index"
    severity = Severity.WARNING
    options: ClassVar[dict[str, Any]] = {"small-table-rows": 1000}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if not document.relational or has_keys_indexed(document):
            return
        found = [
            (entity, fields, leading_path(paths, [field.name for field in fields]) is not None)
            for entity in document.entities
            if _judged(entity, document, context.options["small-table-rows"])
            for paths in [access_paths(document, entity)]
            for fields in foreign_keys(entity)
        ]
        missing = [(entity, fields) for entity, fields, served in found if not served]
        if context.kind.section("indexes") is None and _at_once(document, len(missing)):
            entity, fields = missing[0]
            message = f"none of the {len(missing)} foreign keys has an index"
            if len(missing) < len(found):
                message = f"{len(missing)} of the {len(found)} foreign keys have no index"
            sure = any(not each[0].reference_inferred for _, each in missing)
            severity = self.severity if sure else self.severity.lower()
            yield self.at(document, fields[0].span, message, entity=entity, severity=severity)
            return
        for entity, fields in missing:
            names, one = ", ".join(field.name for field in fields), len(fields) == 1
            key = f"field {entity.name}.{names}" if one else f"foreign key {entity.name} ({names})"
            partial = has_partial_path(access_paths(document, entity), [f.name for f in fields])
            weak = fields[0].reference_inferred or fields[0].name.casefold().endswith(_ACTORS)
            yield self.at(
                document,
                fields[0].span,
                f"{key} has {'only a partial' if partial else 'no'} index",
                entity=entity,
                field=fields[0],
                severity=self.severity.lower() if weak else None,
                evidence=explain_keys(document, entity, fields),
            )


def _at_once(document: Document, missing: int) -> bool:
    """Whether the document says little on indexes, or lacks so many that one finding is enough."""
    return missing > 1 and (not document.indexes or missing > 10)


def _judged(entity: Entity, document: Document, small: float) -> bool:
    plain = any(each.form is not Form.MERMAID for each in document.tables())
    if entity.kind is not EntityKind.TABLE or entity.form in {Form.CODE, plain and Form.MERMAID}:
        return False
    changed = any(each.changes for each in entity.definitions)
    return (changed or not entity.partial) and not is_small(entity, document, small)
