"""SL807 invalid-storage-type: a storage type that components do not have."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.components.component_values import fold_type
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Project
from storagelint.model.standard import standard


class InvalidStorageType(Rule):
    """tracks.md is for people, so `Object Storage` is as good there as `object_storage`."""

    code = "SL807"
    name = "invalid-storage-type"
    severity = Severity.ERROR

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        known = standard().storage_types
        for conductor in project.conductors:
            for component in conductor.components:
                metadata = component.metadata
                sort = metadata.text("storage_type") if metadata else None
                if metadata and sort and sort not in known:
                    message = f"storage type {sort} of component {component.id} is unknown"
                    place = metadata.place("storage_type")
                    yield self.at(
                        metadata, place, message, entity=component.id, field="storage_type"
                    )
            for row in conductor.rows:
                sort = row.text("storage_type")
                if sort and fold_type(sort) not in known:
                    message = f"storage type {sort} of component {row.id} is unknown"
                    place = row.cells["storage_type"].span
                    yield self.at(row, place, message, entity=row.id, field="storage_type")
