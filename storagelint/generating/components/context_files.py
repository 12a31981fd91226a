"""Nothing -> the files of storage-conductor/ that all components refer to, as a project begins."""

from __future__ import annotations

from importlib.resources import files

from storagelint.generating.components.component_text import tracks_text
from storagelint.model.standard import standard


def context_files() -> dict[str, str]:
    """The name and the text of each file, tracks.md last; its place is storage-conductor/."""
    folder = files(__package__) / "conductor"
    texts = {name: (folder / name).read_text("utf-8") for name in standard().context_files}
    return texts | {"tracks.md": tracks_text()}
