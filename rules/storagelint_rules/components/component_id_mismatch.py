"""SL803 component-id-mismatch: an id that is not the name of its folder."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Project


class ComponentIdMismatch(Rule):
    code = "SL803"
    name = "component-id-mismatch"
    severity = Severity.ERROR

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for component in project.components:
            metadata = component.metadata
            stated = metadata.text("id") if metadata else None
            if metadata and stated and stated != component.id:
                message = f"component id {stated} is not the name of its folder {component.id}"
                yield self.at(
                    metadata, metadata.place("id"), message, entity=component.id, field="id"
                )
