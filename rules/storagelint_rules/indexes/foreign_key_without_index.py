"""SL401 foreign-key-without-index: a foreign key that no index or key leads with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

from storagelint.judging.access.coverage import (
    explain_keys,
    has_keys_indexed,
    has_partial_path,
    paths_of,
)
from storagelint.judging.access.unindexed import Key, unindexed_keys
from storagelint.linting.rule import (
    Context,
    Diagnostic,
    Edit,
    Fix,
    Rule,
    Safety,
    Severity,
    Together,
)
from storagelint.model import Document

_WITHOUT_ANY = Together(
    1,
    "{count} foreign keys have no index, the first is {first}",
    "Add an index for each foreign key",
)
_AFTER_SOME = replace(_WITHOUT_ANY, above=10)


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
        together = None
        if context.kind.section("indexes") is None:
            together = _AFTER_SOME if document.indexes else _WITHOUT_ANY
        for key in unindexed_keys(document, context.options["small-table-rows"]):
            entity, fields = key
            partial = has_partial_path(paths_of(document, entity), [f.name for f in fields])
            yield self.at(
                document,
                fields[0].span,
                f"{key} has {'only a partial' if partial else 'no'} index",
                entity=entity,
                field=fields[0],
                severity=self.severity.lower() if key.is_weak else None,
                fix=None if key.is_weak else _fix(document, context, key),
                evidence=explain_keys(document, entity, fields),
                together=together,
            )


def _fix(document: Document, context: Context, key: Key) -> Fix | None:
    from storagelint.generating.edits.index_lines import new_index

    made = new_index(document, context.kind, *key)
    return Fix(f"Add an index for {key}", (Edit(*made),), Safety.UNSAFE) if made else None
