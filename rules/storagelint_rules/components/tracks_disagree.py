"""SL811 tracks-disagree: a row of tracks.md that says something else than metadata.json."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.components.track_rows import differing
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Project
from storagelint.model.components import Component, TrackRow, Value

_NAMES = {"storage_type": "storage type", "created": "created date", "updated": "updated date"}


class TracksDisagree(Rule):
    code = "SL811"
    name = "tracks-disagree"
    severity = Severity.ERROR
    fixable = Safety.SAFE

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for conductor in project.conductors:
            for component in conductor.components:
                for row in conductor.rows_of(component):
                    if row.tabular:
                        yield from self._check(row, component)

    def _check(self, row: TrackRow, component: Component) -> Iterator[Diagnostic]:
        for column, cell, wanted in differing(row, component):
            said = f"{_NAMES.get(column, column)} of component {component.id}"
            message = f"{said} is {cell.text or 'empty'}, and {wanted} in metadata.json"
            fix = _fix(cell, wanted)
            yield self.at(row, cell.span, message, entity=component.id, field=column, fix=fix)


def _fix(cell: Value, wanted: str) -> Fix:
    from storagelint.generating.texts.table_text import cell as as_cell

    text = as_cell(wanted) if cell.text else f"{as_cell(wanted)} "
    return Fix(f"Write {wanted}", (Edit(cell.span, text),))
