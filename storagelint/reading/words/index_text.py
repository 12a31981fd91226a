"""words about indexes -> Index: `idx_a on t (a, b DESC)`, `UNIQUE(a, b) WHERE x`, `{ a: 1 }`."""

from __future__ import annotations

import re

from storagelint.model import Form, Index, IndexField
from storagelint.patterns import pattern
from storagelint.source import Span

_GROUP = pattern(
    r"(?<![\w.$`\"-])(?P<head>(?:[\w.$`\"-]++[\s:：]{1,9}){0,4}[\w.$`\"-]*+)\s{0,9}"
    r"(?:\((?P<round>(?:[^()]|\([^()]{0,200}\)){1,400})\)|\{(?P<curly>[^{}]{1,400})\})"
)
_WHERE = pattern(r"[`\s]*\bWHERE\b\s*(?P<condition>[^;,—–]+)", re.IGNORECASE)
_FILTERED = pattern(
    r"[`\s]{0,9}(?:filtered (?:on|by)|when|only (?:for|when|where))\s{1,9}"
    r"(?P<condition>[^;,.—–()<=>]{1,80}(?:=|<|>|(?<= )(?:is|in|not) )[^;,—–()]{1,120})",
    re.IGNORECASE,
)
_INCLUDE = pattern(r"\s*\bINCLUDE\s*\((?P<fields>[^()]*)\)", re.IGNORECASE)
_ORDER = pattern(
    r"(?<!\s)\s+(?:(?:ASC|DESC)\b(?:\s+NULLS\s+(?:FIRST|LAST))?|NULLS\s+(?:FIRST|LAST))"
    r"|(?:(?<!\s)\s+)?[↑↓]",
    re.IGNORECASE,
)
_CALL = pattern(r"(?<![\w.])[\w.]*+\(\s*[`\"']?(?P<inner>[\w.]+)")
_NAME = pattern(r"[^\W\d][\w$]*(?:\.[^\W\d][\w$]*|\[\])*\Z")
_OPENS = pattern(r"[(\[{]")
_COMMA = pattern(r"[,+，、]")
_METHODS = """
    btree b-tree hash gin gist spgist sp-gist brin bloom rum hnsw ivfflat fulltext full-text
    text spatial 2dsphere 2d ttl bitmap columnstore inverted trigram gin_trgm_ops sparse geo
    skip minmax bloom_filter
    """.split()
_METHOD_WORDS = {word.replace("-", ""): word for word in _METHODS}
_UNIQUE_WORDS = frozenset(
    [
        "unique",
        "uk",
        "uq",
        "uniq",
        "唯一",
        "唯一键",
        "唯一索引",
        "ユニーク",
        "유니크",
        "уникальный",
        "único",
        "única",
    ]
)
_INDEX_END = pattern(r"(?:unique|index|uk|索引|唯一)[\s:：`]*\Z", re.IGNORECASE)
_NOISE = frozenset(
    """
    on index indexes idx ix pix uix key composite compound single partial create if not
    exists the for using fields columns covering secondary an a by add with 索引 联合索引 普通索引
    复合索引 on: index: indexed and or via constraint constraints 联合 键
    """.split()
)
NO_FIELDS = (
    _NOISE | _UNIQUE_WORDS | frozenset("pk primary partial none implicit automatic auto".split())
)
"""Words that stand where fields could, and are none: `idx_users_email (UNIQUE)`."""
_CALLS = frozenset("lower upper coalesce date date_trunc include like md5 trim".split())
_UNIQUE_AFTER = pattern(
    r"[\s`(（:：—–-]*(?:unique\b|uk\b|唯一|ユニーク|유니크|único)", re.IGNORECASE
)
_ON_AFTER = pattern(r"[`\s]{1,4}on\s{1,4}`?(?P<entity>[A-Za-z_][\w.]{0,80})")
_PRIMARY_AFTER = pattern(r"[\s`(（:：]*(?:主键|主キー|primary|pk\b)", re.IGNORECASE)


def index_fields(text: str) -> list[IndexField]:
    """The parts of an index from `a, b DESC` or `{ a: 1, b: -1 }`; empty if they do not fit."""
    parts = []
    for piece in _split(text.strip(" {}[]`")):
        part = index_field(piece)
        if part is None:
            return []
        parts.append(part)
    return parts


def index_field(piece: str) -> IndexField | None:
    """One part of an index; None where it is no field and no expression."""
    piece = piece.strip(" `\"'[]*")
    if piece.isascii() and piece.isidentifier():
        return IndexField(piece)
    name, colon, direction = piece.partition(":")
    descending = False
    if colon:
        value = direction.strip(" '\"`")
        if value not in ("1", "-1", "asc", "desc", "text", "2dsphere", "hashed", "2d"):
            return None
        piece, descending = name.strip(" '\"`"), value in ("-1", "desc")
    match = _ORDER.search(piece)
    if match:
        descending = "desc" in match[0].lower() or "↓" in match[0]
        piece = piece[: match.start()].strip(' `"')
    if _NAME.match(piece):
        return IndexField(piece, descending)
    call = _CALL.search(piece)
    if call and ")" in piece:
        return IndexField(_main_field(piece, call["inner"]), descending, piece)
    first, _, operator_class = piece.partition(" ")
    if (
        _NAME.match(first)
        and operator_class
        and re.fullmatch(r"[\w\s()=,.']{1,60}", operator_class)
        and ("_ops" in operator_class or operator_class.isupper() or "(" in operator_class)
    ):
        return IndexField(first, descending)
    return None


def _main_field(expression: str, innermost: str) -> str:
    names = [name for name in re.findall(r"[a-z_]\w*", expression) if f"{name}(" not in expression]
    return innermost if innermost in names or not names else names[0]


def _split(text: str) -> list[str]:
    if not _OPENS.search(text):
        return [piece for piece in _COMMA.split(text) if piece.strip()]
    pieces, depth, start = [], 0, 0
    for position, letter in enumerate(text):
        if letter in "([{":
            depth += 1
        elif letter in ")]}":
            depth -= 1
        elif letter in ",+，、" and depth <= 0:
            pieces.append(text[start:position])
            start = position + 1
    pieces.append(text[start:])
    return [piece for piece in pieces if piece.strip()]


def read_index_text(text: str, span: Span, form: Form = Form.BULLETS) -> list[Index]:
    """The indexes that a line of plain text states, in order; none where it states none."""
    found: list[Index] = []
    position = 0
    while len(text) <= 5000 and position < len(text):
        match = _GROUP.search(text, position)
        if not match:
            break
        position = match.end()
        curly = match["curly"]
        fields = index_fields(curly if curly is not None else match["round"])
        if not fields or (
            curly is not None and ":" not in curly and not _INDEX_END.search(match["head"])
        ):
            continue
        if all(field.name.lower() in NO_FIELDS for field in fields):
            continue
        index = Index(fields=fields, form=form, span=span)
        _read_head(index, match["head"])
        if (index.entity or "").lower() in _CALLS:
            continue
        if match["head"] and not match["head"][-1].isspace() and text[match.end("head")] in "({":
            index.entity_inferred = False
        position = _read_tail(index, text, position)
        found.append(index)
        if owner := _ON_AFTER.match(text, position):
            for each in found:
                if each.entity is None:
                    each.entity, each.entity_inferred = owner["entity"], True
    return found


def _read_head(index: Index, head: str) -> None:
    """The words before the bracket: a name, `on table`, UNIQUE, a method."""
    words = [word.strip('`"*') for word in re.split(r"[\s:：]+", head) if word.strip('`"*:：-—')]
    names: list[str] = []
    after_on = False
    for word in words:
        folded = word.lower().strip("-—")
        if folded in _UNIQUE_WORDS or "唯一" in folded:
            index.unique = True
        elif folded in ("pk", "primary", "主键", "主キー"):
            index.primary = True
        elif folded.replace("-", "") in _METHOD_WORDS and not after_on:
            index.method = _METHOD_WORDS[folded.replace("-", "")]
        elif folded in ("on", "on:"):
            after_on = True
        elif folded in _NOISE or not folded:
            continue
        elif after_on and index.entity is None and _NAME.match(word):
            index.entity = word
        elif _NAME.match(word):
            names.append(word)
    if names:
        last = names[-1]
        if looks_like_index_name(last) or (len(names) > 1 and index.entity is not None):
            index.name = last
        elif index.entity is None and not index.primary:
            index.entity, index.entity_inferred = last, True
        first = names[0]
        if len(names) > 1 and looks_like_index_name(first):
            index.name = first


def is_method(word: str) -> bool:
    """Whether a word is a sort of index: `btree`, `full-text`."""
    return word.lower().replace("-", "") in _METHOD_WORDS


def looks_like_index_name(word: str) -> bool:
    """Whether a word is an index's name by its prefix or ending: `idx_...`, `uq_...`, `..._idx`."""
    lowered = word.lower()
    return lowered.startswith(
        ("idx", "ix_", "uq_", "uk_", "uidx", "uix", "ux_", "fk_", "pk_", "unique_", "gin_")
    ) or lowered.endswith(("_idx", "_key", "_uniq", "_unique", "_uk", "_pkey", "_index", "_ix"))


def _read_tail(index: Index, text: str, position: int) -> int:
    include = _INCLUDE.match(text, position)
    if include:
        index.include = [part.strip(' `"') for part in include["fields"].split(",") if part.strip()]
        position = include.end()
    where = _WHERE.match(text, position) or _FILTERED.match(text, position)
    if where:
        index.where = where["condition"].strip(" `.")
        position = where.end()
    if _UNIQUE_AFTER.match(text, position):
        index.unique = True
    if _PRIMARY_AFTER.match(text, position):
        index.primary = True
    purpose = re.match(
        r"[`\s]*(?:[—–:：-]+|,|;)\s*(?P<purpose>[^`(]{3,200})", text[position : position + 240]
    )
    if purpose and index.purpose is None:
        index.purpose = purpose["purpose"].strip()
    return position
