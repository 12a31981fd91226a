"""The keys of metadata.json -> which are missing, where they belong, and which are out of order."""

from __future__ import annotations

from storagelint.model.components import Entry, Metadata
from storagelint.model.standard import standard
from storagelint.source import Span


def missing_keys(metadata: Metadata) -> list[str]:
    """The keys of the standard that are not there, in its order."""
    found = {entry.key for entry in metadata.entries}
    return [key for key in standard().metadata_keys if key not in found]


def place_of_missing(metadata: Metadata, key: str) -> Span:
    """The nearest key before the place of a missing one, or the beginning of the object."""
    keys = standard().metadata_keys
    before = {each: at for at, each in enumerate(keys[: keys.index(key)])}
    found = [entry for entry in metadata.entries if entry.key in before]
    last = max(found, key=lambda entry: before[entry.key], default=None)
    return last.key_span if last else metadata.start


def in_order(metadata: Metadata) -> list[tuple[Entry, str]]:
    """The entries that stand in the place of another one, each with what belongs there.

    Empty where the order is right, or where it cannot be told: unread text, repeated keys.
    """
    entries = metadata.entries
    if not metadata.complete or len({entry.key for entry in entries}) < len(entries):
        return []
    rank = {key: at for at, key in enumerate(standard().metadata_keys)}
    wanted = sorted(entries, key=lambda entry: rank.get(entry.key, len(rank)))
    return [
        (entry, other.raw)
        for entry, other in zip(entries, wanted, strict=True)
        if entry.key != other.key
    ]


def wrong_key(entry: Entry) -> str | None:
    """What is wrong with a key or its value, as the end of a clause; None for a good one.

    Values that other rules judge are good here as long as they are texts.
    """
    if entry.key not in standard().metadata_keys:
        return "is none of the standard's"
    if entry.sort != "text":
        return f"is {entry.sort}, not text"
    if not entry.text.strip():
        return "is empty"
    if entry.key == "type" and entry.text != standard().type:
        return f"is {entry.text}, not {standard().type}"
    return None
