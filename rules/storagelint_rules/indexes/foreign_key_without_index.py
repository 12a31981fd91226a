"""SL401 foreign-key-without-index: a foreign key that no index or key leads with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from storagelint.judging.access.coverage import (
    explain_keys,
    has_keys_indexed,
    has_partial_path,
    paths_of,
)
from storagelint.judging.access.unindexed import Key, unindexed_keys
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Document


class ForeignKeyWithoutIndex(Rule):
    """A document that states no index at all hears it once."""

    code = "SL401"
    name = "foreign-key-without-index"
    severity = Severity.WARNING
    fixable = Safety.UNSAFE
    options: ClassVar[dict[str, Any]] = {"small-table-rows": 1000}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if not document.relational or has_keys_indexed(document):
            return
        missing, judged = unindexed_keys(document, context.options["small-table-rows"])
        if context.kind.section("indexes") is None and _at_once(document, len(missing)):
            entity, fields = missing[0]
            message = f"none of the {len(missing)} foreign keys has an index"
            if len(missing) < judged:
                message = f"{len(missing)} of the {judged} foreign keys have no index"
            sure = any(not key.fields[0].reference_inferred for key in missing)
            severity = self.severity if sure else self.severity.lower()
            strong = [key for key in missing if not key.is_weak]
            fix = _fix(document, context, strong) if strong else None
            place = fields[0].span
            yield self.at(document, place, message, entity=entity, severity=severity, fix=fix)
            return
        for key in missing:
            entity, fields = key
            partial = has_partial_path(paths_of(document, entity), [f.name for f in fields])
            yield self.at(
                document,
                fields[0].span,
                f"{key} has {'only a partial' if partial else 'no'} index",
                entity=entity,
                field=fields[0],
                severity=self.severity.lower() if key.is_weak else None,
                fix=None if key.is_weak else _fix(document, context, [key]),
                evidence=explain_keys(document, entity, fields),
            )


def _at_once(document: Document, missing: int) -> bool:
    """Whether the document says little on indexes, or lacks so many that one finding is enough."""
    return missing > 1 and (not document.indexes or missing > 10)


def _fix(document: Document, context: Context, keys: Sequence[Key]) -> Fix | None:
    """An index for each of the keys; None where one of them has no place."""
    from storagelint.generating.edits.index_lines import new_index

    made = [new_index(document, context.kind, *key) for key in keys]
    edits = tuple(Edit(*each) for each in made if each is not None)
    which = str(keys[0]) if len(keys) == 1 else "each foreign key"
    title = f"Add an index for {which}"
    return Fix(title, edits, Safety.UNSAFE) if len(edits) == len(keys) else None
