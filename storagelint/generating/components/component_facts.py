"""What the files of a component and its row of tracks.md say -> the facts, and a missing file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from storagelint.generating.components.component_text import (
    Facts,
    metadata_text,
    plan_text,
    spec_text,
)
from storagelint.judging.components.component_status import status_of
from storagelint.judging.components.component_values import fold_type, instant
from storagelint.model.components import Component, Conductor
from storagelint.model.standard import standard
from storagelint.patterns import pattern

_INSTANT = pattern(r"storage-([0-9]{8}-[0-9]{6})\Z")
_TYPED = pattern(r"storage-([A-Za-z_-]{1,60})-[0-9]{1,9}\Z")
_PARTS = {"title": "Title", "storage_type": "Storage Type", "backend": "Storage Backend"}


def missing_file(conductor: Conductor, component: Component, name: str) -> str | None:
    """The text of a file that a component lacks.

    None where nothing tells what it would say, and for the plan of a completed component: nobody
    knows what was done.
    """
    facts = facts_of(conductor, component)
    if facts is None:
        return None
    match name:
        case "metadata.json":
            return metadata_text(facts)
        case "spec.md":
            return spec_text(facts)
        case "plan.md" if facts.status != "Completed":
            return plan_text(facts.title)
    return None


def facts_of(conductor: Conductor, component: Component) -> Facts | None:
    """What is known of a component, metadata.json before all else; None where too little is."""
    title = next(_said(conductor, component, "title"), None)
    types = map(fold_type, _said(conductor, component, "storage_type"))
    storage_type = next((each for each in types if each in standard().storage_types), None)
    backend = next(_said(conductor, component, "backend"), None)
    times = _said(conductor, component, "created")
    created = next((each for each in times if instant(each)), None)
    if title is None or storage_type is None or backend is None or created is None:
        return None
    updates = (each for each in _said(conductor, component, "updated") if instant(each))
    updated = max([next(updates, created), created], key=_moment)
    return Facts(
        component.id,
        title,
        storage_type,
        backend,
        created,
        updated,
        _status(conductor, component),
    )


def _said(conductor: Conductor, component: Component, key: str) -> Iterator[str]:
    """What is said under a key: by the metadata, the specification, tracks.md and the id."""
    if component.metadata and (text := component.metadata.text(key)):
        yield text
    part = component.spec.part(_PARTS[key]) if component.spec and key in _PARTS else None
    if part and part.text:
        yield part.text.split("\n", 1)[0]
    for row in conductor.rows_of(component):
        if text := row.text(key):
            yield text
    if key == "storage_type" and (found := _TYPED.match(component.id)):
        yield found[1]
    if key == "created" and (found := _INSTANT.match(component.id)):
        yield _iso(found)


def _iso(found: re.Match[str]) -> str:
    try:
        return f"{datetime.strptime(found[1], '%Y%m%d-%H%M%S').isoformat()}Z"
    except ValueError:
        return ""


def _moment(text: str) -> datetime:
    found = instant(text)
    assert found is not None  # only times that can be read are compared
    return found


def _status(conductor: Conductor, component: Component) -> str:
    known = standard().statuses
    said = next((each for each in _said(conductor, component, "status") if each in known), None)
    if component.status is None and component.plan:
        said = status_of(component.plan.progress, said)
    return said or known[0]
