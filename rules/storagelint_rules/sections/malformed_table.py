"""SL117 malformed-table: rows with more cells than the table has columns."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.markdown import Row, Table
from storagelint.model import Document


class MalformedTable(Rule):
    """Where most rows are too long the header is to blame, and it is one finding."""

    code = "SL117"
    name = "malformed-table"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for table in document.page.blocks(Table):
            width = len(table.header.cells)
            long = [row for row in table.rows if _is_long(row, width)]
            if len(long) > 1 and len(long) * 2 > len(table.rows):
                cells = max(len(row.cells) for row in long)
                message = f"header has {width} cells, and rows have {cells}"
                yield self.at(document, table.header.cells[-1].span, message)
                continue
            for row in long:
                message = f"row has {len(row.cells)} cells under {width} headings"
                yield self.at(document, row.cells[width].span, message)


def _is_long(row: Row, width: int) -> bool:
    return len(row.cells) > width and any(cell.raw for cell in row.cells[width:])
