"""Page -> what the columns of its tables mean."""

from __future__ import annotations

from storagelint.markdown import Page, Table
from storagelint.model.table_facts import TableFact
from storagelint.reading.columns import columns_of, role_of
from storagelint.reading.key_value import lists_item_keys
from storagelint.reading.sections import Sections
from storagelint.source import Span


def read_tables(page: Page, sections: Sections) -> list[TableFact]:
    """The tables whose role is known, in the order of the text."""
    found = []
    for section in page.sections:
        for block in section.blocks:
            if not isinstance(block, Table) or sections.left_out(section):
                continue
            columns = columns_of(block)
            if columns.order[0] in ("key", "field", "name") and lists_item_keys(block):
                continue
            role = role_of(columns, sections.around(section))
            if role is not None:
                found.append(
                    TableFact(
                        role=role.value,
                        concepts=columns.order,
                        headings=block.headings,
                        line=block.line,
                        end_line=block.end_line,
                        span=_header(block),
                    )
                )
    return found


def _header(table: Table) -> Span:
    first, last = table.header.cells[0].span, table.header.cells[-1].span
    return Span(first.line, first.column, last.end_line, last.end_column)
