"""SL203 key-exhausted-by-growth: a key whose type is full before five years are over."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document, Field

_LARGEST = {
    "tinyint": 127,
    "tinyint unsigned": 255,
    "smallint": 32_767,
    "smallint unsigned": 65_535,
    "mediumint": 8_388_607,
    "mediumint unsigned": 16_777_215,
    "integer": 2_147_483_647,
    "integer unsigned": 4_294_967_295,
}
"""The largest value of each type."""


class KeyExhaustedByGrowth(Rule):
    code = "SL203"
    name = "key-exhausted-by-growth"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for volume in document.volumes:
            entity = document.entity(volume.entity)
            keys = entity.key_fields() if entity else []
            if entity is None or len(keys) != 1:
                continue
            largest = _largest(keys[0])
            rows = max(volume.rows_in_five_years or 0.0, volume.peak_rows or 0.0)
            if largest is not None and rows > largest:
                yield self.at(
                    document,
                    keys[0].where(Attribute.TYPE),
                    f"key {entity.name}.{keys[0].name} of type {keys[0].type} ends at"
                    f" {largest:,}, growth leads to {rows:,.0f} rows",
                    entity=entity,
                    field=keys[0],
                    evidence=(f"growth is {volume.growth}, reckoned over five years",),
                )


def _largest(field: Field) -> int | None:
    name = field.canonical.name if field.canonical else ""
    if (field.type or "").casefold() in ("number", "long", "auto"):
        return None
    return _LARGEST.get(name)
