"""Page -> what the document says about running the store, and how much data it expects."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from storagelint.markdown import Fence, ItemList, Page, Paragraph, Section, Table, plain
from storagelint.model import Operations, SectionFact, Statement, Volume
from storagelint.patterns import pattern
from storagelint.reading.columns import columns_of
from storagelint.reading.figures import read_figures
from storagelint.reading.words.quantities import duration, growth, interval, rate, row_count
from storagelint.source import Span
from storagelint.vocabulary import data, fold_words, vocabulary, word_cache

_SENTENCE = pattern(r"[^.!?。！？\n][^!?。！？\n.]*(?:\.(?=\S)[^!?。！？\n.]*)*")
_COLON = pattern(r"[:：\n|]")
_LABEL_LENGTH = 64
_BARE_LABEL = pattern(r"\A\s*+(?P<label>[^:：\n|]{1,60}?)\s{0,99}(?:\s[-–—]\s|[:：])")
_PLACEHOLDER = pattern(
    r"[\s\-–—.…?*_]*(?:(?:tbd|tba|tbc|todo|fixme|xxx|n/a|na|to be (?:defined|decided|determined)"
    r"|待定|待补充|待補充|未定|미정|추후|не определено|уточняется|por definir|a definir|offen"
    r"|à définir|\{[^{}]{0,200}\}|\[[^\[\]]{0,200}\]|<[^<>]{0,200}>)[\s\-–—.…?*_]*){0,3}\Z",
    re.IGNORECASE,
)
_WORD = pattern(r"[^\W_]+")
_SPACES = bytes(code if chr(code).isalnum() else 32 for code in range(256))
"""For `bytes.translate`: the words of an ASCII text, and a space for all else."""
_DENSE_PAIR = pattern(r"(?=([\u3040-\u9fff\uac00-\ud7af][^\s\x00-\x7f]))")
_START = 4
"""How many letters of a phrase's first word it is looked up by."""
_SHORT = 3
"""Up to so many letters a phrase is a word of its own: `rto` does not match `rtos`."""
_VOLUME_PARTS = ("initial", "growth", "peak", "retention")
_LETTER = pattern(r"[^\W\d_]")
_AMOUNT = pattern(r"\d")
_PART = pattern(r"[,;，；、]\s+|[;；、]|(?<!\s)\s+[-–—→]+\s+")
_BYTES = pattern(r"\d[ \u00a0]?(?:[KMGTP]i?B|bytes?)\b", re.IGNORECASE)
_MAX_TEXT = 2_000
_MOST_LINES = 200
_MIGRATING = frozenset(["migration", "initial-setup", "version-management", "rollback"])
_NUMBERED = pattern(r"(?<![\w.])V?\d{3,14}(?:__?|-|\.)(?:\d{1,6}[_-])?[a-z]\w{2,}", re.IGNORECASE)
_COMMAND = pattern(
    r"\b(?:sqlite3|psql|mysql|mariadb|cqlsh|mongosh|duckdb|sqlcmd|clickhouse-client)\b"
    r"[^\n`]{0,120}(?:<|-f|--file|\.read|source)\s?[^\s`]{0,80}\.(?:sql|cql|js)\b",
    re.IGNORECASE,
)
_STARTED = pattern(
    r"\b(?:migrations?|schema)\b[^.\n]{0,80}\b(?:on|at|during)\s(?:\w{1,20}\s){0,2}"
    r"(?:start(?:s|-?up)?|boot|launch|initiali[sz]ation|invocation)\b",
    re.IGNORECASE,
)
_FORMS = (
    ("migration-naming", _NUMBERED),
    ("migration-tool", _COMMAND),
    ("migration-tool", _STARTED),
)
"""Topics that no fixed phrase states: `0001_init.sql`, `psql -f 3.sql`, «applied on startup»."""


class Said(NamedTuple):
    """A sentence, a bullet, a value behind a label or a cell, with the roles around it."""

    text: str
    value: str
    """The text, or what stands behind its label."""
    span: Span
    label: str
    """The folded label or heading that the text stands behind; empty where there is none."""
    roles: frozenset[str]
    row: str = ""
    """The first cell of a cell's row."""
    shown: str = ""
    """`fence` for a line of one, `heading`, else empty: these two state few topics."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What states a topic; the data is in `vocabulary/operations.toml`."""

    name: str
    where: frozenset[str]
    labels: frozenset[str]
    own: frozenset[str]
    """Labels that state it in every section."""
    words: tuple[str, ...]
    units: frozenset[str]
    interval: bool
    lasting: tuple[str, ...]
    """Words that state it beside a length of time, in sections on backups."""
    least: float
    """The seconds from which on such a length of time is one of this topic."""
    shown: frozenset[str]
    """`fence` and `heading`, where these state it too: a command, the names of files."""


def read_operations(page: Page, sections: Sequence[SectionFact]) -> Operations:
    """Topic -> the statements on it, in the order of the text.

    A text that is only a placeholder (`TBD`, `-`, `{...}`) states nothing; one that denies
    (`no backups`) is a statement, as written.
    """
    found: dict[str, list[Statement]] = {}
    phrases: dict[str, list[Statement]] = {}
    for said in _said(page, sections):
        topics = _mentioned(said)
        if topics:
            statement = Statement(said.span, said.text)
            phrase = Statement(said.span, f"{said.row}: {said.text}") if said.row else statement
        for topic in topics:
            found.setdefault(topic, []).append(statement)
            phrases.setdefault(topic, []).append(phrase)
    return Operations(topics=found, figures=read_figures(phrases))


def _mentioned(said: Said) -> list[str]:
    """The topics that a text states, in the order of their names."""
    labelled = _labels().get(said.label)
    named = _named(said.text)
    if labelled:
        named |= labelled
    if named:
        topics = _topics()
        named = frozenset(name for name in named if _counts(topics[name], said))
    if said.shown:
        return sorted(named)
    if "backup" in said.roles:
        named |= _lasting(said.text.casefold())
    recurring = [topic for topic in _interval_topics() if topic.where & said.roles]
    if recurring:
        elsewhere = _other_sentences(said.value) if labelled else said.value
        if elsewhere and interval(elsewhere) is not None:
            named |= {topic.name for topic in recurring}
    if not named or _PLACEHOLDER.match(said.value):
        return []
    return sorted(named)


@lru_cache(1024)
def _named(text: str) -> frozenset[str]:
    """The topics whose words or forms stand in a text, wherever it stands."""
    return _stated(text.casefold()) | {topic for topic, form in _FORMS if form.search(text)}


def _lasting(lowered: str) -> set[str]:
    """The topics that a text with a length of time states: `kept 30 days`."""
    found = [
        topic
        for topic in _lasting_topics()
        if any(word in lowered and _as_words(word, lowered) for word in topic.lasting)
    ]
    amount = duration(lowered) if found else None
    seconds = amount.seconds if amount is not None else None
    return {topic.name for topic in found if seconds is not None and seconds >= topic.least}


def _other_sentences(value: str) -> str:
    """The sentences behind a label's value that state no topic themselves: `30 days. Daily.`"""
    behind = value.partition(". ")[2]
    found = (match[0] for match in _SENTENCE.finditer(behind))
    return " ".join(each for each in found if not _stated(each.casefold())) if behind else ""


def _counts(topic: Topic, said: Said) -> bool:
    """Whether a topic is looked for where the text stands."""
    if said.shown and said.shown not in topic.shown:
        return False
    return not topic.where or bool(topic.where & said.roles) or said.label in topic.own


@lru_cache(1024)
def _stated(lowered: str) -> frozenset[str]:
    """The topics whose words stand in a text, at the start of a word where there are spaces."""
    found: set[str] = set()
    if lowered.isascii():
        for word in set(lowered.encode().translate(_SPACES).split()):
            topics, phrases = _said_by(word)
            found |= topics
            for stem, topics in phrases:
                if stem in lowered and _as_words(stem, lowered):
                    found |= topics
    else:
        beginnings = _beginnings()
        starts = {word[:_START] for word in _WORD.findall(lowered)}
        starts.update(_DENSE_PAIR.findall(lowered))
        for start in starts:
            for stem, topics in beginnings.get(start, ()):
                if stem in lowered and _as_words(stem, lowered):
                    found |= topics
    for match in _unit_pattern().finditer(lowered):
        found |= _units()[match[1]]
    return frozenset(found)


@lru_cache(4096)
def _said_by(ascii_word: bytes) -> tuple[frozenset[str], tuple[tuple[str, frozenset[str]], ...]]:
    """The topics that an ASCII word states itself, and the phrases that may begin with it."""
    word = ascii_word.decode()
    stems = _beginnings().get(word[:_START], ())
    found = (topics for stem, topics in stems if stem.isalnum() and _as_words(stem, word))
    phrases = tuple((stem, topics) for stem, topics in stems if not stem.isalnum())
    return frozenset().union(*found), phrases


def _as_words(stem: str, text: str) -> bool:
    """Whether a text has the stem at the start of a word, or a short one as a word."""
    if _is_dense(stem):
        return True
    at = text.find(stem)
    while at >= 0:
        end = at + len(stem)
        whole = len(stem) > _SHORT or not stem.isalnum() or not text[end : end + 1].isalnum()
        if whole and not (stem[0].isalnum() and text[at - 1 : at].isalnum()):
            return True
        at = text.find(stem, at + 1)
    return False


def _is_dense(stem: str) -> bool:
    """Whether it begins in a script without spaces."""
    return "\u3040" <= stem[0] <= "\u9fff" or "\uac00" <= stem[0] <= "\ud7af"


@cache
def _topics() -> dict[str, Topic]:
    return {
        name: Topic(
            name,
            frozenset(table.get("where", ())),
            frozenset(fold_words(label) for label in table.get("label", ())),
            frozenset(fold_words(label) for label in table.get("own", ())),
            tuple(word.casefold() for word in table.get("words", ())),
            frozenset(table.get("units", ())),
            bool(table.get("interval", False)),
            tuple(word.casefold() for word in table.get("lasting", ())),
            float(table.get("least", 0)),
            frozenset(table.get("shown", ())),
        )
        for name, table in data("operations").items()
    }


@cache
def _interval_topics() -> tuple[Topic, ...]:
    return tuple(topic for topic in _topics().values() if topic.interval)


@cache
def _lasting_topics() -> tuple[Topic, ...]:
    return tuple(topic for topic in _topics().values() if topic.lasting)


@cache
def _labels() -> dict[str, frozenset[str]]:
    """Folded label -> the topics that it states."""
    found: dict[str, set[str]] = {}
    for topic in _topics().values():
        for label in topic.labels | topic.own:
            found.setdefault(label, set()).add(topic.name)
    return {label: frozenset(topics) for label, topics in found.items()}


@cache
def _units() -> dict[str, frozenset[str]]:
    """Unit -> the topics that an amount in it states."""
    topics = _topics().values()
    units = {unit for topic in topics for unit in topic.units}
    return {unit: frozenset(one.name for one in topics if unit in one.units) for unit in units}


@cache
def _unit_pattern() -> re.Pattern[str]:
    units = "|".join(map(re.escape, _units()))
    return re.compile(rf"\d[ \u00a0]?({units})(?![^\W_])")


@cache
def _beginnings() -> dict[str, list[tuple[str, frozenset[str]]]]:
    """The first letters of a phrase's first word -> such phrases, with what each states."""
    topics: dict[str, set[str]] = {}
    for topic in _topics().values():
        for word in topic.words:
            topics.setdefault(word, set()).add(topic.name)
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for stem, names in topics.items():
        first = _WORD.search(stem)
        start = stem[:2] if _is_dense(stem) else first[0][:_START] if first else stem
        found.setdefault(start, []).append((stem, frozenset(names)))
    return found


def _said(page: Page, sections: Sequence[SectionFact]) -> Iterator[Said]:
    """Everything that the page says in text, bullets and tables."""
    roles = {fact.line: fact.role for fact in sections if not fact.label}
    labels = _Labels(fact for fact in sections if fact.label)
    around: dict[int, frozenset[str]] = {}
    for section in page.sections:
        inherited = around.get(id(section.parent), frozenset()) if section.parent else frozenset()
        own = roles.get(section.line) if section.heading else None
        here = around[id(section)] = inherited | {own} if own else inherited
        heading = fold_words(section.title)
        if here & _MIGRATING:
            yield Said(section.title, section.title, section.span, "", here, shown="heading")
        for block in section.blocks:
            match block:
                case Paragraph():
                    yield from _sentences(block, heading, here | labels.around(block.line))
                case ItemList():
                    yield from _items(block, heading, here | labels.around(block.line), labels)
                case Table():
                    yield from _cells(block, here | labels.around(block.line))
                case Fence() if here & _MIGRATING:
                    for number, text in enumerate(block.lines[:_MOST_LINES]):
                        span = block.span(number, 0, len(text))
                        yield Said(text[:_MAX_TEXT], text, span, "", here, shown="fence")


class _Labels:
    """The labels of a page that head what follows them, asked for in the order of the lines."""

    def __init__(self, facts: Iterable[SectionFact]) -> None:
        self.facts = sorted(facts, key=lambda fact: fact.line)
        self.roles = {fact.line: frozenset([fact.role]) for fact in self.facts}
        self.next = 0
        self.open: list[SectionFact] = []

    def around(self, line: int) -> frozenset[str]:
        """The roles of the labels that a line stands under; lines are asked in their order."""
        while self.next < len(self.facts) and self.facts[self.next].line <= line:
            self.open.append(self.facts[self.next])
            self.next += 1
        if not self.open:
            return frozenset()
        self.open = [fact for fact in self.open if fact.end_line >= line]
        return frozenset(fact.role for fact in self.open)


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


def _items(block: ItemList, heading: str, roles: frozenset[str], labels: _Labels) -> Iterator[Said]:
    above: list[tuple[str, frozenset[str]]] = []
    for item in block.walk():
        del above[item.depth :]
        text = item.text[:_MAX_TEXT]
        label, value = _labelled(text)
        above += [("", roles)] * (item.depth - len(above))
        outer = next((name for name, _ in reversed(above) if name), heading)
        here = above[-1][1] if above else roles
        here |= labels.roles.get(item.line, frozenset())
        if item.children:
            above.append((label or fold_words(text[:_LABEL_LENGTH]), here))
        if not label:
            yield Said(text, text, item.span, outer, here)
        elif value:
            yield Said(text, value, item.span, label, here)


def _labelled(text: str) -> tuple[str, str]:
    """The folded label and the value of `Label: value`; two empty texts where there is none."""
    colon = _COLON.search(text, 0, _LABEL_LENGTH)
    if colon is None or colon[0] in "\n|":
        return "", ""
    label = text[: colon.start()].strip()
    return (fold_words(label), text[colon.end() :].strip()) if label else ("", "")


def _cells(block: Table, roles: frozenset[str]) -> Iterator[Said]:
    """The cells of a table, each behind the first cell of its row and behind its heading."""
    if not roles & _OPERATIONAL:
        return
    headings = [fold_words(heading) for heading in block.headings]
    for row in block.rows[:200]:
        name = row.cells[0].text[:_LABEL_LENGTH] if row.cells else ""
        first = fold_words(name)
        for position, cell in enumerate(row.cells):
            text = cell.text[:_MAX_TEXT]
            if not text:
                continue
            heading = headings[position] if position < len(headings) else ""
            label = heading if heading in _labels() else first if position else ""
            if label not in _labels() and not _LETTER.search(text):
                continue
            if position or first not in _labels():
                yield Said(text, text, cell.span, label, roles, name if position else "")


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
    columns = columns_of(table)
    parts = {part: columns.first[part] for part in _VOLUME_PARTS if part in columns}
    name = columns.position("table", "name", "field")
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
                lines = [plain(line)[:_MAX_TEXT] for line in block.raw.split("\n")]
                if not _collect(lines, whole):
                    for sentence in _SENTENCE.findall(" ".join(lines)[:_MAX_TEXT]):
                        for part, text in _parts(sentence).items():
                            whole.setdefault(part, text)
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


def _collect(lines: Iterable[str], texts: dict[str, str]) -> bool:
    """Whether any of the lines is labelled as a part of a volume; its text is kept."""
    labelled = False
    for line in lines:
        label, value = _labelled(line[:_MAX_TEXT])
        part = _part(label)
        labelled = labelled or part is not None
        if part and value and not _PLACEHOLDER.match(value):
            texts.setdefault(part, value)
    return labelled


@word_cache()
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
        initial_rows=_rows(initial),
        peak_rows=_rows(peak),
    )


def _rows(text: str | None) -> float | None:
    """How many rows a size means; None for bytes and rates."""
    if not text or _BYTES.search(text) or rate(text) is not None:
        return None
    return row_count(text)
