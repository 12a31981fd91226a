"""SL805 invalid-metadata: metadata.json is no JSON, or has not exactly the standard's keys."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.components import metadata_keys
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Project
from storagelint.model.components import Component, Conductor, Entry, Metadata
from storagelint.model.standard import standard


class InvalidMetadata(Rule):
    code = "SL805"
    name = "invalid-metadata"
    severity = Severity.ERROR
    fixable = Safety.SAFE

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for conductor in project.conductors:
            for component in conductor.components:
                if component.metadata:
                    yield from self._check(component.metadata, component, conductor)

    def _check(
        self, metadata: Metadata, component: Component, conductor: Conductor
    ) -> Iterator[Diagnostic]:
        for problem in metadata.problems:
            fix = None
            if problem.replacement is not None:
                title = "Add the comma" if problem.replacement else "Remove the comma"
                fix = Fix(title, (Edit(problem.span, problem.replacement),))
            message = f"metadata is no valid JSON: {problem.message}"
            yield self.at(metadata, problem.span, message, entity=component.id, fix=fix)
        if metadata.complete:
            for key in metadata_keys.missing_keys(metadata):
                place = metadata_keys.place_of_missing(metadata, key)
                message = f"metadata has no key {key}"
                fix = _fix(conductor, component, key)
                yield self.at(metadata, place, message, entity=component.id, field=key, fix=fix)
        seen: set[str] = set()
        for entry in metadata.entries:
            yield from self._entry(metadata, entry, component, entry.key in seen)
            seen.add(entry.key)
        yield from self._order(metadata, component)

    def _entry(
        self, metadata: Metadata, entry: Entry, component: Component, repeated: bool
    ) -> Iterator[Diagnostic]:
        wrong = "is repeated" if repeated else metadata_keys.wrong_key(entry)
        known = entry.key in standard().metadata_keys
        fix = None
        if wrong and known and not repeated and entry.key == "type":
            fix = Fix(f"Write {standard().type}", (Edit(entry.span, f'"{standard().type}"'),))
        if wrong:
            message = f"metadata key {entry.key} {wrong}"
            place = entry.key_span if repeated or not known else entry.span
            weight, key = self.severity if known else Severity.WARNING, entry.key
            yield self.at(
                metadata, place, message, entity=component.id, field=key, severity=weight, fix=fix
            )

    def _order(self, metadata: Metadata, component: Component) -> Iterator[Diagnostic]:
        edits = metadata_keys.in_order(metadata)
        if edits:
            place, key = edits[0][0].key_span, edits[0][0].key
            fix = Fix("Sort the keys", tuple(Edit(entry.whole, raw) for entry, raw in edits))
            message, weight = f"metadata key {key} is out of order", Severity.WARNING
            yield self.at(
                metadata, place, message, entity=component.id, field=key, severity=weight, fix=fix
            )


def _fix(conductor: Conductor, component: Component, key: str) -> Fix | None:
    from storagelint.generating.components.metadata_keys import with_key

    made = with_key(conductor, component, key)
    return Fix(f"Add the key {key}", (Edit(*made),)) if made else None
