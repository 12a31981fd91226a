"""A foreign key that no relationship speaks of -> a row or line that does, like the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from storagelint.generating.edits.table_rows import Value, new_row
from storagelint.judging.relations.links import Link, is_unique
from storagelint.markdown import Fence, ItemList
from storagelint.model.document import Document
from storagelint.model.facts import Cardinality, Entity, Form, Relationship
from storagelint.model.names import fold
from storagelint.patterns import pattern
from storagelint.reading.diagrams.relation_lines import (
    Relation,
    read_cardinality,
    read_relation_line,
)
from storagelint.source import Span

_MANY = pattern(r"(?<![\w*])(?:0\.\.)?[NnMm*∞](?![\w*])|\b[Mm]any\b")
_WORD = pattern(r"[^\W\d_]{2,}")
_CLOSING = pattern(r"[`*_)\]]{0,4}")
_LINES = frozenset([Form.TEXT, Form.BULLETS])
_MOST_MODELS = 20
"""How many lines are tried as the model of a new one."""


def new_relationship(document: Document, link: Link) -> tuple[Span, str] | None:
    """Where the relationship that a key carries belongs (an empty place), and its text.

    It is a row of the document's table of relationships or foreign keys, else a line like those
    of its fence or list; None where the document has none of these, or where an entity goes by a
    heading in several words, which no table may be called.
    """
    if " " in link.child.name or " " in link.parent.name:
        return None
    wanted = Cardinality.ONE_TO_ONE if is_unique(document, link) else Cardinality.ONE_TO_MANY
    return _row(document, link, wanted) or _line(document, link, wanted)


def _row(document: Document, link: Link, wanted: Cardinality) -> tuple[Span, str] | None:
    for fact in document.tables_read:
        if not ({"from", "to"} <= set(fact.concepts) or fact.role == "foreign-keys"):
            continue
        if fact.role not in ("relationships", "foreign-keys"):
            continue
        rows = [
            each
            for each in document.relationships
            if fact.line < each.span.line <= fact.end_line and each.form is Form.TABLE
        ]
        values = _cells(document, link, wanted, rows)
        if values is not None:
            return new_row(document.page, fact, values)
    return None


def _cells(
    document: Document, link: Link, wanted: Cardinality, rows: list[Relationship]
) -> dict[str, Value] | None:
    counts = Counter(each.cardinality for each in rows)
    backwards = counts[Cardinality.MANY_TO_ONE] > counts[Cardinality.ONE_TO_MANY]
    stated = _cardinality_text(rows, wanted.reversed() if backwards else wanted)
    if stated is None:
        return None
    child, parent = (_spelling(document, each, Form.TABLE) for each in (link.child, link.parent))
    own = ", ".join(field.name for field in link.fields)
    theirs = link.reference.field or ", ".join(link.reference.target_fields) or "id"
    return {
        "from": child if backwards else parent,
        "to": parent if backwards else child,
        "cardinality": stated,
        "type": stated,
        "description": f"Foreign key {child}.{own}",
        "relationship": f"Foreign key {child}.{own}",
        "field": own,
        "child-table": child,
        "child-column": own,
        "parent-table": parent,
        "parent-column": theirs,
        "foreign-key": f"{child}.{own}",
        "on-delete": (link.reference.on_delete or "").upper(),
    }


def _cardinality_text(rows: list[Relationship], wanted: Cardinality) -> str | None:
    """A cardinality as most rows write it, or by analogy; `1:N` for a table without rows."""
    texts = Counter(each.cardinality_text for each in rows if each.cardinality is wanted)
    texts.pop(None, None)
    if texts:
        return texts.most_common(1)[0][0]
    written = [each.cardinality_text for each in rows if each.cardinality_text]
    changed = (text for model in written for text in _with_fewer_many(model))
    found = next((text for text in changed if read_cardinality(text) is wanted), None)
    return found or (wanted.value if not written or ":" in written[0] else None)


def _line(document: Document, link: Link, wanted: Cardinality) -> tuple[Span, str] | None:
    for line, relation, form, last in document.once(_models):
        for made in _candidates(document, link, line, relation, form):
            if _says(document, made, link, wanted):
                column = len(document.page.source.lines[last - 1]) + 1
                return Span(last, column, last, column), "\n" + made
    return None


def _models(document: Document) -> list[tuple[str, Relation, Form, int]]:
    """The last lines that others can be like: text, reading, notation, last line of the block."""
    lines = document.page.source.lines
    ends = _ends(document)
    found: list[tuple[str, Relation, Form, int]] = []
    for model in reversed(document.relationships):
        last = ends.get(model.span.line)
        if model.form not in _LINES or last is None:
            continue
        line = lines[model.span.line - 1]
        read = read_relation_line(line)
        if len(read) == 1 and _is_plain(line, read[0], model):
            found.append((line, read[0], model.form, last))
        if len(found) == _MOST_MODELS:
            break
    return found


def _is_plain(line: str, relation: Relation, model: Relationship) -> bool:
    """Whether a line names both entities as they are called and is no sentence about them."""
    named = (
        line[relation.left_start : relation.left_end],
        line[relation.right_start : relation.right_end],
    )
    before = line[: relation.left_start]
    return (
        named == (relation.left, relation.right)
        and named in ((model.from_entity, model.to_entity), (model.to_entity, model.from_entity))
        and fold(relation.left) != fold(relation.right)
        and not any(letter.isalpha() for letter in before)
    )


def _candidates(
    document: Document, link: Link, line: str, model: Relation, form: Form
) -> Iterator[str]:
    """The model's line with other names, read from either side, with the same ends or fewer."""
    parent, child = (_spelling(document, each, form) for each in (link.parent, link.child))
    between, tail = line[model.left_end : model.right_start], line[model.right_end :]
    if model.field is not None and model.field in tail and len(link.fields) == 1:
        tail = tail.replace(model.field, link.fields[0].name, 1)
        kept = {model.cardinality_text or "", link.fields[0].name}
    else:
        kept = {model.cardinality_text or ""}
    rest = tail
    for text in kept:
        rest = rest.replace(text, "") if text else rest
    if _WORD.search(rest):
        closing = _CLOSING.match(tail)
        tail = closing[0] if closing else ""
    for left, right in ((parent, child), (child, parent)):
        for middle in _with_fewer_many(between):
            for end in _with_fewer_many(tail):
                gap = _kept_column(line[model.left_start : model.left_end], left, middle)
                yield f"{line[: model.left_start]}{left}{gap}{right}{end}".rstrip()


def _kept_column(old: str, new: str, between: str) -> str:
    """What stands between two names, moved so that a column of names stays one."""
    bare = between.lstrip(" ")
    spaces = len(between) - len(bare)
    if spaces < 2:
        return between
    return " " * max(spaces + len(old) - len(new), 1) + bare


def _with_fewer_many(text: str) -> Iterator[str]:
    """A text, and the same with `one` for some of its words and signs for `many`."""
    yield text
    found = list(_MANY.finditer(text))[:2]
    for picked in (found[:1], found[1:], found):
        changed = text
        for match in reversed(picked):
            word = match[0]
            one = "1" if len(word) == 1 or word[0] == "0" else "One" if word[0] == "M" else "one"
            changed = changed[: match.start()] + one + changed[match.end() :]
        yield changed


def _says(document: Document, line: str, link: Link, wanted: Cardinality) -> bool:
    """Whether a line is read as the relationship and nothing else."""
    read = read_relation_line(line)
    if len(read) != 1 or read[0].via or (read[0].label and read[0].field is None):
        return False
    one, other = document.entity(read[0].left), document.entity(read[0].right)
    found = read[0].cardinality
    if (one, other) == (link.child, link.parent) and found is not None:
        one, other, found = other, one, found.reversed()
    return one is link.parent and other is link.child and found is wanted


def _spelling(document: Document, entity: Entity, form: Form) -> str:
    """An entity's name as the relationships of a notation write it."""
    return document.once(_spellings).get((form, entity.key), entity.name)


def _spellings(document: Document) -> dict[tuple[Form, str], str]:
    found: dict[tuple[Form, str], str] = {}
    for each in document.relationships:
        for name in (each.from_entity, each.to_entity):
            entity = document.entity(name)
            if entity is not None:
                found.setdefault((each.form, entity.key), name)
    return found


def _ends(document: Document) -> dict[int, int]:
    """Line of a fence or a list that states a relationship -> the last such line of its block.

    Of lists only items that are one line and have nothing below them.
    """
    stated = {each.span.line for each in document.relationships}
    found: dict[int, int] = {}
    for section in document.page.sections:
        for block in section.blocks:
            match block:
                case Fence():
                    lines = [
                        line for line in range(block.line, block.end_line + 1) if line in stated
                    ]
                case ItemList():
                    lines = [
                        item.line
                        for item in block.walk()
                        if item.line in stated and item.line == item.end_line and not item.children
                    ]
                case _:
                    continue
            found |= dict.fromkeys(lines, max(lines, default=0))
    return found
