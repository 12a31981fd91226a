"""Page -> Spec: the parts of spec.md, each a heading, a `**Part**: value` line or a bullet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.markdown import ItemList, Page, Paragraph, Table, plain
from storagelint.model.components import Part, PartForm, Spec
from storagelint.model.standard import standard
from storagelint.patterns import pattern
from storagelint.source import Span

_LABEL = pattern(
    r"(?P<indent>[ \t]*)(?P<bullet>(?:[-*+]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)?"
    r"(?:(?P<mark>\*\*|__)(?P<key>[^*_:：\n]{1,60}?)"
    r"(?:[:：](?P=mark)|(?P=mark)[ \t]?[:：]|(?P=mark)(?=[ \t]*\Z))"
    r"|(?P<plain>[A-Z][A-Za-z &/-]{1,50})[:：](?=\s|\Z))"
    r"[ \t]*(?P<value>[^\n]*)"
)
_NUMBER = pattern(r"([0-9]{1,4})[.)]?[ \t]")
_ITEM = pattern(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
_TITLE_PREFIX = pattern(
    r"(?:storage[ \t]+)?(?:component[ \t]+)?(?:specification|spec)[ \t]*[:–—-]+[ \t]*",
    re.IGNORECASE,
)

_NO_TITLE = pattern(
    r"(?:storage[ \t]+)?(?:component[ \t]+)?(?:specification|spec)\Z", re.IGNORECASE
)


def read_spec(page: Page, path: str) -> Spec:
    """The parts that a page has, each once; a heading of the first level is its title."""
    title = next((section for section in page.sections if section.level == 1), page.root)
    found: dict[str, Part] = {}
    for part in sorted(
        [*_headings(page, path), *_labels(page, path), *_rows(page, path)],
        key=lambda part: part.span,
    ):
        found.setdefault(part.name, part)
    text = _TITLE_PREFIX.sub("", title.title, count=1).strip()
    if "Title" not in found and text and not _NO_TITLE.match(text):
        found["Title"] = Part(path, "Title", title.span, text, value_span=title.span)
    parts = tuple(sorted(found.values(), key=lambda part: part.span))
    return Spec(path, title.span, parts, page.source.text, page.source.last_place())


def _headings(page: Page, path: str) -> Iterator[Part]:
    lines = page.source.lines
    for section in page.sections:
        known = standard().part(section.title) if section.level > 1 else None
        if known is not None:
            body = lines[section.line : section.end_line]
            number = _NUMBER.match(section.heading.raw) if section.heading else None
            yield Part(
                path,
                known.name,
                section.span,
                *_content(body),
                level=section.level,
                number=int(number[1]) if number else None,
                end=page.source.last_place(section.line, section.end_line),
            )


def _labels(page: Page, path: str) -> Iterator[Part]:
    lines = page.source.lines
    headings = {section.line for section in page.sections if section.heading}
    starts = [
        (number, match)
        for number in _label_lines(page)
        if (match := _LABEL.match(lines[number - 1])) and _named(match)
    ]
    for at, (number, match) in enumerate(starts):
        end = starts[at + 1][0] - 1 if at + 1 < len(starts) else len(lines)
        stop = next((line for line in range(number + 1, end + 1) if line in headings), end + 1)
        known = _named(match)
        assert known is not None
        group = "key" if match["key"] else "plain"
        start, finish = match.span(group)
        value = match["value"].strip()
        text, items = _content([value, *lines[number : stop - 1]])
        span = Span(number, start + 1, number, finish + 1)
        if not value:
            yield Part(path, known, span, text, items)
            continue
        line, begin = lines[number - 1], match.start("value")
        stop = begin + len(value)
        yield Part(
            path,
            known,
            span,
            plain(value),
            items,
            Span(number, begin + 1, number, stop + 1),
            form=PartForm(line[:start], line[finish:begin], line[stop:]),
            end=Span(number, len(line) + 1, number, len(line) + 1),
        )


def _named(match: re.Match[str]) -> str | None:
    if match["plain"] and not match["bullet"]:
        return None
    known = standard().part(match["key"] or match["plain"])
    return known.name if known else None


def _label_lines(page: Page) -> Iterator[int]:
    """The lines of paragraphs and lists: what stands in fences and tables is no label."""
    for section in page.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph | ItemList) and not block.nested:
                yield from range(block.line, block.end_line + 1)


def _rows(page: Page, path: str) -> Iterator[Part]:
    """Rows of tables with two columns: a part and its value."""
    for table in page.blocks(Table):
        if len(table.header.cells) != 2:
            continue
        for row in (table.header, *table.rows):
            key, value = row.cell(0), row.cell(1)
            known = standard().part(key.text) if key else None
            if key and value and known:
                end = len(page.source.lines[row.line - 1]) + 1
                yield Part(
                    path,
                    known.name,
                    key.span,
                    value.text,
                    0,
                    value.span if value.text else None,
                    form=PartForm("| ", " | ", " |") if row is not table.header else None,
                    end=Span(row.line, end, row.line, end),
                )


def _content(lines: list[str] | tuple[str, ...]) -> tuple[str, int]:
    """The text of some lines without comments and headings, and how many items they hold."""
    text = _without_comments("\n".join(lines))
    kept = [line.strip() for line in text.split("\n")]
    items = sum(bool(_ITEM.match(line)) for line in lines)
    rows = max(sum(line.startswith("|") for line in kept) - 2, 0)
    said = [line for line in kept if line and not line.startswith("#") and set(line) - set("-*_ ")]
    return "\n".join(said), items + rows


def _without_comments(text: str) -> str:
    first, *rest = text.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in rest)
