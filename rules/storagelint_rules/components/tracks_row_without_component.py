"""SL810 tracks-row-without-component: a row of tracks.md whose component has no folder."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Project

_ENDED = {"Cancelled", "Reverted"}


class TracksRowWithoutComponent(Rule):
    """What was given up may be gone."""

    code = "SL810"
    name = "tracks-row-without-component"
    severity = Severity.ERROR

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for conductor in project.conductors:
            for row in conductor.rows:
                if conductor.component(row.id) is None and row.text("status") not in _ENDED:
                    message = f"component {row.id} has no folder below storages/"
                    yield self.at(row, row.span, message, entity=row.id)
