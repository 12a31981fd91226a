"""Page -> what the document says about running the store, and how much data it expects."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from storagelint.markdown import Fence, ItemList, Page, Paragraph, Section, Table, plain
from storagelint.model import Operations, SectionFact, Statement, Volume
from storagelint.reading.quantities import duration, growth, interval, row_count
from storagelint.source import Span
from storagelint.vocabulary import data, fold_words, vocabulary

_SENTENCE = re.compile(r"[^.!?。！？\n][^!?。！？\n.]*(?:\.(?=\S)[^!?。！？\n.]*)*")
_LABEL = re.compile(r"\s*(?P<label>[^:：\n|]{1,60}?)\s*[:：]\s*(?P<value>\S.*)?\Z", re.DOTALL)
_BARE_LABEL = re.compile(r"\s*(?P<label>[^:：\n|]{1,60}?)\s*(?:\s[-–—]\s|[:：])")
_PLACEHOLDER = re.compile(
    r"[\s\-–—.…?*_]*(?:(?:tbd|tba|tbc|todo|fixme|xxx|n/a|na|to be (?:defined|decided|determined)"
    r"|待定|待补充|待補充|未定|미정|추후|не определено|уточняется|por definir|a definir|offen"
    r"|à définir|\{[^{}]{0,200}\}|\[[^\[\]]{0,200}\]|<[^<>]{0,200}>)[\s\-–—.…?*_]*){0,3}\Z",
    re.IGNORECASE,
)
_WORD_START = re.compile(r"(?:(?<![^\W_])(?=[^\W_])|(?= m))(?=(.{2,3}))")
_ANY_START = re.compile(
    r"(?:(?<![^\W_])(?=[^\W_])|(?= [mм])|(?=[\u3040-\u9fff\uac00-\ud7af]))(?=(.{2,3}))"
)
_VOLUME_PARTS = ("initial", "growth", "peak", "retention")
_AMOUNT = re.compile(r"\d")
_PART = re.compile(r"[,;，；、]\s+|[;；、]|\s+[-–—→]+\s+")
_MAX_TEXT = 2_000


class Said(NamedTuple):
    """A sentence, a bullet, a value behind a label or a cell, with the roles around it."""

    text: str
    value: str
    """The text, or what stands behind its label."""
    span: Span
    label: str
    """The folded label or heading that the text stands behind; empty where there is none."""
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Topic:
    """What states a topic; the data is in `vocabulary/operations.toml`."""

    name: str
    where: frozenset[str]
    labels: frozenset[str]
    own: frozenset[str]
    """Labels that state it in every section."""
    words: tuple[str, ...]
    interval: bool


def read_operations(page: Page, sections: Sequence[SectionFact]) -> Operations:
    """Topic -> the statements on it, in the order of the text.

    A text that is only a placeholder (`TBD`, `-`, `{...}`) states nothing; one that denies
    (`no backups`) is a statement, as written.
    """
    found: dict[str, list[Statement]] = {}
    for said in _said(page, sections):
        lowered = f" {said.text.casefold()} "
        for topic in _mentioned(lowered, said):
            statements = found.setdefault(topic, [])
            if not statements or statements[-1].span != said.span:
                statements.append(Statement(said.span, said.text))
    return Operations(topics=found)


def _mentioned(lowered: str, said: Said) -> Iterator[str]:
    if _PLACEHOLDER.match(said.value):
        return
    topics = _topics()
    labelled = _labels().get(said.label, frozenset())
    for name in sorted(labelled | _stated(lowered)):
        topic = topics[name]
        if not topic.where or topic.where & said.roles or said.label in topic.own:
            yield name
    if labelled:
        return
    for topic in _interval_topics():
        if topic.where & said.roles and interval(said.value) is not None:
            yield topic.name


def _stated(lowered: str) -> set[str]:
    """The topics whose words stand in a text, at the start of a word where there are spaces."""
    stems = _stems()
    found: set[str] = set()
    plain_text = lowered.isascii()
    for match in (_WORD_START if plain_text else _ANY_START).finditer(lowered):
        start = match[1]
        for stem, topics in stems.get(start, ()):
            if lowered.startswith(stem, match.start()):
                found.update(topics)
        if not plain_text:
            for _, topics in stems.get(start[:2], ()):
                found.update(topics)
    return found


@cache
def _topics() -> dict[str, Topic]:
    return {
        name: Topic(
            name,
            frozenset(table.get("where", ())),
            frozenset(fold_words(label) for label in table.get("label", ())),
            frozenset(fold_words(label) for label in table.get("own", ())),
            tuple(word.casefold() for word in table.get("words", ())),
            bool(table.get("interval", False)),
        )
        for name, table in data("operations").items()
    }


@cache
def _interval_topics() -> tuple[Topic, ...]:
    return tuple(topic for topic in _topics().values() if topic.interval)


@cache
def _labels() -> dict[str, frozenset[str]]:
    """Folded label -> the topics that it states."""
    found: dict[str, set[str]] = {}
    for topic in _topics().values():
        for label in topic.labels | topic.own:
            found.setdefault(label, set()).add(topic.name)
    return {label: frozenset(topics) for label, topics in found.items()}


@cache
def _stems() -> dict[str, list[tuple[str, list[str]]]]:
    """First three characters -> the beginnings of phrases, with the topics that each states."""
    topics: dict[str, list[str]] = {}
    for topic in _topics().values():
        for word in topic.words:
            topics.setdefault(word, []).append(topic.name)
    found: dict[str, list[tuple[str, list[str]]]] = {}
    for stem, names in topics.items():
        found.setdefault(stem[:3], []).append((stem, names))
    return found


def _said(page: Page, sections: Sequence[SectionFact]) -> Iterator[Said]:
    """Everything that the page says in text, bullets and tables."""
    roles = {fact.line: fact.role for fact in sections if not fact.label}
    labels = [fact for fact in sections if fact.label]
    around: dict[int, frozenset[str]] = {}
    for section in page.sections:
        inherited = around.get(id(section.parent), frozenset()) if section.parent else frozenset()
        own = roles.get(section.line) if section.heading else None
        around[id(section)] = inherited | {own} if own else inherited
        heading = fold_words(section.title)
        for block in section.blocks:
            here = around[id(section)]
            if labels:
                inside = {fact.role for fact in labels if fact.line <= block.line <= fact.end_line}
                here = here | inside if inside else here
            match block:
                case Paragraph():
                    yield from _sentences(block, heading, here)
                case ItemList():
                    yield from _items(block, heading, here)
                case Table():
                    yield from _cells(block, here)


def _sentences(block: Paragraph, heading: str, roles: frozenset[str]) -> Iterator[Said]:
    """The sentences of a paragraph; a line that begins with a label stands for itself."""
    lines = [plain(raw)[:_MAX_TEXT] for raw in block.raw.split("\n")]
    running: list[tuple[int, str]] = []
    for line, text in enumerate(lines, block.line):
        label, value = _labelled(text)
        if label and (block.line == line or value):
            yield from _running(running, heading, roles)
            running = []
            if value:
                yield Said(text, value, Span(line, 1, line, len(text) + 1), label, roles)
        else:
            running.append((line, text))
    yield from _running(running, heading, roles)


def _running(lines: list[tuple[int, str]], heading: str, roles: frozenset[str]) -> Iterator[Said]:
    """The sentences of lines that belong together; the span of each covers its lines."""
    text = ""
    starts: list[int] = []
    for _, line in lines:
        starts.append(len(text))
        text += line + " "
    for match in _SENTENCE.finditer(text):
        sentence = match[0].strip()
        if sentence:
            begin = match.end() - len(match[0].lstrip())
            first = bisect_right(starts, begin) - 1
            last = bisect_right(starts, begin + len(sentence) - 1) - 1
            end = begin + len(sentence) - starts[last]
            span = Span(lines[first][0], begin - starts[first] + 1, lines[last][0], end + 1)
            yield Said(sentence, sentence, span, heading, roles)


def _items(block: ItemList, heading: str, roles: frozenset[str]) -> Iterator[Said]:
    above: list[str] = []
    for item in block.walk():
        del above[item.depth :]
        text = item.text[:_MAX_TEXT]
        label, value = _labelled(text)
        above += [""] * (item.depth - len(above))
        outer = next((one for one in reversed(above) if one), heading)
        above.append(label or fold_words(text)[:60])
        if not label:
            yield Said(text, text, item.span, outer, roles)
        elif value:
            yield Said(text, value, item.span, label, roles)


def _labelled(text: str) -> tuple[str, str]:
    """The folded label and the value of `Label: value`; two empty texts where there is none."""
    match = _LABEL.match(text)
    if not match:
        return "", ""
    return fold_words(match["label"]), (match["value"] or "").strip()


def _cells(block: Table, roles: frozenset[str]) -> Iterator[Said]:
    """The cells of a table, each behind the first cell of its row and behind its heading."""
    headings = [fold_words(heading) for heading in block.headings]
    if not roles & _OPERATIONAL:
        return
    for row in block.rows[:200]:
        first = fold_words(row.cells[0].text) if row.cells else ""
        for position, cell in enumerate(row.cells):
            text = cell.text[:_MAX_TEXT]
            if not text or _PLACEHOLDER.match(text):
                continue
            heading = headings[position] if position < len(headings) else ""
            label = heading if heading in _labels() else first if position else ""
            if position or not _labels().get(first):
                yield Said(text, text, cell.span, label, roles)


_OPERATIONAL = frozenset(
    """
    migration initial-setup version-management rollback performance volume optimization backup
    security retention monitoring cache
    """.split()
)


def read_volumes(page: Page, sections: Sequence[SectionFact]) -> list[Volume]:
    """The expected sizes: rows of volume tables, bullets and labels of a volume section."""
    found = [volume for table in page.blocks(Table) for volume in _volume_table(table)]
    for fact in sections:
        if fact.role == "volume":
            for section in _sections_of(page, fact):
                found += _volume_text(section, fact)
    return list({(volume.span, volume.entity): volume for volume in found}.values())


def _volume_table(table: Table) -> Iterator[Volume]:
    columns: dict[str, int] = {}
    for position, heading in enumerate(table.headings):
        columns.setdefault(vocabulary().column(heading) or "", position)
    parts = {part: columns[part] for part in _VOLUME_PARTS if part in columns}
    name = columns.get("table", columns.get("name", columns.get("field")))
    if name is None or not (parts.keys() & {"growth", "peak"}):
        return
    for row in table.rows:
        entity = row.cell(name)
        cells = {part: row.cell(position) for part, position in parts.items()}
        texts = {part: cell.text for part, cell in cells.items() if cell and cell.text}
        if entity and entity.text and texts:
            yield _volume(entity.text, texts, entity.span)


def _sections_of(page: Page, fact: SectionFact) -> list[Section]:
    if fact.label:
        return [page.section_at(fact.line)]
    return [one for one in page.sections if fact.line <= one.line <= fact.end_line]


def _volume_text(section: Section, fact: SectionFact) -> Iterator[Volume]:
    whole: dict[str, str] = {}
    span = section.span
    for block in section.blocks:
        if not fact.line <= block.line <= fact.end_line:
            continue
        match block:
            case Paragraph():
                lines: Iterable[str] = (plain(line) for line in block.raw.split("\n"))
                _collect(lines, whole)
            case ItemList():
                for item in block.items:
                    below = [child.text for child in item.children]
                    label, value = _labelled(item.text)
                    if _part(label) is not None:
                        _collect([item.text], whole)
                        continue
                    named = _BARE_LABEL.match(item.text)
                    texts = _parts(value or item.text)
                    _collect(below, texts)
                    if named and texts:
                        yield _volume(named["label"].strip(), texts, item.span)
            case Fence() | _:
                continue
    if whole:
        yield _volume(None, whole, span)


def _collect(lines: Iterable[str], texts: dict[str, str]) -> None:
    for line in lines:
        label, value = _labelled(line[:_MAX_TEXT])
        part = _part(label)
        if part and value and not _PLACEHOLDER.match(value):
            texts.setdefault(part, value)


@cache
def _volume_words() -> tuple[tuple[str, str], ...]:
    columns = vocabulary().tables["columns"]
    pairs = [(word, part) for part in _VOLUME_PARTS for word in columns[part] if len(word) > 1]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _part(text: str) -> str | None:
    """Whether a label speaks of the initial size, the growth, the peak or the retention."""
    if not text:
        return None
    concept = vocabulary().column(text)
    if concept in _VOLUME_PARTS:
        return concept
    words = f" {text} "
    return next((part for word, part in _volume_words() if f" {word} " in words), None)


def _parts(text: str) -> dict[str, str]:
    """`10k initially, 5% a month, peak 1M, kept 2 years` by what each part says."""
    texts: dict[str, str] = {}
    for piece in _PART.split(text[:_MAX_TEXT]):
        if not _AMOUNT.search(piece):
            continue
        folded = fold_words(piece)
        part = _part(folded)
        if part is None and growth(piece) is not None:
            part = "growth"
        if part is None and "initial" in folded:
            part = "initial"
        if part is None and (length := duration(piece)) is not None and length.valid:
            part = "retention"
        if part is None and "initial" not in texts and row_count(piece) is not None:
            part = "initial"
        if part:
            texts.setdefault(part, piece.strip())
    return texts


def _volume(entity: str | None, texts: dict[str, str], span: Span) -> Volume:
    initial, peak = texts.get("initial"), texts.get("peak")
    return Volume(
        span=span,
        entity=entity,
        initial=initial,
        growth=texts.get("growth"),
        peak=peak,
        retention=texts.get("retention"),
        initial_rows=row_count(initial) if initial else None,
        peak_rows=row_count(peak) if peak else None,
    )
