"""SL404 duplicate-index: an index that does what an earlier one does."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.index_pairs import duplicates, label
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Document, Index


class DuplicateIndex(Rule):
    """An index that is stated in two notations is one index."""

    code = "SL404"
    name = "duplicate-index"
    severity = Severity.WARNING
    fixable = Safety.UNSAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity, index, earlier in duplicates(document):
            message = f"{label(index)} repeats {label(earlier)}"
            place = index.name_span or index.span
            yield self.at(document, place, message, entity=entity, fix=_fix(document, index))


def _fix(document: Document, index: Index) -> Fix | None:
    from storagelint.generating.edits.removals import index_lines

    lines = index_lines(document, index)
    return Fix(f"Remove {label(index)}", (Edit(lines, ""),), Safety.UNSAFE) if lines else None
