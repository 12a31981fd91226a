"""Documents -> the text of a DBML schema, from which nothing breaks out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storagelint.generating.drawings.drawing import Box, Column, Drawing, End, Line, draw
from storagelint.generating.texts.one_line import one_line
from storagelint.judging.relations.links import key_of
from storagelint.model.document import Document
from storagelint.model.facts import Cardinality, Entity, Index, IndexField
from storagelint.model.names import fold_field
from storagelint.patterns import pattern

_BARE_TYPE = pattern(r"[A-Za-z_][A-Za-z0-9_]*(?:\([0-9]+(?:, ?[0-9]+)?\))?(?:\[\])?")
_UNTYPED = "any"
_MANY = frozenset([End.ONE_OR_MORE, End.ZERO_OR_MORE])
_SIGNS = {
    (False, False): "-",
    (False, True): ">",
    (True, False): "<",
    (True, True): "<>",
}
"""Whether there are many on the left and on the right -> the sign from the right to the left."""
_ACTIONS = frozenset(["cascade", "restrict", "set null", "set default", "no action"])
_KEY = "id"
"""What an external entity is pointed at by where the key does not say."""


def dbml(documents: Document | Sequence[Document]) -> str:
    """The schema of one document, or of several together, without a last newline.

    A Table an entity with its fields, keys and indexes, a Ref a foreign key. Entities without
    fields and relationships that no key carries are comments, since DBML knows no others; those
    of many to many are a Ref between the primary keys. Entities that no document defines have the
    fields that keys point at, and say so in their note.
    """
    return dbml_text(draw(documents))


def dbml_text(drawing: Drawing) -> str:
    """What is drawn as the text of a DBML schema."""
    boxes = {box.entity.key: box for box in drawing.boxes}
    wanted: dict[str, dict[str, None]] = {}
    for line in drawing.lines:
        if line.fields:
            names = dict.fromkeys(line.targets or (_KEY,) * len(line.fields))
            wanted.setdefault(line.left.key, {}).update(names)
    parts = []
    for box in drawing.boxes:
        needed = wanted.get(box.entity.key, {}) if box.external else {}
        parts.append("\n".join(_table(box, list(needed))))
    refs = list(_refs(drawing.lines, boxes))
    if refs:
        parts.append("\n".join(refs))
    return "\n\n".join(parts)


def _table(box: Box, needed: Sequence[str]) -> Iterator[str]:
    if not box.columns and not needed:
        yield f"// Table {_name(box.name)} has no fields here"
        return
    yield f"Table {_name(box.name)} {{"
    written = set()
    composite = len(box.entity.primary_key) > 1
    for column in box.columns:
        name = _name(column.field.name)
        if name not in written:
            written.add(name)
            yield f"  {_column(name, column, in_composite=composite)}"
    for each in needed:
        yield f"  {_name(each)} {_UNTYPED}"
    if box.external:
        yield "  Note: 'defined elsewhere'"
    elif box.entity.purpose:
        yield f"  Note: {_text(box.entity.purpose)}"
    indexes = list(_indexes(box))
    if indexes:
        yield "  indexes {"
        yield from (f"    {index}" for index in indexes)
        yield "  }"
    yield "}"


def _column(name: str, column: Column, *, in_composite: bool) -> str:
    field = column.field
    settings = []
    if "PK" in column.marks and not in_composite:
        settings.append("pk")
    if field.generated:
        settings.append("increment")
    if field.nullable is not None:
        settings.append("null" if field.nullable else "not null")
    if field.unique:
        settings.append("unique")
    if field.default:
        settings.append(f"default: {_expression(field.default)}")
    if field.description:
        settings.append(f"note: {_text(field.description)}")
    written = one_line(field.type or "") or _UNTYPED
    kind = written if _BARE_TYPE.fullmatch(written) else _name(written)
    return f"{name} {kind}{_in_brackets(settings)}"


def _indexes(box: Box) -> Iterator[str]:
    entity = box.entity
    if len(entity.primary_key) > 1 and (key := _parts(entity, entity.primary_key)):
        yield f"{key} [pk]"
    uniques = {frozenset(map(fold_field, names)): names for names in entity.uniques}
    for index in box.indexes:
        fields = frozenset(fold_field(part.name) for part in index.fields)
        if index.unique and index.where is None:
            uniques.pop(fields, None)
        if index.fields and not index.primary:
            yield _index(entity, index)
    for names in uniques.values():
        if len(names) > 1 and (parts := _parts(entity, names)):
            yield f"{parts} [unique]"


def _index(entity: Entity, index: Index) -> str:
    settings = []
    if index.unique:
        settings.append("unique")
    if index.name:
        settings.append(f"name: {_text(index.name)}")
    if index.method and index.method.isalnum() and index.method.isascii():
        settings.append(f"type: {index.method}")
    notes = [index.purpose or "", f"where {index.where}" if index.where else ""]
    note = "; ".join(filter(None, notes))
    if note:
        settings.append(f"note: {_text(note)}")
    parts = ", ".join(dict.fromkeys(_index_part(entity, part) for part in index.fields))
    return f"({parts}){_in_brackets(settings)}"


def _index_part(entity: Entity, part: IndexField) -> str:
    field = entity.field(part.name)
    if field is None or part.expression:
        return _expression(part.expression or part.name)
    return _expression(f"{field.name} DESC") if part.descending else _name(field.name)


def _parts(entity: Entity, names: Sequence[str]) -> str | None:
    """Fields in brackets; None where the entity does not have them all."""
    found = [field.name for name in names if (field := entity.field(name)) is not None]
    return f"({', '.join(map(_name, found))})" if len(found) == len(names) else None


def _refs(lines: Sequence[Line], boxes: dict[str, Box]) -> Iterator[str]:
    """A line a relationship; a comment where no Ref of its own can be made of it."""
    written: set[frozenset[str]] = set()
    for line in lines:
        sign = _SIGNS[line.left_end in _MANY, line.right_end in _MANY]
        if line.fields:
            right, left = line.fields, line.targets or (_KEY,) * len(line.fields)
        elif sign == "<>":
            right, left = key_of(line.right), key_of(line.left)
        else:
            right = left = ()
        sides = [_side(line.right, right, boxes), _side(line.left, left, boxes)]
        ends = frozenset(side for side in sides if side)
        if len(ends) == 2 and len(left) == len(right) and ends not in written:
            written.add(ends)
            yield f"Ref: {sides[0]} {sign} {sides[1]}{_in_brackets(_actions(line))}"
        else:
            words = f"{line.left.name} {_cardinality(line)} {line.right.name}"
            yield f"// {one_line(f'{words}: {line.label}' if line.label else words)}"


def _actions(line: Line) -> list[str]:
    stated = (("delete", line.on_delete), ("update", line.on_update))
    return [f"{event}: {action}" for event, action in stated if action in _ACTIONS]


def _side(entity: Entity, names: Sequence[str], boxes: dict[str, Box]) -> str | None:
    """A table with fields that it has, or None."""
    box = boxes.get(entity.key)
    if box is None or not names:
        return None
    known = {column.field.key: column.field.name for column in box.columns}
    found = [name if box.external else known.get(fold_field(name)) for name in names]
    fields = [_name(name) for name in found if name is not None]
    if len(fields) < len(names):
        return None
    listed = ", ".join(fields)
    return f"{_name(box.name)}.{listed if len(fields) == 1 else f'({listed})'}"


def _cardinality(line: Line) -> Cardinality:
    left, right = ("N" if end in _MANY else "1" for end in (line.left_end, line.right_end))
    return Cardinality("N:M" if left == right == "N" else f"{left}:{right}")


def _in_brackets(settings: Sequence[str]) -> str:
    return f" [{', '.join(settings)}]" if settings else ""


def _name(text: str) -> str:
    """A name in double quotes, which DBML cannot quote itself."""
    bare = one_line(text).replace('"', "'").replace("\\", "/")
    return f'"{bare or "?"}"'


def _text(text: str) -> str:
    escaped = one_line(text).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _expression(text: str) -> str:
    bare = one_line(text).replace("`", "'")
    return f"`{bare}`"
