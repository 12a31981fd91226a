"""`**TTL**: 30 days`, `- Partition key: PK`, `| Engine | Log |` -> the options of a store."""

from __future__ import annotations

import re

from storagelint.markdown import ItemList, ListItem, Row, Table, plain
from storagelint.model import Definition, TypeFamily
from storagelint.patterns import pattern
from storagelint.reading.columns import Columns
from storagelint.reading.fields import says_something
from storagelint.reading.words.types import canonical_type
from storagelint.vocabulary import fold_words, vocabulary, word_cache

OPTIONS = (
    "ttl",
    "eviction",
    "value-type",
    "engine",
    "order-key",
    "partition-key",
    "sort-key",
    "shard-key",
    "dimension",
    "metric",
    "retention",
    "lifecycle",
    "source",
    "key-pattern",
)
_LINE = pattern(r"(?P<label>[^\n:：]{2,40}?)\s{0,99}+[:：]\s*+(?P<value>\S.*)")
_FIELD_KEY = pattern(r"(?P<partition>partition|hash)|(?P<sort>sort|range)|(?P<order>clustering)")
_LIST_SHARE = 0.5


@word_cache()
def _words() -> dict[str, str]:
    words = vocabulary()
    return {
        fold_words(phrase): option
        for option in OPTIONS
        for phrase in words.words(f"option-{option}")
    }


def option_of(label: str) -> str | None:
    """The option that a label, an item or a column heading names; None where it names none."""
    return _words().get(fold_words(label)) if len(label) <= 60 else None


def read_option_line(label: str, value: str) -> tuple[str, str] | None:
    """The option and its value that a labelled line states."""
    option = option_of(label)
    text = plain(value).strip().rstrip(".") if value else ""
    if option is None or not says_something(text) or len(text) > 200:
        return None
    return option, _bare_key(text) if option.endswith("-key") else text


def read_option_list(block: ItemList) -> dict[str, str]:
    """The options of a list that states mostly such; empty where it is about something else."""
    named = [match for item in block.items if (match := _item(item)) is not None]
    if len(named) < _LIST_SHARE * len(block.items):
        return {}
    read = (read_option_line(match["label"], match["value"]) for match in reversed(named))
    return dict(option for option in read if option is not None)


def read_option_table(table: Table) -> dict[str, str]:
    """The options of a table of two columns, an option a row; empty where it is another."""
    if len(table.header.cells) != 2:
        return {}
    rows = [row for row in table.rows if len(row.cells) == 2]
    read = (read_option_line(row.cells[0].text, row.cells[1].raw) for row in rows)
    found = [option for option in read if option is not None]
    return dict(reversed(found)) if len(found) >= _LIST_SHARE * len(table.rows) else {}


def row_options(row: Row, table: Table, skipped: int | None) -> dict[str, str]:
    """What the columns of a table that name options say of the thing in a row."""
    found: dict[str, str] = {}
    for position, heading in enumerate(table.header.cells):
        cell = row.cell(position)
        if position != skipped and cell is not None:
            option = option_of(heading.text)
            if option and says_something(cell.text):
                found.setdefault(option, cell.text)
    return found


def key_options(table: Table, columns: Columns, definition: Definition) -> dict[str, str]:
    """Partition, sort and clustering keys that a column of keys marks."""
    position = columns.position("key", "constraints")
    if position is None:
        return {}
    names: dict[str, list[str]] = {}
    for row in table.rows:
        cell = row.cell(position)
        kind = _FIELD_KEY.match(cell.text.casefold()) if cell else None
        if kind is None or "key" not in row.cells[position].text.casefold():
            continue
        field = next((each for each in definition.fields if each.span.line == row.line), None)
        if field is not None:
            field.primary_key = True
            names.setdefault(f"{kind.lastgroup}-key", []).append(field.name)
    return {option: ", ".join(listed) for option, listed in names.items()}


def _item(item: ListItem) -> re.Match[str] | None:
    match = _LINE.match(plain(item.raw.split("\n", 1)[0]))
    if match is None or option_of(match["label"]) is None or _is_type(match["value"]):
        return None
    return match


def _is_type(text: str) -> bool:
    """Whether a value is a type, so that the line is a field by the name of an option."""
    head = re.split(r"[\s(,;]", text, maxsplit=1)[0]
    known = canonical_type(head)
    return known is not None and known.family is not TypeFamily.OTHER and head.islower()


def _bare_key(text: str) -> str:
    """`PK (String)` -> `PK`."""
    return re.sub(r"(?:(?<!\s)\s++)?\([A-Za-z]{1,12}\)\Z", "", text)
