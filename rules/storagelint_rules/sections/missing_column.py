"""SL116 missing-column: a table that lacks a column which the kind asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storagelint.judging.pages.lacking_columns import tables_lacking
from storagelint.kinds import TableSpec
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
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
        found: dict[tuple[str, tuple[str, ...]], list[TableFact]] = {}
        for table, lacking in tables_lacking(document, context.kind):
            found.setdefault((table.role, lacking), []).append(table)
        for (role, lacking), tables in found.items():
            spec = context.kind.tables[role]
            required = spec.need == "required" and lacking != ("Description",)
            severity = self.severity if required else self.severity.lower()
            many = len(tables) > _FEW
            subject = f"{len(tables)} tables of {role} have" if many else f"table of {role} has"
            message = f"{subject} no column {', '.join(lacking)}"
            for group in [tables] if many else [[table] for table in tables]:
                fix = _fix(document, group, spec, lacking)
                yield self.at(document, group[0].span, message, severity=severity, fix=fix)


def _fix(
    document: Document, tables: Sequence[TableFact], spec: TableSpec, lacking: Sequence[str]
) -> Fix | None:
    from storagelint.generating.edits.added_columns import missing_columns

    made = [missing_columns(document, table, spec, lacking) or () for table in tables]
    edits = [Edit(*edit) for each in made for edit in each]
    noun = "column" if len(lacking) == 1 else "columns"
    title = f"Add the {noun} {', '.join(lacking)}"
    return Fix(title, tuple(edits)) if edits else None
