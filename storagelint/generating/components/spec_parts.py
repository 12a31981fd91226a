"""Component -> the parts that its specification lacks, as they are written at their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from storagelint.generating.components.component_text import scaffold
from storagelint.generating.texts.inline_text import inline, paragraph
from storagelint.generating.texts.table_text import cell
from storagelint.model.components import Component, Spec
from storagelint.model.standard import StandardPart, standard
from storagelint.source import Span

_STATED = {
    "Title": "title",
    "Type": "type",
    "Storage Type": "storage_type",
    "Storage Backend": "backend",
}
"""The parts that metadata.json states as well, with its keys."""


def missing_parts(spec: Spec) -> list[StandardPart]:
    """The parts of the standard that a specification lacks, in their order."""
    found = {part.name for part in spec.parts}
    return [part for part in standard().parts if part.name not in found]


def with_parts(
    component: Component, spec: Spec, parts: Iterable[StandardPart]
) -> list[tuple[Span, str]]:
    """What goes in at which place for a specification to have some parts, each place once."""
    texts: dict[Span, str] = {}
    for part in parts:
        if found := _part_text(component, spec, part):
            texts[found[0]] = texts.get(found[0], "") + found[1]
    is_empty = not spec.text.strip()
    return [(place, text.lstrip("\n") if is_empty else text) for place, text in texts.items()]


def _part_text(component: Component, spec: Spec, part: StandardPart) -> tuple[Span, str] | None:
    """The place of a missing part, and its text; None where only its author can tell it.

    What metadata.json tells is written as a line where its like is. All else stands behind the
    heading before it; in a specification that numbers its parts, at the end.
    """
    stated = _STATED.get(part.name)
    value = _value(component, stated) if stated else None
    if stated and value is None:
        return None
    if value and (found := _as_line(spec, part, value)):
        return found
    headings = [each for each in spec.parts if each.level is not None]
    level = Counter(each.level for each in headings).most_common(1)[0][0] if headings else None
    mark = "#" * (level or 2)
    numbers = [each.number for each in headings if each.number is not None]
    place = spec.end
    if numbers and 2 * len(numbers) > len(headings):
        ahead = [each.name for each in missing_parts(spec)]
        mark += f" {max(numbers) + 1 + ahead.index(part.name)}."
    else:
        before = _names_before(part)
        ends = [each.end for each in headings if each.name in before]
        place = ends[-1] if ends else spec.end
    if place is None:
        return None
    return place, f"\n\n{mark} {part.name}\n\n{paragraph(value) if value else scaffold(part)}"


def _value(component: Component, key: str) -> str | None:
    """What metadata.json says of a part; None where that cannot be."""
    if key == "type":
        return standard().type
    text = component.metadata.text(key) if component.metadata else None
    if text is None or (key == "storage_type" and text not in standard().storage_types):
        return None
    return text


def _as_line(spec: Spec, part: StandardPart, value: str) -> tuple[Span, str] | None:
    """Behind the line of the part before it, else behind that of any other one of its sort."""
    before = _names_before(part)
    lines = [each for each in spec.parts if each.form and each.name in _STATED]
    like = next((each for each in reversed(lines) if each.name in before), None)
    like = like or next(iter(lines), None)
    if like is None or like.form is None or like.end is None:
        return None
    form = like.form
    text = cell(value) if form.opening.startswith("|") else inline(value)
    return like.end, f"\n{form.opening}{part.name}{form.gap}{text}{form.closing}"


def _names_before(part: StandardPart) -> set[str]:
    names = [each.name for each in standard().parts]
    return set(names[: names.index(part.name)])
