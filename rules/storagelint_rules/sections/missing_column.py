"""SL116 missing-column: a table that lacks a column which the kind asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storagelint.judging.pages.lacking_columns import tables_lacking
from storagelint.kinds import TableSpec
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
from storagelint.model.table_facts import TableFact

_FEW = 3
"""Tables that lack the same columns up to which each is named."""


class MissingColumn(Rule):
    """Columns in any order, any language, and others that say the same are accepted."""

    code = "SL116"
    name = "missing-column"
    severity = Severity.ERROR
    fixable = Safety.SAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for table, lacking in tables_lacking(document, context.kind):
            spec = context.kind.tables[table.role]
            required = spec.need == "required" and lacking != ("Description",)
            columns = ", ".join(lacking)
            yield self.at(
                document,
                table.span,
                f"table of {table.role} has no column {columns}",
                severity=self.severity if required else self.severity.lower(),
                fix=_fix(document, table, spec, lacking),
                together=Together(
                    _FEW, f"{{count}} tables of {table.role} have no column {columns}"
                ),
            )


def _fix(
    document: Document, table: TableFact, spec: TableSpec, lacking: Sequence[str]
) -> Fix | None:
    from storagelint.generating.edits.added_columns import missing_columns

    edits = [Edit(*edit) for edit in missing_columns(document, table, spec, lacking) or ()]
    noun = "column" if len(lacking) == 1 else "columns"
    title = f"Add the {noun} {', '.join(lacking)}"
    return Fix(title, tuple(edits)) if edits else None
