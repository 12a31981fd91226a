"""An entity's name -> the words for one and for many of it, as sentences need them."""

from __future__ import annotations

from storagelint.generating.wording import ENGLISH
from storagelint.judging.entities.naming import is_plain
from storagelint.model import Entity
from storagelint.model.names import singular, words


def singular_of(entity: Entity, code: str = ENGLISH) -> str:
    """`order item` of `order_items`; a name that is no English identifier stays as it is."""
    parts = _parts(entity, code)
    return " ".join([*parts[:-1], singular(parts[-1])]) if parts else entity.name


def plural_of(entity: Entity, code: str = ENGLISH) -> str:
    """`order items` of `OrderItem`; a name that is no English identifier stays as it is."""
    parts = _parts(entity, code)
    return " ".join([*parts[:-1], plural(singular(parts[-1]))]) if parts else entity.name


def _parts(entity: Entity, code: str) -> list[str]:
    bare = entity.name.rpartition(".")[2]
    return list(words(bare)) if code == ENGLISH and is_plain(bare) else []


def plural(word: str) -> str:
    """The plural of an English word in the singular."""
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return f"{word[:-1]}ies"
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return f"{word}es"
    return word if word.endswith("data") else f"{word}s"
