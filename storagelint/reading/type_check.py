"""Document -> the same, with what the vocabulary of types and the growth of volumes say of it."""

from __future__ import annotations

from storagelint.model import Document, Form
from storagelint.model.stores import technology_of
from storagelint.reading.words.quantities import YEAR, duration, growth
from storagelint.reading.words.types import known_type

_JUDGED = frozenset([Form.TABLE, Form.SQL, Form.BULLETS, Form.DBML])
"""Notations whose types are the store's; in code they are those of a language."""

_LOGICAL = frozenset(["string", "number", "object", "array", "list", "map"])
"""Words that no relational engine has for a type, so that they claim none even in capitals."""


def judge(document: Document) -> None:
    """Mark the types that the entity's store does not know, and reckon the volumes on."""
    for entity in document.entities:
        technology = technology_of(entity, document)
        for definition in entity.definitions:
            if definition.form in _JUDGED:
                for field in definition.fields:
                    if field.type is not None and not _known(field.type, technology):
                        field.unknown_type = True
    for volume in document.volumes:
        rate = growth(volume.growth) if volume.growth else None
        if rate is not None:
            volume.rows_in_five_years = rate.after(volume.initial_rows or 0.0, 5 * YEAR)
            kept = duration(volume.retention) if volume.retention else None
            if rate.absolute is not None and kept and kept.valid:
                volume.rows_kept = rate.absolute * (kept.seconds or 0.0)


def _known(text: str, technology: str | None) -> bool:
    return known_type(text.casefold() if text.casefold() in _LOGICAL else text, technology)
