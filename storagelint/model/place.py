"""A definition -> the Markdown table or the sections it was read from."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.markdown import Table
from storagelint.model.document import Document
from storagelint.model.facts import Definition, Form
from storagelint.vocabulary import vocabulary


def table_of(document: Document, definition: Definition) -> Table | None:
    """The field table that a definition was read from; None for other notations."""
    if definition.form is not Form.TABLE:
        return None
    for block in document.page.section_at(definition.line).blocks:
        if isinstance(block, Table) and block.line == definition.line:
            return block
    return None


def columns_of(document: Document, definition: Definition) -> tuple[str | None, ...]:
    """The concept of each column of a definition's table: field, type, description ..."""
    table = table_of(document, definition)
    if table is None:
        return ()
    return tuple(vocabulary().column(heading) for heading in table.headings)


def headings_above(document: Document, definition: Definition) -> Iterator[str]:
    """The titles of the sections around a definition, the innermost first."""
    section = document.page.section_at(definition.line)
    yield section.title
    yield from (above.title for above in section.ancestors())
