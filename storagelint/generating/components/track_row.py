"""Component -> its row in the table of tracks.md."""

from __future__ import annotations

from storagelint.generating.texts.table_text import row
from storagelint.judging.components.track_rows import stated
from storagelint.model.components import Component, Tracks
from storagelint.model.standard import standard


def row_text(tracks: Tracks, component: Component) -> str | None:
    """The row that the table of tracks.md lacks; None without a table or complete metadata."""
    cells = [stated(component, column) if column else "" for column in tracks.columns]
    if not cells or None in cells:
        return None
    return row(cell or "" for cell in cells)


def standard_cells(component: Component) -> list[str] | None:
    """The cells of its row under the standard's columns; None without complete metadata."""
    cells = [stated(component, column) for column in standard().columns]
    return None if None in cells else [cell or "" for cell in cells]
