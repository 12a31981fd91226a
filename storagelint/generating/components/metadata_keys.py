"""Component -> a key that its metadata.json lacks, as it is written at its place."""

from __future__ import annotations

import json
from dataclasses import asdict

from storagelint.generating.components.component_facts import facts_of
from storagelint.model.components import Component, Conductor, Metadata
from storagelint.model.standard import standard
from storagelint.source import Span


def with_key(conductor: Conductor, component: Component, key: str) -> tuple[Span, str] | None:
    """The place of a missing key and its text; None where nothing tells its value.

    It stands behind the key before it, on a line of its own if that does.
    """
    facts, metadata = facts_of(conductor, component), component.metadata
    if facts is None or metadata is None or metadata.problems or not metadata.entries:
        return None
    value = (asdict(facts) | {"type": standard().type})[key]
    text = f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
    room = _room(metadata)
    keys = standard().metadata_keys
    before = set(keys[: keys.index(key)])
    found = [entry for entry in metadata.entries if entry.key in before]
    if found:
        end = found[-1].span
        return Span(*end[2:], *end[2:]), f",{room}{text}"
    start = metadata.entries[0].key_span
    return Span(*start[:2], *start[:2]), f"{text},{room}"


def _room(metadata: Metadata) -> str:
    """What stands between a comma and the next key."""
    first = metadata.entries[0].key_span
    if first.line == metadata.start.line:
        return " "
    return "\n" + " " * (first.column - 1)
