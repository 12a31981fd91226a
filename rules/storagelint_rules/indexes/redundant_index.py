"""SL406 redundant-index: an index that is the beginning of another."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.index_pairs import columns_of, explain_wider, label, superfluous
from storagelint.judging.entities.place import place_of_index
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Document, Index


class RedundantIndex(Rule):
    """Unique, partial and covering indexes do what a wider plain one does not."""

    code = "SL406"
    name = "redundant-index"
    severity = Severity.WARNING
    fixable = Safety.UNSAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if not document.relational and "document" not in document.store_classes:
            return
        for entity, index, wider in superfluous(document):
            if wider is None:
                fields = ", ".join(field.name for field in entity.key_fields())
                by = f"the primary key ({fields})"
            else:
                by = label(wider)
                if wider.name:
                    by += f" ({', '.join(each[0] for each in wider.fields)})"
                if len(columns_of(wider, entity)) == len(index.fields):
                    by = f"unique {label(wider)}"
            yield self.at(
                document,
                place_of_index(document, index),
                f"{label(index)} is the beginning of {by}",
                entity=entity,
                evidence=explain_wider(index, wider, entity),
                fix=_fix(document, index),
            )


def _fix(document: Document, index: Index) -> Fix | None:
    from storagelint.generating.edits.removals import index_lines

    lines = index_lines(document, index)
    return Fix(f"Remove {label(index)}", (Edit(lines, ""),), Safety.UNSAFE) if lines else None
