"""SL524 volume-of-unknown-entity: a volume of something that the design does not have."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.stores.volumes import names_an_entity
from storagelint.judging.surroundings.absent import absent
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class VolumeOfUnknownEntity(Rule):
    code = "SL524"
    name = "volume-of-unknown-entity"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for volume in document.volumes:
            if volume.entity is None or not names_an_entity(volume):
                continue
            found = absent(volume.entity, document, context.project)
            if found is not None and found.certain:
                yield self.at(
                    document,
                    volume.span,
                    f"volume is of {volume.entity}, which is not defined{found.hint}",
                    entity=volume.entity,
                )
