"""SL809 untracked-component: a component that tracks.md does not list."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, NewFile, Rule, Safety, Severity
from storagelint.model import Project
from storagelint.model.components import Component, Conductor, Place, Tracks


class UntrackedComponent(Rule):
    code = "SL809"
    name = "untracked-component"
    severity = Severity.ERROR
    fixable = Safety.SAFE

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for conductor in project.conductors:
            tracks = conductor.tracks
            for component in conductor.components:
                if conductor.rows_of(component):
                    continue
                place = Place(tracks.path, tracks.place) if tracks else component.place
                if place is None:
                    continue
                message = f"component {component.id} is not in tracks.md"
                fix = _row(tracks, component) if tracks else _file(conductor)
                evidence = () if tracks else ("there is no tracks.md",)
                yield self.at(
                    place, place.span, message, entity=component.id, fix=fix, evidence=evidence
                )


def _row(tracks: Tracks, component: Component) -> Fix | None:
    from storagelint.generating.components.track_row import row_text

    text = row_text(tracks, component)
    if text is None or tracks.end is None:
        return None
    edit = Edit(tracks.blank_row, text) if tracks.blank_row else Edit(tracks.end, f"\n{text}")
    return Fix(f"Add a row for {component.id}", (edit,))


def _file(conductor: Conductor) -> Fix | None:
    """One that is there and cannot be read is the matter of SL001."""
    from storagelint.generating.components.component_text import tracks_text
    from storagelint.generating.components.track_row import standard_cells

    rows = [cells for each in conductor.components if (cells := standard_cells(each))]
    if not rows or "tracks.md" in conductor.files:
        return None
    file = NewFile(f"{conductor.folder}/tracks.md", tracks_text(rows))
    return Fix("Write tracks.md", creates=(file,))
