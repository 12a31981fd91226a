"""SL808 invalid-timestamp: a time that is none, or an update before the creation."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.components.component_values import instant
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Project
from storagelint.model.components import Component, TrackRow

_TIMES = ("created", "updated")


class InvalidTimestamp(Rule):
    code = "SL808"
    name = "invalid-timestamp"
    severity = Severity.ERROR

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for conductor in project.conductors:
            for component in conductor.components:
                yield from self._metadata(component)
            for row in conductor.rows:
                yield from self._row(row)

    def _metadata(self, component: Component) -> Iterator[Diagnostic]:
        metadata = component.metadata
        if metadata is None:
            return
        texts = {key: metadata.text(key) for key in _TIMES}
        for key, text in texts.items():
            if text and instant(text) is None:
                message = f"{key} of component {component.id} is no ISO 8601 time: {text}"
                yield self.at(
                    metadata, metadata.place(key), message, entity=component.id, field=key
                )
        created, updated = texts["created"], texts["updated"]
        if not created or not updated:
            return
        begin, end = instant(created), instant(updated)
        length = min(len(created), len(updated))
        if begin and end and end < begin and not (length == 10 and created[:10] == updated[:10]):
            message = f"component {component.id} is updated before it is created"
            yield self.at(
                metadata, metadata.place("updated"), message, entity=component.id, field="updated"
            )

    def _row(self, row: TrackRow) -> Iterator[Diagnostic]:
        for column in _TIMES:
            text = row.text(column)
            if text and text not in ("-", "–", "—") and instant(text) is None:
                message = f"{column} date of component {row.id} is no ISO 8601 date: {text}"
                yield self.at(row, row.cells[column].span, message, entity=row.id, field=column)
