"""A table and columns that it lacks -> the edits that add them at its end."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from storagelint.generating.edits.heading_levels import Replacement
from storagelint.generating.edits.table_rows import table_of
from storagelint.generating.manner import manner_of
from storagelint.generating.texts.table_text import cell
from storagelint.generating.wording import column
from storagelint.judging.pages.scaffolds import COLUMN
from storagelint.kinds import TableSpec
from storagelint.markdown import Page
from storagelint.model import Document
from storagelint.model.table_facts import TableFact
from storagelint.source import Span


def missing_columns(
    document: Document, fact: TableFact, spec: TableSpec, lacking: Collection[str]
) -> list[Replacement] | None:
    """The edits for the columns of these headings of a kind, in the document's language.

    Cells are filled where the model knows what belongs there. None for the types of fields: a field
    without one is worse than a table that says nothing of types.
    """
    concepts = [concept for concept, heading in spec.columns.items() if heading in lacking]
    if fact.role == "fields" and "type" in concepts:
        return None
    code = manner_of(document).language
    columns = {
        column(concept, spec.columns[concept], code): _known(document, fact, concept)
        for concept in concepts
    }
    return added_columns(document.page, fact, columns)


def _known(document: Document, fact: TableFact, concept: str) -> dict[int, str]:
    """Line of a row -> what stands in its cell of a column, as far as the model knows."""
    if concept != "table":
        return {}
    found = {index.span.line: index.entity or "" for index in document.indexes}
    found |= {query.span.line: ", ".join(query.entities) for query in document.queries}
    return {line: said for line, said in found.items() if fact.line <= line <= fact.end_line}


def added_columns(
    page: Page, fact: TableFact, columns: Mapping[str, Mapping[int, str]]
) -> list[Replacement] | None:
    """The edits for columns by heading, each with what its rows say by line; others are empty.

    Shorter rows are filled up, and a comment below the table names the columns that are not filled
    (SL109). None where the table was not read whole, stands in a quote or a
    list, or has rows that are longer than its header.
    """
    table = table_of(page, fact)
    if table is None or table.nested or any(len(r.cells) > len(table.headings) for r in table.rows):
        return None
    edits = [
        _longer(page, table.header.line, 0, list(columns)),
        _longer(page, table.header.line + 1, 0, ["---"] * len(columns), raw=True),
    ]
    for row in table.rows:
        said = [values.get(row.line, "") for values in columns.values()]
        edits.append(_longer(page, row.line, len(table.headings) - len(row.cells), said))
    lines = [row.line for row in table.rows]
    empty = [name for name, said in columns.items() if not all(said.get(line) for line in lines)]
    if empty and lines:
        place = edits[-1].span
        mark = f"<!-- {COLUMN} {', '.join(empty)} -->"
        edits.append(Replacement(place, f"\n\n{mark}", rank=1))
    return edits


def _longer(
    page: Page, line: int, short: int, texts: list[str], *, raw: bool = False
) -> Replacement:
    """A row with more cells, closed by a pipe if it was."""
    text = page.source.lines[line - 1].rstrip()
    cells = [""] * short + [each if raw else cell(each) for each in texts]
    closed = text.endswith("|") and not text.endswith("\\|")
    new = "".join(f" {each} |" for each in cells) if closed else "".join(f" | {e}" for e in cells)
    end = len(text) + 1
    return Replacement(Span(line, end, line, end), new if closed else new.rstrip(" "))
