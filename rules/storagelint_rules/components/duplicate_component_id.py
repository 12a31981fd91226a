"""SL802 duplicate-component-id: an id that two rows or two folders have."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Project
from storagelint.model.components import Conductor


class DuplicateComponentId(Rule):
    code = "SL802"
    name = "duplicate-component-id"
    severity = Severity.ERROR

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for conductor in project.conductors:
            yield from self._rows(conductor)
            yield from self._folders(conductor)

    def _rows(self, conductor: Conductor) -> Iterator[Diagnostic]:
        seen: dict[str, int] = {}
        for row in conductor.rows:
            first = seen.setdefault(row.id, row.span.line)
            if first != row.span.line:
                message = f"component id {row.id} stands in line {first} already"
                yield self.at(row, row.span, message, entity=row.id)

    def _folders(self, conductor: Conductor) -> Iterator[Diagnostic]:
        owners: dict[str, str] = {}
        for component in conductor.components:
            stated = component.metadata.text("id") if component.metadata else None
            if stated is not None and (
                stated == component.id or conductor.component(stated) is None
            ):
                owners.setdefault(stated, component.id)
        for component in conductor.components:
            metadata = component.metadata
            stated = metadata.text("id") if metadata else None
            if metadata is None or stated is None:
                continue
            owner = owners.get(stated, stated)
            if owner != component.id:
                message = f"component id {stated} is also that of {owner}"
                yield self.at(metadata, metadata.place("id"), message, entity=component.id)
