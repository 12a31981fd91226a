"""SL522 volume-without-number: a volume in words that nobody can reckon with."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.stores.volumes import vague_parts
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class VolumeWithoutNumber(Rule):
    code = "SL522"
    name = "volume-without-number"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for volume in document.volumes:
            vague = vague_parts(volume)
            if vague:
                of = f" of {volume.entity}" if volume.entity else ""
                yield self.at(
                    document,
                    volume.span,
                    f"volume{of} has no number for its {' and '.join(vague)}",
                    entity=document.entity(volume.entity),
                )
