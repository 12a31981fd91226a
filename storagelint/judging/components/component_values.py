"""Texts of components -> what they mean: ids, storage types and instants."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from storagelint.model.standard import standard
from storagelint.patterns import pattern

_INSTANT_ID = pattern(r"storage-([0-9]{8}-[0-9]{6})\Z")
_NUMBER_ID = pattern(r"storage-[0-9]{1,12}\Z")
_TYPE_ID = pattern(r"storage-([A-Za-z][A-Za-z_-]{0,60})-[0-9]{1,9}\Z")
_INSTANT = pattern(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
    r"(?:[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?\Z"
)
_FRACTION = pattern(r"[.,][0-9]+")


def wrong_id(id: str) -> str | None:
    """What is wrong with the id of a component, as the end of a clause; None for a good one."""
    if found := _INSTANT_ID.match(id):
        try:
            datetime.strptime(found[1], "%Y%m%d-%H%M%S")
        except ValueError:
            return "names no real date and time"
        return None
    if _NUMBER_ID.match(id):
        return None
    if found := _TYPE_ID.match(id):
        known = fold_type(found[1]) in standard().storage_types
        return None if known else f"names no storage type with {found[1]}"
    forms = "storage-YYYYMMDD-HHMMSS, storage-<type>-NNN and storage-N"
    return f"has none of the forms {forms}"


def fold_type(text: str) -> str:
    """A storage type as metadata.json writes it: `Object Storage` is `object_storage`."""
    return "_".join(re.split(r"[\s_-]+", text.strip().casefold()))


def instant(text: str) -> datetime | None:
    """The moment of an ISO 8601 date or time, in UTC where it names no zone; None for any other."""
    text = text.strip()
    if not _INSTANT.match(text):
        return None
    try:
        found = datetime.fromisoformat(_FRACTION.sub("", text.upper()))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def day(text: str) -> str | None:
    """The date of an ISO 8601 date or time as it is written; None for any other text."""
    return text.strip()[:10] if instant(text) else None
