"""Page -> what a template or its writer left to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.judging.pages.hints import hinted_lines
from storagelint.markdown import Fence, Page, code_spans
from storagelint.patterns import pattern
from storagelint.source import Span

_HINTS = ("tbd", "tba", "todo", "fixme", "xxx", "yyyy", "lorem ipsum", "to be ", "待", "未定")
_BRACKETS = ("{", "<", "[")
_OPENED = pattern(r"[{<\[][A-Za-z]")
_WORD = pattern(r"(?<![\w'\"#./-])(?:TBD|TODO|FIXME|TBA|XXX(?=[ ]{0,3}(?:[:|.,]|\Z)))(?![\w'\"-])")
_LISTED = pattern(r"[ ]{0,3}(?:[,/→]|->|=>|::)[ ]{0,3}[\"'`]?[A-Z][A-Z_]{1,40}\b|[\"'`]")
_LISTED_BEFORE = pattern(r"\b[A-Z][A-Z_]{1,40}[\"'`]?[ ]{0,3}(?:[,/→]|->|=>|::)[ ]{0,3}\Z")
_VALUE = pattern(
    r"(?:tbd|tba|todo|to be (?:determined|defined|decided|done|filled(?: in)?|confirmed)"
    r"|待定|待补充|待填写|未定)[.。]?\Z|lorem ipsum\b",
    re.IGNORECASE,
)
_CURLY = pattern(
    r"(?<![\w/:.$\\^_\-{}=\"'(])\{{1,2}([A-Za-z][\w .'-]{0,60})\}{1,2}(?![\w/:\-{}=*?+]|\.\w)"
)
_ANGLE = pattern(r"(?<![\w/:.<=\-\\`\"'(])<([A-Za-z][\w -]{0,60})>(?![\w/:=\-`]|\.\w)")
_SQUARE = pattern(r"(?<![\w\])!\\^`])\[([A-Za-z][^\[\]\n|]{1,80})\](?![\w(\[:{*+?`])")
_ASKING = pattern(
    r"(?:insert|add|your|describe|enter|specify|fill|name of|explain|other|todo|tbd|placeholder"
    r"|list of|replace|e\.g\.)\b",
    re.IGNORECASE,
)
_ASKING_ENDS = ("...", "…", " here")
_TITLED = pattern(
    r"(?:[A-Z][\w-]{0,30}[ ]){0,3}(?:Name|Title|Key|Date|Author|Description|Feature|System|Epic"
    r"|Entity|Table|Owner|Version|Number|Purpose|Reason|Value)\Z"
)
_DATE = pattern(r"(?:\*\*|__)[ ]{0,3}:?[ ]{0,3}(?P<date>YYYY-MM-DD)\s{0,3}\Z")
_LINK = pattern(r"!?\[[^\[\]\n]{0,300}\](?:\([^()\n]{0,500}\)|\[[^\[\]\n]{0,200}\])")
_MATH = pattern(r"\$[^$\n]{1,200}\$")
_LABEL = pattern(
    r"(?<!\w)(?:[-*+][ ]{1,3})?(?:\*\*[^*\n]{1,60}\*\*|[A-Z][\w ]{1,40}(?=:))\s*[:：]?\s*"
)
_TAGS = frozenset(
    """a abbr address article aside audio b blockquote body br button caption center cite code col
    colgroup dd del details dfn div dl dt em embed figcaption figure font footer form h1 h2 h3 h4 h5
    h6 head header hr html i iframe img input ins kbd label li link main mark meta nav noscript ol
    object option p param picture pre q rp rt ruby s samp script section select small source span
    strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time
    title tr track tt u ul var video wbr path string""".split()
)
_MAX_LINE = 4_000


def placeholders(page: Page) -> Iterator[tuple[Span, str]]:
    """Each placeholder outside fences, comments and inline code, with its text."""
    lines = page.source.lines
    bracketed = hinted_lines(page.source.text, _BRACKETS)
    opened = [number for number in bracketed if _OPENED.search(lines[number - 1][:_MAX_LINE])]
    numbers = sorted({*hinted_lines(page.source.text, _HINTS), *opened})
    skipped = _skipped_lines(page) if numbers else set()
    defined = _definitions(page) if numbers else set()
    for number in numbers:
        line = lines[number - 1]
        if len(line) > _MAX_LINE or number in skipped:
            continue
        for start, end in sorted(set(_in_line(_masked(line), defined))):
            yield Span(number, start + 1, number, end + 1), line[start:end]


def _definitions(page: Page) -> set[str]:
    """The labels of link definitions, in lower case."""
    return {line[1 : line.find("]:")].casefold() for line in page.source.lines if "]:" in line}


def _skipped_lines(page: Page) -> set[int]:
    blocks = [*page.blocks(Fence), *page.comments]
    if page.front_matter:
        blocks.append(page.front_matter)
    return {line for block in blocks for line in range(block.line, block.end_line + 1)}


def _masked(line: str) -> str:
    """The line with spaces for inline code, links and formulas: they hold no placeholders."""
    spans = [(start, end) for start, end, _ in code_spans(line)] if "`" in line else []
    if "](" in line or "][" in line:
        spans += [match.span() for match in _LINK.finditer(line)]
    if line.count("$") > 1:
        spans += [match.span() for match in _MATH.finditer(line)]
    for start, end in spans:
        line = f"{line[:start]}{' ' * (end - start)}{line[end:]}"
    return line


def _in_line(line: str, defined: set[str]) -> Iterator[tuple[int, int]]:
    for match in _WORD.finditer(line):
        if not _LISTED.match(line, match.end()) and not _LISTED_BEFORE.search(
            line[max(0, match.start() - 40) : match.start()]
        ):
            yield match.span()
    for start, end in _values(line):
        text = line[start:end]
        if _VALUE.match(text) and not _WORD.match(text):
            yield start, end
        elif text[:1] not in ("{", "<", "["):
            continue
        elif whole := _CURLY.fullmatch(text) or _ANGLE.fullmatch(text):
            if not _is_template(whole[1]) and whole[1].islower() and whole[1] not in _TAGS:
                yield start, end
        elif (square := _SQUARE.fullmatch(text)) and _TITLED.match(square[1]):
            yield start, end
    for bracketed in (_CURLY, _ANGLE):
        for match in bracketed.finditer(line):
            if _is_template(match[1]):
                yield match.span()
    for match in _SQUARE.finditer(line):
        if _asks(match[1]) and match[1].casefold() not in defined:
            yield match.span()
    if date := _DATE.search(line):
        yield date.span("date")


def _asks(text: str) -> bool:
    """Whether words in brackets ask for something: `insert the owner`, `Other tables...`."""
    return bool(_ASKING.match(text)) or text.endswith(_ASKING_ENDS)


def _is_template(name: str) -> bool:
    """Whether a name in brackets stands for another one: `Feature Name`, `epic-key`."""
    if name.split(None, 1)[0].casefold() in _TAGS or len(name) < 3:
        return False
    return " " in name.strip() or "-" in name or (name[0].isupper() and not name.isupper())


def _values(line: str) -> Iterator[tuple[int, int]]:
    """The offsets of what stands in the cells of a row, or behind the label of a line."""
    begin = len(line) - len(line.lstrip())
    if line[begin : begin + 1] == "|":
        at = begin + 1
        while (end := line.find("|", at)) >= 0:
            yield _stripped(line, at, end)
            at = end + 1
        return
    label = _LABEL.match(line, begin)
    at = label.end() if label else begin + len(line[begin:]) - len(line[begin:].lstrip("#-*+> "))
    yield _stripped(line, at, len(line))


def _stripped(line: str, start: int, end: int) -> tuple[int, int]:
    text = line[start:end]
    start += len(text) - len(text.lstrip(" \t*_"))
    return start, max(start, end - (len(text) - len(text.rstrip(" \t*_.%"))))
