"""An index that has no name yet -> the name that the document's others would give it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from storagelint.judging.entities.naming import index_pattern
from storagelint.model.document import Document
from storagelint.model.facts import Entity, Field, Index
from storagelint.model.names import fold, singular, words

_DEFAULT = "idx_<entity>_<fields>"
_LONGEST = 63
"""Bytes that PostgreSQL keeps of a name; others keep as many or more."""


def index_name(
    document: Document, entity: Entity, fields: Sequence[Field], asked: str | None
) -> str | None:
    """A free name of the form that the kind asks for, else that most indexes have.

    `asked` is a form such as `idx_<entity>_<fields>`. None where the name is taken or too long.
    """
    form = asked or document.once(_usual) or _DEFAULT
    named = form.replace("<entity>", _entity_part(document, entity)).replace(
        "<fields>", "_".join("_".join(words(field.name)) or field.name for field in fields)
    )
    return (
        None
        if named in document.once(_taken) or len(named.encode("utf-8", "replace")) > _LONGEST
        else named
    )


def _taken(document: Document) -> set[str]:
    return {(each.name or "").casefold() for each in document.indexes}


def _usual(document: Document) -> str | None:
    found = Counter(
        form for index in document.indexes if (form := index_pattern(index, document)) is not None
    )
    return found.most_common(1)[0][0] if found else None


def _entity_part(document: Document, entity: Entity) -> str:
    """How the names of indexes write the entity: as it is, in the singular, or as so far."""
    own = [part for index in document.indexes_of(entity) for part in _written(index, entity)]
    if own:
        return Counter(own).most_common(1)[0][0]
    singular_too = document.once(_in_singulars)
    return _in_singular(entity.name) if singular_too else _snake(entity.name)


def _in_singulars(document: Document) -> bool:
    """Whether more indexes have their entity's name in the singular than as it is."""
    singulars = plain = 0
    for other in document.entities:
        for index in document.indexes_of(other):
            for part in _written(index, other):
                plain += part == _snake(other.name)
                singulars += part == _in_singular(other.name)
    return singulars > plain


def _written(index: Index, entity: Entity) -> Iterator[str]:
    """The part of an index's name that is the entity's, if its prefix is one that is known."""
    name = (index.name or "").casefold()
    prefix, _, rest = name.partition("_")
    parts = (rest if prefix in ("idx", "ix", "index", "i", "uq", "uk", "ux") else name).split("_")
    for count in range(1, min(len(parts), 7)):
        head = "_".join(parts[:count])
        if fold(head) in entity.keys:
            yield head
            return


def _snake(name: str) -> str:
    return "_".join(words(name.rpartition(".")[2])) or name


def _in_singular(name: str) -> str:
    parts = _snake(name).split("_")
    return "_".join([*parts[:-1], singular(parts[-1])])
