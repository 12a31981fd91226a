"""Document and kind -> which of the kind's sections stand where, and which are missing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from storagelint.judging.pages.scaffolds import WAITS
from storagelint.kinds import Kind, SectionSpec
from storagelint.model.document import Document
from storagelint.model.facts import Form, SectionFact
from storagelint.patterns import pattern
from storagelint.vocabulary import fold_words, vocabulary

_NUMBERED = pattern(r"\d{1,3}(?:\.\d{1,3}){0,3}[.)]?\s")
_ITEM = pattern(r"\s{0,40}(?:[-*+]|\d{1,3}[.)])\s")


def expected(document: Document, kind: Kind) -> list[SectionSpec]:
    """The sections that the kind asks of this document, with its stores in mind."""
    return [spec for spec in kind.sections if is_expected(document, spec)]


def is_expected(document: Document, spec: SectionSpec) -> bool:
    """Whether a kind asks for one of its sections, with the document's stores in mind."""
    return spec.need != "optional" and spec.suits(document.store_classes)


def find(document: Document, spec: SectionSpec) -> SectionFact | None:
    """The section that fills a place: a heading of its level, else another heading or a label.

    A label fills one where it is a paragraph's, says what a section would be called, and its text
    is not still to be written.
    """
    found = document.sections_of(spec.role)
    headings = [fact for fact in found if not fact.label]
    for fact in headings:
        if fact.level == spec.level:
            return fact
    if headings:
        return headings[0]
    lines = document.page.source.lines
    return next((fact for fact in found if _heads(fact, lines[fact.line - 1])), None)


def _heads(fact: SectionFact, line: str) -> bool:
    """Whether a label stands for a section: «Backup:», no «1. **Backup Integration**: ...»."""
    if WAITS in line or _ITEM.match(line):
        return False
    return vocabulary().sections.get(fold_words(fact.heading)) == fact.role


def heads_what_follows(document: Document, fact: SectionFact) -> bool:
    """Whether a numbered heading without text heads entities of its own level: `6. Logs`, `audits`.

    The next heading names an entity, and has no number in a document that numbers its sections.
    """
    titles = {each.line: each.title for each in document.page.sections}
    after = next((line for line in titles if line > fact.line), 0)
    if after not in {entity.section_line for entity in document.entities}:
        return False
    return bool(_NUMBERED.match(fact.heading)) and not _NUMBERED.match(titles[after])


def absent(document: Document, kind: Kind) -> set[str]:
    """The roles of the sections that are asked and nowhere; a label holds none of the pieces."""
    specs = expected(document, kind)
    found = {spec.role: find(document, spec) for spec in specs}
    pieces = _pieces(specs)
    return {
        role
        for role, fact in found.items()
        if fact is None
        or (fact.label and role in pieces and not any(found[each] for each in pieces[role]))
    }


def _pieces(specs: list[SectionSpec]) -> dict[str | None, list[str]]:
    """Role of each part -> the roles of the sections below it."""
    pieces: dict[str | None, list[str]] = {}
    for spec in specs:
        pieces.setdefault(spec.parent, []).append(spec.role)
    return pieces


def missing(document: Document, kind: Kind) -> Iterator[SectionSpec]:
    """The sections that are asked and nowhere; where a part is missing with all its pieces, it."""
    specs = expected(document, kind)
    lacking = absent(document, kind)
    pieces = _pieces(specs)
    for spec in specs:
        if spec.role not in lacking:
            continue
        siblings = pieces.get(spec.parent, [])
        if spec.parent in lacking and all(role in lacking for role in siblings):
            continue
        yield spec


class Gap(NamedTuple):
    """Sections that are missing at one place."""

    above: SectionFact | None
    """The section that they belong under; None for those of the document itself."""
    specs: tuple[SectionSpec, ...]
    line: int
    """The line of what the first would head, below `above` if there is one; 0 for nothing."""


def gaps(document: Document, kind: Kind) -> Iterator[Gap]:
    """The missing sections: those of one parent together, what lacks no more than a heading apart.

    A diagram, a choice of a store and tables with fields may stand right under the parent.
    """
    groups: dict[tuple[int, str, bool], list[SectionSpec]] = {}
    lines: dict[str, int] = {}
    for spec in missing(document, kind):
        parent = kind.section(spec.parent) if spec.parent else None
        above = find(document, parent) if parent else None
        if above is None or above.label:
            yield Gap(None, (spec,), 0 if spec.parent else _described_line(document, spec.role))
            continue
        lines[spec.role] = content_line(document, spec.role, above)
        key = (above.line, spec.need, lines[spec.role] > 0)
        groups.setdefault(key, []).append(spec)
    for (line, _, _), specs in groups.items():
        above = next(each for each in document.sections if each.line == line)
        yield Gap(above, tuple(specs), lines[specs[0].role])


def _described_line(document: Document, role: str) -> int:
    """The first line of what a section would head, where it stands in sections of other names."""
    if role != "entities":
        return 0
    defined = (each for entity in document.entities for each in entity.definitions)
    lines = [each.line for each in defined if each.fields and each.form is not Form.MERMAID]
    return min(lines, default=0)


def content_line(document: Document, role: str, above: SectionFact) -> int:
    """The first line below a section of what a heading of the role would head; 0 for none."""
    match role:
        case "entity-diagram":
            lines = [diagram.span.line for diagram in document.diagrams]
        case "storage-selection":
            lines = [store.span.line for store in document.chosen_stores]
        case "entities":
            defined = (each for entity in document.entities for each in entity.definitions)
            lines = [each.line for each in defined if each.fields and each.form is not Form.MERMAID]
        case _:
            lines = []
    return min((line for line in lines if above.line < line <= above.end_line), default=0)


def misplaced(document: Document, kind: Kind) -> Iterator[tuple[SectionFact, SectionFact]]:
    """The fewest sections that would have to move, each with one on the wrong side of it.

    Only sections with the same parent and of the level that the kind gives them are compared.
    """
    groups: dict[str | None, list[tuple[int, SectionFact]]] = {}
    for position, spec in enumerate(kind.sections):
        fact = find(document, spec)
        if fact is not None and not fact.label and fact.level == spec.level:
            groups.setdefault(spec.parent, []).append((position, fact))
    for group in groups.values():
        yield from _out_of_order(sorted(group, key=lambda pair: pair[1].line))


def _out_of_order(
    placed: list[tuple[int, SectionFact]],
) -> Iterator[tuple[SectionFact, SectionFact]]:
    """Those outside the longest run of sections that is in order."""
    if all(one[0] < other[0] for one, other in pairwise(placed)):
        return
    best: list[list[int]] = []
    for at, (position, _) in enumerate(placed):
        runs = [run for run in best if placed[run[-1]][0] < position]
        best.append([*_longest(runs), at])
    kept = set(_longest(best))
    for at, (position, fact) in enumerate(placed):
        if at in kept:
            continue
        earlier = [placed[i][1] for i in sorted(kept) if placed[i][0] < position and i > at]
        later = [placed[i][1] for i in sorted(kept) if placed[i][0] > position and i < at]
        if earlier:
            yield fact, earlier[-1]
        elif later:
            yield fact, later[0]


def _longest(runs: list[list[int]]) -> list[int]:
    return max(runs, key=lambda run: len(run), default=[])
