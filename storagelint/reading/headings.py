"""heading text -> what it is about: a section's role, or the entity that it names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from storagelint.markdown import code_spans, plain
from storagelint.model import EntityKind
from storagelint.patterns import pattern
from storagelint.reading.extensions import extended_name, names_changes
from storagelint.vocabulary import fold_words, vocabulary, word_cache

_BETWEEN = pattern(r"(?:(?<!\s)\s*|(?<=\s))(?:/|&|,|、|:|：| and | und | et | y | e | и )\s*")
_NUMBER = pattern(
    r"\s*(?:[A-Za-z]?\d{1,3}(?:\.\d{1,3})*[.)、:：]?(?=\s|[^\x00-\x7f]|`|\*)|\d{1,3}(?:\.\d{1,3})*[.)、]"
    r"|[一二三四五六七八九十]{1,3}[、.．]|[（(][\d一二三四五六七八九十]{1,3}[)）]"
    r"|[A-Z][.)]\s|(?:第|§)\s?[\d一二三四五六七八九十]+[章节節.]?)\s*[-–—:：]?\s*"
)
_ORNAMENT = pattern(
    "[\u2190-\u21ff\u2460-\u24ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]+"
)
_IDENTIFIER = pattern(r"[^\W\d][\w$]*(?:\.[^\W\d][\w$]*){0,2}\Z")
_ASCII_IDENTIFIER = pattern(
    r"(?<![À-ӿ])[A-Za-z_][A-Za-z0-9_$]*(?:\.[A-Za-z_][A-Za-z0-9_$]*){0,2}(?![À-ӿ])"
)
_PARENTHESES = pattern(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_DASH = pattern(
    r"(?<!\s)\s+[-–—―|·•]+\s+|(?:(?<!\s)\s+)?——\s*|(?<!\s)\s+[-–—]{1,3}(?=\w)|(?<=\w)\s*[–—]\s*"
)
_COLON = pattern(r"(?:(?<!\s)\s+)?[:：]\s*")
_WORD_EDGE = pattern(r"[\s/-]+")
_MOVE = pattern(
    r"\b(?:data )?migrat(?:ion|ing|e) (?:from|to) |迁移到|迁移至|遷移到|への移行|миграция (?:на|с) "
)
"""A heading of a move to another place, which no schema is brought up to date by."""
_CODE_NAME = pattern(r"`[^`\s]+`")


@dataclass(frozen=True, slots=True)
class EntityName:
    """The entity that a heading or a label names."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: EntityKind | None = None
    marks: frozenset[str] = frozenset()
    """existing, new, append-only, lookup: what the heading says beside the name."""
    sure: bool = False
    """Whether it is written as a name: in code marks, with «table», or as an identifier."""
    excluded: bool = False
    """Whether it names something that is not persisted: a DTO, an enum, a configuration."""


_KIND_WORDS: tuple[tuple[EntityKind, tuple[str, ...]], ...] = (
    (
        EntityKind.COLLECTION,
        (
            "collection",
            "collections",
            "集合",
            "コレクション",
            "컬렉션",
            "coleção",
            "colección",
            "коллекция",
        ),
    ),
    (EntityKind.BUCKET, ("bucket", "buckets", "存储桶", "バケット")),
    (
        EntityKind.INDEX,
        (
            "search index",
            "search mapping",
            "index mapping",
            "elasticsearch index",
            "opensearch index",
            "es index",
            "搜索索引",
            "検索インデックス",
            "검색 인덱스",
            "поисковый индекс",
        ),
    ),
    (EntityKind.MEASUREMENT, ("measurement", "measurements")),
    (
        EntityKind.VIEW,
        (
            "view",
            "materialized view",
            "vista",
            "vista materializada",
            "visão",
            "视图",
            "ビュー",
            "뷰",
        ),
    ),
    (EntityKind.KEY, ("redis key", "cache key", "key")),
)


_WORD_KINDS = {word: kind for kind, words in reversed(_KIND_WORDS) for word in words}


@lru_cache(4096)
def strip_number(text: str) -> str:
    """Heading text without its number and its ornaments."""
    if text.isascii():
        if text[:2].isalpha():
            return text.strip()
    else:
        text = _ORNAMENT.sub(" ", text)
    match = _NUMBER.match(text)
    if match and match.end() < len(text):
        text = text[match.end() :]
    return text.strip()


@word_cache(4096)
def section_role(raw: str) -> str | None:
    """The role of a section by its heading: backup, indexes, entities ...; None if unknown.

    A heading that holds more than the phrase counts where the phrase stands at its start or end:
    `Indexes on orders`, `Proposed relationships`.
    """
    sections = vocabulary().sections
    folded = fold_words(strip_number(plain(raw)))
    if not folded:
        return None
    found = sections.get(folded)
    if found:
        return found
    identifier = raw.isascii() and raw.isidentifier()
    if not identifier:
        whole = fold_words(plain(raw))
        if whole in sections:
            return sections[whole]
        if (
            _MOVE.search(folded)
            or _names_entity(raw, sections)
            or extended_name(strip_number(plain(raw)))
        ):
            return None
    for part in _BETWEEN.split(folded):
        if part in sections and len(part) > 2:
            return sections[part]
    words = folded.split(" ")
    if len(words) > 9:
        return None
    if identifier and ("_" in raw or len(words) == 1):
        return None
    if _is_compound(_DASH.split(strip_number(plain(raw)))[0]):
        return None
    for length in range(min(4, len(words) - 1), 0, -1):
        for phrase in (" ".join(words[-length:]), " ".join(words[:length])):
            role = sections.get(phrase)
            if role and role in _PARTIAL_ROLES and phrase not in _AMBIGUOUS:
                return role
    return _dense_role(folded)


def _names_entity(raw: str, sections: dict[str, str]) -> bool:
    """Whether a heading says itself that it names an entity: `Table: users`, `users table`."""
    text = plain(strip_number(raw))
    head, colon, rest = text.partition(":") if ":" in text else text.partition("：")
    if colon and rest.strip():
        words = vocabulary().words("entity-word")
        return any(word in words for word in head.casefold().split()) or head.casefold() in words
    bare = _without_entity_words(_PARENTHESES.sub(" ", text).strip())
    said = bare != _PARENTHESES.sub(" ", text).strip()
    if said and any(_is_identifier(part.strip()) for part in _PARENTHESES.findall(text)):
        return fold_words(text) not in sections
    return said and _is_identifier(bare) and bare.casefold() not in sections


_PARTIAL_ROLES = frozenset(
    """
    indexes relationships queries migration backup entity-diagram state-transitions enums
    api volume validation security rollback performance environment sample-data
    storage-selection retention entities mapping integrity fields triggers cache monitoring
    """.split()
)
_AMBIGUOUS = frozenset(
    """
    schema models rules index operations settings config history setup structure properties
    attributes fields columns requests responses changes definitions constants redis cache
    tables entities collections examples recovery scope purpose summary overview technology
    """.split()
)


@word_cache()
def _dense_phrases() -> tuple[tuple[str, str], ...]:
    """Phrases of scripts without spaces, the longest first."""
    dense = [
        (phrase, role)
        for phrase, role in vocabulary().sections.items()
        if len(phrase) >= 2
        and any("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in phrase)
    ]
    return tuple(sorted(dense, key=lambda pair: -len(pair[0])))


def _dense_role(folded: str) -> str | None:
    if folded.isascii():
        return None
    for phrase, role in _dense_phrases():
        if (folded.endswith(phrase) or folded.startswith(phrase)) and len(folded) <= len(
            phrase
        ) + 8:
            return role
    return None


@word_cache(4096)
def entity_name(raw: str) -> EntityName | None:
    """The entity that heading or label text names, or None where it cannot be a name."""
    text = strip_number(raw)
    if not text or len(text) > 160:
        return None
    lowered = plain(text).casefold()
    marks = frozenset(
        mark
        for mark in ("existing", "append-only", "lookup", "new")
        if vocabulary().find(mark, lowered)
    )
    kind = _kind(plain(_CODE_NAME.sub(" ", text)).casefold())
    excluded = _excluded(lowered)
    bare = strip_number(plain(text))
    extended = extended_name(bare)
    if extended is not None:
        marks |= {"existing"}
    spans = [span for _, _, span in code_spans(text) if _IDENTIFIER.match(span.strip())]
    if spans:
        aliases = () if extended else _aliases(bare, spans[0])
        return EntityName(spans[0].strip(), aliases, kind, marks, True, excluded)
    if names_changes(bare):
        return None
    return _bare_name(extended or plain(text), kind, marks, excluded)


def _excluded(lowered: str) -> bool:
    """Whether the words around a name say that it is no persisted entity."""
    words = vocabulary()
    if words.find("entity-word", lowered) and "value object" not in lowered:
        return False
    if not words.find("not-entity", lowered):
        return False
    for match in words.pattern("not-entity").finditer(lowered):
        before, after = lowered[: match.start()], lowered[match.end() :]
        if (not before.strip() and after[:1] in (":", "：")) or (
            not after.strip(" :：)）") and before.strip()
        ):
            return not _IDENTIFIER.match(lowered.strip()) or "_" not in lowered
        if before.rstrip().endswith(("(", "（")) or ":" in after[:2]:
            return True
    return False


def _kind(lowered: str) -> EntityKind | None:
    """The kind that a word beside a name says; inside a name (`view_stats`) it says nothing."""
    if lowered.isascii() and lowered.isidentifier():
        return _WORD_KINDS.get(lowered)
    words = set(_WORD_EDGE.split(_COLON.sub(" ", _PARENTHESES.sub(" ", lowered))))
    for kind, phrases in _KIND_WORDS:
        for phrase in phrases:
            if phrase in words or (" " in phrase and phrase in lowered):
                return kind
            if not phrase.isascii() and phrase in lowered:
                return kind
    return None


def _aliases(outside: str, name: str) -> tuple[str, ...]:
    rest = outside.replace(name, " ")
    rest = _DASH.sub(" ", _PARENTHESES.sub(r" \1 ", rest)).strip(" :：-–—()（）")
    bare = _without_entity_words(rest)
    said = bare.casefold()
    if said in vocabulary().words("entity-word") or any(said in words for _, words in _KIND_WORDS):
        return ()
    if bare and bare != name and len(bare) <= 40 and len(bare.split()) <= 3:
        return (bare,)
    return ()


def _without_entity_words(text: str) -> str:
    """A name without `table`, `entity`, `表`, `テーブル` before or after it."""
    words = text.split()
    entity_words = vocabulary().words("entity-word")
    while len(words) > 1 and words[-1].casefold().strip(":：") in entity_words:
        words.pop()
    while len(words) > 1 and words[0].casefold().strip(":：") in entity_words:
        words.pop(0)
    text = " ".join(words).strip(" :：")
    for word in _dense_entity_words() if not text.isascii() else ():
        if len(text) > len(word):
            if text.endswith(word):
                return text[: -len(word)].strip()
            if text.startswith(word):
                return text[len(word) :].strip(" :：")
    return text


@word_cache()
def _dense_entity_words() -> tuple[str, ...]:
    """Words such as 表 that stand against the name without a space, the longest first."""
    words = vocabulary().words("entity-word")
    return tuple(
        sorted((word for word in words if not word.isascii()), key=lambda word: (-len(word), word))
    )


def _bare_name(
    text: str, kind: EntityKind | None, marks: frozenset[str], excluded: bool
) -> EntityName | None:
    if text.isascii() and text.isidentifier():
        sure = "_" in text or not text.islower()
        return EntityName(text, (), kind, marks, sure, excluded) if len(text) <= 60 else None
    inside = [part.strip() for part in _PARENTHESES.findall(text)]
    outside = _PARENTHESES.sub(" ", text).strip()
    entity_words = vocabulary().words("entity-word")
    said = False
    before, colon, after = outside.partition(":") if ":" in outside else outside.partition("：")
    if colon and after.strip():
        head = before.casefold().split()
        says = any(word in entity_words for word in (*head, " ".join(head)))
        if says or not before.isascii():
            outside, said = after.strip(), says
        elif _looks_like_name(before.strip()):
            outside = before.strip()
    parts = [part.strip() for part in _DASH.split(outside) if part.strip()]
    aliases: list[str] = []
    if len(parts) > 1:
        identifiers = [part for part in parts if _is_identifier(part)]
        outside = identifiers[0] if identifiers else parts[0]
        aliases = [part for part in parts if part != outside and _looks_like_name(part)][:1]
    bare = _without_entity_words(outside)
    said = said or bare != outside
    identifiers = [part for part in inside if _is_identifier(part)]
    if identifiers and not bare.isascii():
        return EntityName(identifiers[0], (bare,) if bare else (), kind, marks, True, excluded)
    if not bare.isascii():
        match = _ASCII_IDENTIFIER.search(bare)
        if match and len(match[0]) > 2 and (match.start() == 0 or match.end() == len(bare)):
            rest = _without_entity_words(bare.replace(match[0], " ").strip())
            if match[0].casefold() not in entity_words:
                return EntityName(match[0], (rest,) if rest else (), kind, marks, True, excluded)
    if not _looks_like_name(bare):
        return None
    aliases += [part for part in inside if _is_alias(part)][:1]
    sure = said or (_is_identifier(bare) and ("_" in bare or "." in bare or not bare.islower()))
    return EntityName(bare, tuple(aliases), kind, marks, sure, excluded)


def _is_alias(text: str) -> bool:
    """Whether what stands in parentheses is another name, not a remark such as `planned`."""
    if not _looks_like_name(text) or len(text) > 40:
        return False
    return _is_compound(text) if text.isascii() else not text[0].islower()


def _is_compound(text: str) -> bool:
    """Whether text is one identifier of several words: `bank_accounts`, `BankAccount`."""
    return _is_identifier(text) and (
        "_" in text or "." in text or (text != text.lower() and not text[1:].islower())
    )


def _is_identifier(text: str) -> bool:
    return bool(_ASCII_IDENTIFIER.fullmatch(text))


def _looks_like_name(text: str) -> bool:
    if not text or len(text) > 60 or text[-1] in "?!.,;":
        return False
    words = text.split()
    return len(words) <= 4 and all(word[0].isalnum() or word[0] == "_" for word in words)
