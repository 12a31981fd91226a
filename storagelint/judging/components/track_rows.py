"""Component -> its row of tracks.md, by its metadata."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.components.component_values import day, fold_type
from storagelint.model.components import Component, TrackRow, Value
from storagelint.model.standard import standard


def stated(component: Component, column: str) -> str | None:
    """What a component's metadata says for a column of tracks.md; None for nothing that is legal.

    Times are given as dates.
    """
    if column == "id":
        return component.id
    text = component.metadata.text(column) if component.metadata else None
    if text is None:
        return None
    match column:
        case "created" | "updated":
            return day(text)
        case "status":
            return text if text in standard().statuses else None
        case "storage_type":
            return text if text in standard().storage_types else None
        case "type":
            return text if text == standard().type else None
    return text


def differing(row: TrackRow, component: Component) -> Iterator[tuple[str, Value, str]]:
    """The columns in which a row says something else than the metadata, with what that says.

    A cell that says nothing differs. A backend that is only told more or less fully does not, and
    texts that are not legal are the matter of other rules.
    """
    for column, cell in row.cells.items():
        wanted = stated(component, column)
        if wanted is None or column == "id":
            continue
        if not _agrees(column, cell.text, wanted):
            yield column, cell, wanted


def _agrees(column: str, text: str, wanted: str) -> bool:
    if not text:
        return False
    match column:
        case "created" | "updated":
            return day(text) in (wanted, None)
        case "status":
            return text == wanted or text not in standard().statuses
        case "storage_type":
            return fold_type(text) in (wanted, *_unknown_type(text))
        case "backend":
            one, other = text.casefold(), wanted.casefold()
            return one in other or other in one
    return " ".join(text.split()) == " ".join(wanted.split())


def _unknown_type(text: str) -> tuple[str, ...]:
    folded = fold_type(text)
    return () if folded in standard().storage_types else (folded,)
