"""Index tables, lists and lines -> Index."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from storagelint.markdown import Cell, ItemList, ListItem, Row, Table, code_spans
from storagelint.model import Form, Index, IndexField
from storagelint.patterns import pattern
from storagelint.reading.columns import Columns
from storagelint.reading.fields import says_something, yes_or_no
from storagelint.reading.headings import entity_name
from storagelint.reading.words.index_text import (
    index_fields,
    looks_like_index_name,
    read_index_text,
)
from storagelint.source import Span

_UNIQUE = pattern(
    r"\b(?:unique|uk|uq)\b|唯一|ユニーク|一意|유니크|고유|уникальн|унікальн|\b[úu]nic[oa]|\bunivoc[oa]"
    r"|\beindeutig|\bunikaln|\bunik\b|\bbenzersiz|duy nhất",
    re.IGNORECASE,
)
_INDEX_WORD = pattern(
    r"(?:(?:composite|compound|single|partial|foreign key|unique|secondary) )?"
    r"(?:index(?:es)?|idx|ix|key)"
    r"|索引|インデックス|인덱스|индекс",
    re.IGNORECASE,
)
_NOT_UNIQUE = pattern(r"\bnon[- ]?unique\b|非唯一", re.IGNORECASE)
_PRIMARY = pattern(r"\b(?:primary(?: key)?|pk)\b|主键|主キー", re.IGNORECASE)
_METHOD = pattern(
    r"\b(b-?tree|hash|gin|gist|sp-?gist|brin|bloom|hnsw|ivfflat|full-?text|text|spatial|2dsphere|ttl|bitmap|inverted|trigram)\b",
    re.IGNORECASE,
)
_METHOD_WORD = pattern(r"[a-z][\w-]{1,20}")
_WHERE = pattern(r"\bWHERE\b\s*(.+)", re.IGNORECASE)
_DOTTED = pattern(r"[`\s]*([A-Za-z_][\w.]*)\.([A-Za-z_]\w*)[`\s]*\Z")
_NONE = pattern(
    r"\W*(?:none\b|no (?:explicit |secondary |additional )?index|n/a\b|无|なし|없음|нет\b)",
    re.IGNORECASE,
)
_LISTED = pattern(
    r"\bind(?:ex(?:es)?|ices) (?:are )?(?:on|for"
    r"|created on)(?:\s*+:)?\s++(?P<names>[\w.]++(?:\s*+,\s*+(?:and )?[\w.]++)++)",
    re.IGNORECASE,
)
_MAX_ITEM = 600


def read_index_table(table: Table, columns: Columns, entity: str | None) -> list[Index]:
    """The indexes of a table's rows; `entity` is the one that the place implies."""
    found: list[Index] = []
    above: str | None = None
    for row in table.rows:
        stated = columns.text(row, "table").strip("`")
        if stated in ('"', "〃", "″", "同上"):
            stated = above or ""
        above = stated or above
        rows = _row_indexes(row, columns, stated or None)
        for index in rows:
            index.form = Form.TABLE
            if index.entity is None and entity:
                index.entity, index.entity_inferred = entity, True
            table_cell = columns.cell(row, "table")
            index.entity_span = table_cell.span if table_cell else None
            _type_cells(index, row, columns)
        found.extend(rows)
    return found


def _row_indexes(row: Row, columns: Columns, stated: str | None) -> list[Index]:
    name_cell = columns.cell(row, "index", "name")
    if name_cell is None and columns.order[0] is None and row.cells:
        name_cell = row.cells[0]
    keys = [
        cell for concept in ("partition-key", "sort-key") if (cell := columns.cell(row, concept))
    ]
    if keys and name_cell is not None:
        names = [cell.text.strip("` ") for cell in keys if says_something(cell.text)]
        parts = [IndexField(name.split(" ")[0]) for name in names]
        name, span = name_cell.text.strip("` "), name_cell.span
        return [Index(name=name, name_span=span, span=span, entity=stated, fields=parts)]
    fields_position = columns.position("index-fields", "field")
    if fields_position is None and stated is not None and columns.position("index") is None:
        return []
    fields_cell = row.cell(fields_position)
    if fields_cell is None and columns.position("index-fields", "field") is None:
        if name_cell is None:
            return []
        return _expressions(name_cell, stated)
    if fields_cell is None or not says_something(fields_cell.text):
        return _expressions(name_cell, stated) if name_cell else []
    text = fields_cell.text
    index = Index(span=_row_span(row), fields=_cell_fields(text), fields_span=fields_cell.span)
    index.entity = stated
    if not index.fields:
        expressions = _expressions(fields_cell, stated)
        if len(expressions) != 1:
            return expressions
        index = expressions[0]
        index.fields_span = fields_cell.span
    if name_cell is not None and name_cell is not fields_cell and says_something(name_cell.text):
        named = name_cell.text.strip("` ")
        if " " not in named or looks_like_index_name(named):
            index.name, index.name_span = named, name_cell.span
        index.span = name_cell.span
    _split_entity(index)
    return [index]


def _cell_fields(text: str) -> list[IndexField]:
    """The fields in a cell of their own: `a, b`, `(a, b DESC)`, `{a: 1}`, `a + b`."""
    where = _WHERE.search(text) if "where" in text.lower() else None
    if where:
        text = text[: where.start()]
    text = text.strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    return index_fields(text)


def _expressions(cell: Cell, entity: str | None) -> list[Index]:
    found = read_index_text(cell.text, cell.span, Form.TABLE)
    for index in found:
        if entity:
            index.entity = entity
        index.fields_span = index.fields_span or cell.span
    return found


def _split_entity(index: Index) -> None:
    """`orders.user_id, orders.created_at`: the table stands in the fields."""
    if index.entity is not None:
        return
    prefixes = {field.name.rpartition(".")[0] for field in index.fields}
    if len(prefixes) == 1 and (prefix := prefixes.pop()):
        index.entity = prefix
        index.fields = [
            field._replace(name=field.name.rpartition(".")[2]) for field in index.fields
        ]


class _TypeWords(NamedTuple):
    """What a cell says of the sort of an index."""

    unique: bool
    primary: bool
    method: str | None
    """A sort that is known."""
    word: str | None
    """The cell itself, where it may be one that is not."""
    where: str | None


@lru_cache(1024)
def _type_words(text: str) -> _TypeWords:
    denied = _NOT_UNIQUE.search(text) is not None
    method = _METHOD.search(text)
    where = _WHERE.search(text)
    lowered = text.lower()
    return _TypeWords(
        unique=not denied and _UNIQUE.search(text) is not None,
        primary=_PRIMARY.search(text) is not None,
        method=method[1].lower().replace("b-tree", "btree") if method else None,
        word=lowered if _METHOD_WORD.fullmatch(lowered) and not denied else None,
        where=where[1].strip("` )") if where else None,
    )


def _type_cells(index: Index, row: Row, columns: Columns) -> None:
    cell = columns.cell(row, "index-type", "type")
    if cell is not None and says_something(cell.text):
        index.method_span = cell.span
        said = _type_words(cell.text)
        index.unique |= said.unique
        index.primary |= said.primary
        if said.method:
            index.method = said.method
        elif index.method is None and said.word and not (index.unique or index.primary):
            index.method = said.word
        if said.where is not None and index.where is None:
            index.where = said.where
    if yes_or_no(columns.text(row, "unique")):
        index.unique = True
    where_text = columns.text(row, "where")
    if says_something(where_text):
        index.where = where_text
    purpose = columns.text(row, "description", "pattern", "query")
    if says_something(purpose):
        index.purpose = purpose
    first = row.cells[0].text if row.cells else ""
    if not index.name and _PRIMARY.search(first):
        index.primary = True
    if index.name and _PRIMARY.fullmatch(index.name):
        index.primary = True


def _row_span(row: Row) -> Span:
    cells = [cell for cell in row.cells if cell.raw]
    return cells[0].span if cells else Span(row.line, 1, row.line, 1)


def read_index_list(block: ItemList, entity: str | None) -> list[Index]:
    """The indexes of a list: an index an item, or an entity an item with its indexes below it."""
    found: list[Index] = []
    stack = [(item, entity) for item in reversed(block.items)]
    while stack:
        item, around = stack.pop()
        mine = read_index_item(item, around)
        found.extend(mine)
        inside = around
        if not mine and item.children:
            named = entity_name(item.raw)
            inside = named.name if named else around
        stack.extend((child, inside) for child in reversed(item.children))
    return found


def read_index_item(item: ListItem, entity: str | None) -> list[Index]:
    """The indexes that one item states."""
    text = item.text[:_MAX_ITEM]
    return _finish(_item_indexes(item, text), entity)


def _item_indexes(item: ListItem, text: str) -> list[Index]:
    found = read_index_text(text, item.span)
    if found:
        return _with_entity_before(text, found)
    owned = _owned(item, text)
    if owned:
        return owned
    dotted = [
        (match[1], match[2])
        for _, _, code in code_spans(item.raw)[:4]
        if (match := _DOTTED.match(code))
    ]
    if dotted:
        return [
            Index(
                entity=table,
                fields=[IndexField(name)],
                unique=bool(_UNIQUE.search(text)),
                form=Form.BULLETS,
                span=item.span,
            )
            for table, name in dotted
        ]
    head, colon, rest = text.partition(":")
    if colon and looks_like_index_name(head.strip("` ")):
        fields = index_fields(re.split(r"\s[—–-]\s|\(", rest, maxsplit=1)[0])
        if fields:
            return [
                Index(
                    name=head.strip("` "),
                    fields=fields,
                    form=Form.BULLETS,
                    span=item.span,
                    unique=bool(_UNIQUE.search(rest)),
                )
            ]
    word = head.strip("` *")
    if colon and (_UNIQUE.fullmatch(word) or _INDEX_WORD.fullmatch(word)):
        fields = index_fields(re.split(r"\s[—–-]\s|[(（]", rest, maxsplit=1)[0])
        if fields:
            unique = bool(_UNIQUE.search(word))
            return [Index(fields=fields, unique=unique, form=Form.BULLETS, span=item.span)]
    names = [code.strip() for _, _, code in code_spans(item.raw)]
    if names and item.raw.lstrip().startswith("`") and not looks_like_index_name(names[0]):
        fields = index_fields(names[0])
        if fields and (
            len(fields) > 1
            or re.search(
                r"\bindex|索引|インデックス|인덱스|индекс|唯一|unique", text, re.IGNORECASE
            )
        ):
            return [
                Index(
                    fields=fields,
                    unique=bool(_UNIQUE.search(text)),
                    form=Form.BULLETS,
                    span=item.span,
                )
            ]
    return []


def _owned(item: ListItem, text: str) -> list[Index]:
    """`orders: `number`, `slug` are unique`: an index a name, of the entity before the colon."""
    head, colon, rest = text.partition(":")
    head = head.strip("`* ")
    if not colon or not re.fullmatch(r"[A-Za-z_]\w*", head) or looks_like_index_name(head):
        return []
    if not re.search(r"\b(?:unique|index(?:ed)?)\b", rest, re.IGNORECASE):
        return []
    clause = re.split(r"[;.](?:\s|$)", rest, maxsplit=1)[0]
    names = [code for _, _, code in code_spans(item.raw) if re.fullmatch(r"[A-Za-z_]\w*", code)]
    unique = bool(_UNIQUE.search(clause))
    return [
        Index(
            entity=head, fields=[IndexField(name)], unique=unique, form=Form.BULLETS, span=item.span
        )
        for name in names
        if name in clause and name != head
    ]


def _with_entity_before(text: str, found: list[Index]) -> list[Index]:
    """`users: (email), (created_at)`: the word before the colon is the entity of all."""
    head, colon, _ = text.partition(":")
    head = head.strip("` *")
    if _UNIQUE.fullmatch(head) or _INDEX_WORD.fullmatch(head):
        return found
    if colon and re.fullmatch(r"[A-Za-z_][\w.]*", head) and not looks_like_index_name(head):
        for index in found:
            if index.entity is None or index.entity == head:
                index.entity = head
    return found


def read_index_line(text: str, span: Span, entity: str | None) -> list[Index]:
    """The indexes of one line such as `PK(id), UNIQUE(a, b) WHERE deleted_at IS NULL, IDX(c)`."""
    if _NONE.match(text):
        return []
    listed = _LISTED.search(text)
    if listed and "(" not in text:
        names = index_fields(listed["names"])
        return _finish([Index(fields=[name], form=Form.PROSE, span=span) for name in names], entity)
    return _finish(read_index_text(text[:4000], span), entity)


def _finish(found: list[Index], entity: str | None) -> list[Index]:
    kept = []
    for index in found:
        _split_entity(index)
        if index.entity is None and entity:
            index.entity, index.entity_inferred = entity, True
        kept.append(index)
    return kept
