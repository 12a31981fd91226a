"""Query tables, lists and SQL under headings -> QueryPattern."""

from __future__ import annotations

import re

from storagelint.markdown import ItemList, Table
from storagelint.model import Form, Frequency, QueryPattern
from storagelint.patterns import hinted, pattern
from storagelint.reading.columns import Columns
from storagelint.reading.fields import says_something
from storagelint.reading.words.quantities import rate
from storagelint.source import Span
from storagelint.vocabulary import vocabulary, word_cache

_NAMES = pattern(r"(?:(?<!\s)\s+)?(?:,|;|、|/|\+|\band\b|&|→|->|\bjoin\b|⋈)\s*", re.IGNORECASE)
_FIELD = pattern(r"[A-Za-z_][\w.]*\Z")
UNEQUAL = pattern(
    r"(?<![\w.])[A-Za-z_][\w.]{0,80}`?[ \t]{0,4}(?:!=|<>|≠|\bnot[ \t]{1,4}(?:in|like)\b)"
    r"[ \t]{0,4}[^\s,;|()]{0,60}",
    re.IGNORECASE,
)
"""A comparison that leaves most rows: no index helps it."""
_RANGE = pattern(
    r"(?<![A-Za-z_\d])(?<![A-Za-z_]\.)([A-Za-z_][\w.]{0,63}+)"
    r"`?[ \t]{0,4}(?:<(?!>)=?|>=?|\bbetween\b|\(range\)|\brange\b)",
    re.IGNORECASE,
)
_COMPARISON = pattern(r"[<>]|between|range", re.IGNORECASE)
"""What each match of `_RANGE` holds."""
_BRACKETS = pattern(r"[(（][^()（）]*[)）]")
_ASIDE = pattern(r"[(（,;/—–]")
_COMPARED = pattern(r"[\s=<>!]")
_WORD = pattern(r"[A-Za-z_]\w{2,}")
_NO_FIELDS = frozenset(["and", "none", "by", "the", "all", "any"])
_BETWEEN = pattern(r"(?:(?<!\s)\s++)?(?:,|;|、|\+|/|\band\b|&|→)\s*", re.IGNORECASE)
_LEAD = pattern(
    r"(?:\*\*(?P<bold>[^*]+)\*\*|(?P<code>`[^`]+`)|(?P<plain>[^:：—–`|]{3,120}?))\s{0,99}(?:[:：]|\s[—–-]\s|→|$)"
)
_PAGINATED = hinted(
    pattern(
        r"\b(?:paginat\w*|paged|pages?|limit|cursor|keyset|top \d+|first \d+|last \d+)\b"
        r"|\b(?:at most|up to|no more than|max(?:imum)?(?: of)?) \d{1,6}(?!\d|\.\d|,\d"
        r"|\s?(?:[µm]?s|secs?|seconds?|min|minutes?|hours?|days?|mb|gb|kb|%|x|times)\b|\s?%)"
        r"|分页|ページ|페이지|страниц",
    ),
    *("pag", "limit", "cursor", "keyset", "top ", "first ", "last ", " most", "up to", "more than"),
    *("max", "分页", "ページ", "페이지", "страниц"),
)
_UNPAGED = hinted(
    pattern(r"\b(?:no|without|not) (?:pagination|paginated|paged|limit)\b"),
    *("no pag", "no limit", "not pag", "not limit", "without "),
)
_WRITE = pattern(
    r"\b(?:insert|creat|updat|delet|writ|upsert|append|add|save|store|record"
    r"|soft[- ]?delet|remov|mark|increment|"
    r"archive|purge|register|enqueue|set)(?:e|es|s|ed|ing|ion)?\b"
)
_READ = pattern(
    r"\b(?:fetch|list|get|find|search|look ?up|read|load|query|select|count|filter"
    r"|show|retrieve|newest|latest|"
    r"check|aggregate|report|browse|view|login)\w*\b"
)
_ADVICE = pattern(
    r"(?:use|using|avoid|limit|ensure|consider|prefer|always|never|enable|monitor|optimi[sz]e|keep|apply|implement|"
    r"do not|don't|make sure|add|batch|cache|note|all |each |every |index(?:es|ing)?|rls"
    r"|constraints?|triggers?|(?:unique|foreign key|check|partial) (?:constraint|index)(?:e?s)?"
    r"|\d{1,6}\+? (?:quer(?:y|ies)|requests?|reads?|writes?)|避免|使用|利用)\b",
    re.IGNORECASE,
)
"""How advice on queries, and what is counted or said of indexes, begins in the same lists."""
_LEVEL_WORDS = 2
"""The most words of an item's name that is a level of frequency: `High`, `Very high`."""
_FULL_TEXT = hinted(
    pattern(r"full[- ]?text|全文|\btext search\b|полнотекст|texto completo"),
    *("text", "全文", "полнотекст"),
)


def read_query_table(table: Table, columns: Columns) -> list[QueryPattern]:
    """The access pattern of each row."""
    found = []
    name_at = columns.position("query", "name")
    frequency_at, table_at = columns.position("frequency"), columns.position("table")
    filter_at, sort_at = columns.position("filter"), columns.position("sort")
    strategy_at = columns.position("pattern", "index", "description")
    for row in table.rows:
        cell = row.cell(name_at) or (row.cells[0] if row.cells else None)
        if cell is None or not says_something(cell.text):
            continue
        query = QueryPattern(name=cell.text, span=cell.span, form=Form.TABLE)
        frequency = row.cell(frequency_at)
        if frequency is not None and says_something(frequency.text):
            query.frequency_text = frequency.text
            query.frequency_span = frequency.span
            query.frequency = read_frequency(frequency.text)
            query.rate = rate(frequency.text)
        tables = row.cell(table_at)
        if tables is not None and says_something(tables.text):
            query.entities = names_in(tables.text)
            query.entities_stated = bool(query.entities)
            query.entities_span = tables.span
        filters = row.cell(filter_at)
        if filters is not None:
            query.filters_stated = True
            query.filters = fields_in(filters.text)
            query.ranges = [name for name in ranges_in(filters.text) if name in query.filters]
        if (sorts := row.cell(sort_at)) is not None:
            query.sorts = fields_in(sorts.text)
        strategy = row.cell(strategy_at)
        if strategy is not None and says_something(strategy.text):
            query.strategy = strategy.text
            query.strategy_span = strategy.span
        _from_words(query, " ".join([cell.text for cell in row.cells]))
        found.append(query)
    return found


def read_query_list(block: ItemList) -> list[QueryPattern]:
    """The access pattern of each item: its leading phrase, and the rest as its strategy."""
    found = []
    for item in block.items:
        query = _item_query(item.raw, item.span)
        if query is not None:
            children = " ".join(child.text for child in item.children)
            _from_words(query, f"{item.text} {children}")
            if children and query.strategy is None:
                query.strategy = children
            found.append(query)
    return found


def _item_query(raw: str, span: Span) -> QueryPattern | None:
    first = raw.replace("\n", " ")[:600]
    match = _LEAD.match(first)
    if match:
        name = (match["bold"] or match["code"] or match["plain"] or "").strip(" `:：*")
        rest = first[match.end() :].strip()
    else:
        name, rest = first.strip(" `*."), ""
    if not name or len(name) > 100 or len(name.split()) > 14 or _ADVICE.match(name):
        return None
    if read_frequency(name) is not None and len(name.split()) <= _LEVEL_WORDS:
        return None
    return QueryPattern(
        name=name,
        span=span,
        form=Form.BULLETS,
        strategy=rest or None,
        strategy_span=span if rest else None,
    )


def _from_words(query: QueryPattern, text: str) -> None:
    lowered = text.lower()
    if _UNPAGED.stands_in(lowered):
        query.paginated = False
    elif _PAGINATED.stands_in(lowered):
        query.paginated = True
    if _FULL_TEXT.stands_in(lowered):
        query.full_text = True
    if query.writes is None:
        name = query.name.lower()
        write, read = _WRITE.search(name), _READ.search(name)
        if write and (read is None or write.start() < read.start()):
            query.writes = True
        elif read:
            query.writes = False
        elif _WRITE.match((query.strategy or "").lower()):
            query.writes = True


@word_cache(1024)
def read_frequency(text: str) -> Frequency | None:
    """high, medium or low, by a word of any language or by a rate; None where it says neither."""
    words = vocabulary()
    folded = _ASIDE.split(text.casefold(), maxsplit=1)[0].strip(" *`")
    for frequency in Frequency:
        if folded in words.words(frequency.value):
            return frequency
    number = rate(text)
    if number is not None:
        return (
            Frequency.HIGH if number > 100 else Frequency.MEDIUM if number >= 10 else Frequency.LOW
        )
    for frequency in (Frequency.HIGH, Frequency.MEDIUM, Frequency.LOW):
        if words.pattern(frequency.value).match(folded):
            return frequency
    return None


def names_in(text: str) -> list[str]:
    """The entity names in a cell such as `users, orders` or `Order + OrderItem`."""
    if text.isascii() and text.isidentifier() and text.lower() not in ("and", "join"):
        return [text] if says_something(text) else []
    names = [part.strip("`* ") for part in _NAMES.split(_BRACKETS.sub(" ", text))]
    return list(
        dict.fromkeys(name for name in names if name and len(name.split()) <= 3 and _named(name))
    )


def _named(name: str) -> bool:
    return says_something(name) and all(
        part[:1].isalpha() or part[:1] == "_" for part in name.split()
    )


def fields_in(text: str) -> list[str]:
    """The field names in a filter or sort cell such as `user_id, created_at DESC`."""
    if not says_something(text):
        return []
    if text.isascii() and text.isidentifier() and text.lower() not in _NO_FIELDS:
        return [text]
    text = _BRACKETS.sub(" ", UNEQUAL.sub(" ", text))
    found = []
    for part in _BETWEEN.split(text):
        word = _COMPARED.split(part.strip("`* "), maxsplit=1)[0].strip("`")
        if _FIELD.match(word) and word.lower() not in _NO_FIELDS:
            found.append(word.rpartition(".")[2])
    return list(dict.fromkeys(found))


def ranges_in(text: str) -> list[str]:
    """The fields of a filter cell that are compared by order: `created_at >= ?`, `day between`."""
    if not _COMPARISON.search(text):
        return []
    return [match[1].rpartition(".")[2] for match in _RANGE.finditer(text[:1000])]


def cited_indexes(text: str, names: set[str]) -> list[str]:
    """The index names that a strategy cites: known ones, and any word that begins as one does."""
    found = []
    found += [
        word
        for word in _WORD.findall(text)
        if word in names or word.lower().startswith(("idx_", "ix_", "uq_", "uk_", "uidx_"))
    ]
    return list(dict.fromkeys(found))
