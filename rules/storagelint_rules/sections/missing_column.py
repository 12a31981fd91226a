"""SL116 missing-column: a table that lacks a column which the kind asks for."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.kinds import TableSpec
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Document, Form
from storagelint.model.table_facts import TableFact


class MissingColumn(Rule):
    """Columns in any order, any language, and others that say the same are accepted."""

    code = "SL116"
    name = "missing-column"
    severity = Severity.ERROR
    fixable = Safety.SAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        defining = _defining_lines(document)
        for table in document.tables_read:
            spec = context.kind.tables.get(table.role)
            if spec is None or (table.role == "fields" and table.line not in defining):
                continue
            lacking = [
                heading
                for heading in table.lacks(spec.columns)
                if heading not in ("Table", "Tables") or _needs_table(table, document)
            ]
            if not lacking:
                continue
            required = spec.need == "required" and lacking != ["Description"]
            yield self.at(
                document,
                table.span,
                f"table of {table.role} has no column {', '.join(lacking)}",
                severity=self.severity if required else self.severity.lower(),
                fix=_fix(document, table, spec, lacking),
            )


def _fix(document: Document, table: TableFact, spec: TableSpec, lacking: list[str]) -> Fix | None:
    from storagelint.generating.added_columns import missing_columns

    edits = missing_columns(document, table, spec, lacking)
    noun = "column" if len(lacking) == 1 else "columns"
    title = f"Add the {noun} {', '.join(lacking)}"
    return Fix(title, tuple(Edit(*edit) for edit in edits)) if edits else None


def _defining_lines(document: Document) -> set[int]:
    """Where the tables stand that define entities; others with such columns may be contracts."""
    return {
        definition.line
        for entity in document.entities
        for definition in entity.definitions
        if definition.form is Form.TABLE
    }


def _needs_table(table: TableFact, document: Document) -> bool:
    """Whether nothing else tells the entities: the headings above, or the only entity there is."""
    if len(document.entities) < 2:
        return False
    rows = range(table.line, table.end_line + 1)
    indexes = [index for index in document.indexes if index.span.line in rows]
    return not indexes or any(not index.entity or index.entity_inferred for index in indexes)
