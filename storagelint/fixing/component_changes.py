"""A component and a step of its life -> the changes of its files, which agree after them.

plan.md leads: its ticks say whether a component is planned, in progress or completed. metadata.json
follows it, and is the only place that says that a component is blocked or was given up. tracks.md
follows metadata.json, row by row. What was read is changed, and every other byte stays.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from storagelint.fixing.edits import EditError, edited
from storagelint.fixing.together import FileChange
from storagelint.generating.components.component_text import track_table, tracks_text
from storagelint.generating.components.track_row import row_text, standard_cells
from storagelint.generating.texts.table_text import cell as as_cell
from storagelint.judging.components.component_status import status_of
from storagelint.judging.components.component_values import instant
from storagelint.judging.components.metadata_keys import missing_keys
from storagelint.judging.components.track_rows import differing
from storagelint.linting.rule import Edit
from storagelint.markdown import parse
from storagelint.model.components import Component, Metadata, Tracks
from storagelint.reading.components import TRACKS
from storagelint.reading.components.json_places import read_object
from storagelint.reading.components.plan import read_plan
from storagelint.reading.components.tracks import read_tracks
from storagelint.source import Source, SourceError, Span, decode, load


class ComponentError(Exception):
    """Files that cannot be changed; `str()` is a clause behind the path below the folder."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What happens to a component."""

    plan: tuple[Edit, ...] = ()
    """Of plan.md."""
    status: str | None = None
    """Where None, its progress decides."""


def timestamp(moment: datetime) -> str:
    """A moment as metadata.json has it: ISO 8601 in UTC, to the second."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def stepped(folder: Path, component: Component, step: Turn, now: datetime) -> list[FileChange]:
    """The changes of a component's files for a step; none where nothing changes.

    `folder` is storage-conductor/, on the disk. Raises ComponentError when a file cannot be read or
    would not say afterwards what it should.
    """
    below = f"storages/{component.id}"
    old_plan, old_metadata = (
        _load(folder, f"{below}/{name}") for name in ("plan.md", "metadata.json")
    )
    plan_data = _edited(old_plan.data, step.plan, old_plan.path)
    plan = read_plan(parse(decode(plan_data, old_plan.path)), old_plan.path)
    metadata = read_object(old_metadata.source)
    _refuse_unfit(metadata, old_metadata.path)
    status = step.status or status_of(plan.progress, metadata.text("status"))
    changes: list[FileChange] = []
    if plan_data != old_plan.data:
        changes.append(FileChange(old_plan.path, old_plan.data, plan_data))
    if changes or status != metadata.text("status"):
        edits = _metadata_edits(metadata, status or "", now)
        data = _edited(old_metadata.data, edits, old_metadata.path)
        changes.append(FileChange(old_metadata.path, old_metadata.data, data))
        metadata = read_object(decode(data, old_metadata.path))
    component = replace(component, metadata=metadata, plan=plan)
    return [*changes, *tracked(folder, component)]


def tracked(folder: Path, component: Component) -> list[FileChange]:
    """The change of tracks.md after which it agrees with a component's metadata, if any.

    Lines and headings `[ ] Track: ...` of other tools are left as they are.
    """
    if not (folder / TRACKS).is_file():
        cells = standard_cells(component)
        if cells is None:
            raise ComponentError(f"{TRACKS}: metadata.json of {component.id} is not complete")
        return [FileChange(TRACKS, None, tracks_text([cells]).encode("utf-8"))]
    file = _load(folder, TRACKS)
    tracks = read_tracks(parse(file.source), TRACKS)
    title = component.metadata.text("title") if component.metadata else None
    loose = [row for row in tracks.rows if not row.tabular]
    if any(row.id == component.id or (not row.id and row.text("title") == title) for row in loose):
        return []
    edits = _row_edits(tracks, component, file.source)
    if not edits:
        return []
    data = _edited(file.data, edits, TRACKS)
    _refuse_unread(read_tracks(parse(decode(data, TRACKS)), TRACKS), component)
    return [FileChange(TRACKS, file.data, data)]


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    data: bytes
    source: Source


def _load(folder: Path, path: str) -> _File:
    try:
        data = load(folder / path)
        return _File(path, data, decode(data, path))
    except SourceError as error:
        raise ComponentError(f"{path}: {error}") from None


def _edited(data: bytes, edits: Sequence[Edit], path: str) -> bytes:
    try:
        return edited(data, edits)
    except EditError as error:
        raise ComponentError(f"{path}: {error}") from None


def _refuse_unfit(metadata: Metadata, path: str) -> None:
    for problem in metadata.problems:
        raise ComponentError(f"{path}:{problem.span.line}: no valid JSON: {problem.message}")
    for key in missing_keys(metadata):
        raise ComponentError(f"{path}:{metadata.start.line}: metadata has no key {key}")


def _metadata_edits(metadata: Metadata, status: str, now: datetime) -> list[Edit]:
    updated = timestamp(now)
    created = metadata.text("created") or ""
    begun = instant(created)
    if begun and begun > now:
        updated = created
    return [
        Edit(metadata.place(key), json.dumps(text, ensure_ascii=False))
        for key, text in (("status", status), ("updated", updated))
    ]


def _row_edits(tracks: Tracks, component: Component, source: Source) -> list[Edit]:
    rows = [row for row in tracks.rows if row.id == component.id]
    if rows:
        return [
            Edit(value.span, as_cell(wanted) if value.text else f"{as_cell(wanted)} ")
            for row in rows
            for _, value, wanted in differing(row, component)
        ]
    text = row_text(tracks, component)
    if text is not None and tracks.end is not None:
        return [Edit(tracks.blank_row, text) if tracks.blank_row else Edit(tracks.end, f"\n{text}")]
    cells = standard_cells(component)
    if cells is None:
        return []
    line = len(source.lines)
    end = len(source.lines[-1]) + 1
    before = "" if not source.text else "\n" if source.text.endswith("\n") else "\n\n"
    return [Edit(Span(line, end, line, end), f"{before}{track_table([cells])}\n")]


def _refuse_unread(tracks: Tracks, component: Component) -> None:
    """A row may stand where nobody reads it: in a fence or a comment that is not closed."""
    rows = [row for row in tracks.rows if row.id == component.id]
    if not rows or any(True for row in rows for _ in differing(row, component)):
        line = tracks.place.line
        raise ComponentError(
            f"{TRACKS}:{line}: no table that a row of component {component.id} could stand in"
        )
