"""The definitions of one entity -> those that define it again, by mistake as it seems."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.place import headings_above
from storagelint.model.document import Document
from storagelint.model.facts import Definition, Entity, Form
from storagelint.model.names import fold, fold_field, words

_COMPARED = frozenset([Form.TABLE, Form.SQL, Form.PRISMA, Form.DBML, Form.BULLETS])
"""Notations that define an entity once; diagrams and examples may show it any number of times."""
_VERSION_WORDS = frozenset(
    """before after current currently old new proposed existing modified target legacy extension
    extended extensions change changes changed addition additions additional delta option
    alternative alternatives phase migration migrations draft example examples sample evolution
    future final original updated update variant v1 v2 v3 optional rejected considered dto
    response request api 现有 新增 修改 变更 扩展 现状 目标 迁移 阶段 旧 新 示例
    変更 変更前 変更後 追加 既存 新規 기존 변경 신규 추가 старый новый изменения""".split()
)


def repeated(document: Document, entity: Entity) -> Iterator[tuple[Definition, Definition]]:
    """Each definition that defines the entity whole once more, with the one before it.

    Not those that add to it, nor versions that headings tell apart, nor parts of one table.
    """
    seen: dict[tuple[Form, str], Definition] = {}
    for definition in sorted(entity.definitions, key=lambda each: (each.line, each.span)):
        if not _whole(document, definition):
            continue
        key = (definition.form, definition.name.rpartition(".")[0].casefold())
        first = seen.setdefault(key, definition)
        if first is not definition and _same_thing(first, definition):
            yield definition, first


def _whole(document: Document, definition: Definition) -> bool:
    if definition.form not in _COMPARED or not definition.fields:
        return False
    if definition.changes or definition.excerpt:
        return False
    said = {word for title in headings_above(document, definition) for word in words(title)}
    return not said & _VERSION_WORDS


def _same_thing(one: Definition, other: Definition) -> bool:
    """Whether most fields of the smaller one are in both: parts of a table share none."""
    if fold(one.name) != fold(other.name):
        return False
    fields = [{fold_field(field.name) for field in each.fields} for each in (one, other)]
    return len(fields[0] & fields[1]) * 2 >= min(map(len, fields)) and one.line != other.line
