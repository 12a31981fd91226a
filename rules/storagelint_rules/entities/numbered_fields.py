"""SL235 numbered-fields: phone1, phone2, phone3 where a table of phones should be."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, Field
from storagelint.patterns import pattern

_NUMBERED = pattern(r"(?P<stem>[^\W\d]\w*?)_?(?P<number>\d{1,2})\Z")
_POSITIONAL = ("line", "address", "addr", "level", "hash", "sha", "md", "p", "utf", "int", "float")


class NumberedFields(Rule):
    """Three or more in a row, of one type; address lines and percentiles are no lists."""

    code = "SL235"
    name = "numbered-fields"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.tables():
            for stem, fields in _series(entity):
                names = ", ".join(field.name for field in fields[:4])
                yield self.at(
                    document,
                    fields[0].span,
                    f"fields {names} of {entity.name} number one {stem.rstrip('_')}",
                    entity=entity,
                    field=fields[0],
                )


def _series(entity: Entity) -> Iterator[tuple[str, list[Field]]]:
    found: dict[tuple[str, object], list[tuple[int, Field]]] = {}
    for field in entity.fields:
        match = _NUMBERED.match(field.name)
        if match and not match["stem"].casefold().endswith(_POSITIONAL):
            key = (match["stem"].casefold(), field.family)
            found.setdefault(key, []).append((int(match["number"]), field))
    for (stem, _), numbered in found.items():
        numbers = sorted(number for number, _ in numbered)
        in_a_row = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        if len(numbers) > 2 and in_a_row and numbers[0] < 2:
            yield stem, [field for _, field in numbered]
