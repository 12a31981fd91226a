"""Selection tables, labels and prose -> the stores that a design chooses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from storagelint.markdown import Fence, ItemList, Page, Paragraph, Row, Table, plain
from storagelint.model import Store
from storagelint.reading.columns import Columns, TableRole, columns_of, role_of
from storagelint.reading.fields import says_something
from storagelint.reading.sections import Sections, label_of
from storagelint.reading.words.technologies import (
    nearest_technology,
    store_class,
    technologies_in,
    technology,
)
from storagelint.source import Span

_INTRODUCTION = 3
"""How many sections introduce a page."""
_MOST_LINES = 2_000
"""The lines of a fence that are searched for comments."""
_NO_STORES = frozenset(["queue"])


def read_store_table(table: Table, columns: Columns) -> list[Store]:
    """A store a row: the technology, what sort of store it is, and its purpose."""
    found = []
    for row in table.rows:
        store = _row(row, columns)
        if store is not None:
            found.append(store)
    return found


def _purpose(row: Row, columns: Columns) -> str | None:
    cell = columns.cell(row, "description")
    return cell.text.strip(" -—–") if cell is not None else None


def _row(row: Row, columns: Columns) -> Store | None:
    cell = columns.cell(row, "technology")
    role = columns.cell(row, "store-type")
    if cell is None or not says_something(cell.text):
        named = technologies_in(role.text) if role else []
        if cell is None and role is not None and named:
            return Store(
                technology=named[0][2].name,
                store_class=named[0][2].store_class,
                span=role.span,
                role=role.text.lower(),
                purpose=_purpose(row, columns),
            )
        return None
    product = technology(cell.text)
    if product is None:
        named = technologies_in(cell.text)
        product = named[0][2] if named else None
    return Store(
        technology=product.name if product else cell.text,
        store_class=product.store_class if product else None,
        known=product is not None,
        role=role.text.lower() if role else None,
        purpose=_purpose(row, columns),
        stated_class=store_class(role.text) if role else None,
        nearest=nearest_technology(cell.text) if product is None else None,
        span=cell.span,
    )


def read_stores(page: Page, sections: Sections) -> list[Store]:
    """The stores of a page: from its selection section, else from what introduces it."""
    stores: list[Store] = []
    for section in page.sections:
        in_selection = sections.around(section) == "storage-selection"
        for block in section.blocks:
            if isinstance(block, Table):
                columns = columns_of(block)
                if role_of(columns, sections.around(section)) is TableRole.STORES:
                    stores += [
                        store
                        for store in read_store_table(block, columns)
                        if in_selection or store.known
                    ]
            elif in_selection and isinstance(block, Paragraph | ItemList):
                stores += _from_text(block, only_label=isinstance(block, Paragraph))
    if not stores:
        stores = _from_mentions(page)
    return _distinct(stores)


def inferred_store(name: str | None) -> list[Store]:
    """The store of a document that names none, where the settings name one for it."""
    product = technology(name) if name else None
    if product is None:
        return []
    store = _store(product.name, product.store_class, Span(1, 1, 1, 1))
    return [store.altered(inferred=True)]


def _from_text(block: Paragraph | ItemList, only_label: bool) -> list[Store]:
    if isinstance(block, ItemList):
        return [
            _store(product.name, product.store_class, item.span)
            for item in block.items
            for _, _, product in technologies_in(item.text)[:2]
        ]
    label = label_of(block)
    text = plain(label.rest.split("\n", 1)[0]) if label else plain(block.raw)
    if label is None and only_label and len(text) > 400:
        return []
    span = Span(
        block.line, block.column, block.line, block.column + len(block.raw.split("\n", 1)[0])
    )
    return [
        _store(product.name, product.store_class, span)
        for _, _, product in technologies_in(text)[:3]
    ]


def _store(name: str, store_class: str, span: Span) -> Store:
    return Store(technology=name, store_class=store_class, span=span)


def _from_mentions(page: Page) -> list[Store]:
    """What headings and introductions name, and what the running text names more than once."""
    stores: list[Store] = []
    mentions: Counter[str] = Counter()
    for number, section in enumerate(page.sections):
        telling = number <= _INTRODUCTION
        texts = [(section.title, section.span, True)] if section.heading else []
        for block in section.blocks:
            if isinstance(block, Paragraph):
                first = block.raw.split("\n", 1)[0]
                end = block.column + len(first)
                span = Span(block.line, block.column, block.line, end)
                texts.append((block.text, span, telling))
            elif isinstance(block, Table):
                cells = [cell for row in block.rows[:60] for cell in row.cells]
                texts += [(cell.text, cell.span, False) for cell in cells]
            elif isinstance(block, ItemList):
                texts += [(item.text, item.span, telling) for item in block.items]
            elif isinstance(block, Fence) and block.language == "sql":
                texts += [(text, span, False) for text, span in _comments(block)]
        for text, span, sure in texts:
            for _, _, product in technologies_in(text):
                mentions[product.name] += 1
                if sure or mentions[product.name] > 1:
                    stores.append(_store(product.name, product.store_class, span))
    return [store for store in stores if store.store_class not in _NO_STORES]


def _comments(fence: Fence) -> Iterator[tuple[str, Span]]:
    """The comments of a SQL fence, each of one line."""
    for number, line in enumerate(fence.lines[:_MOST_LINES]):
        _, mark, text = line[:500].partition("--")
        if mark:
            yield text, fence.span(number, 0, len(line))


def _distinct(stores: list[Store]) -> list[Store]:
    seen: dict[str, Store] = {}
    for store in stores:
        seen.setdefault(store.technology, store)
    return list(seen.values())
