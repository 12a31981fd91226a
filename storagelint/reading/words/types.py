"""A type cell -> the type apart from what else stands there, and its canonical form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from storagelint.model.facts import CanonicalType, TypeFamily
from storagelint.patterns import pattern
from storagelint.reading.words.constraint_words import keyword_at, keyword_in
from storagelint.reading.words.enum_values import enum_values
from storagelint.vocabulary import data, vocabulary, word_cache


class TypeText(NamedTuple):
    """The words of a type cell, told apart."""

    type: str
    """The type as written; empty where the cell names none."""
    rest: str
    """What reads as constraints: `NOT NULL`, `FK → users.id`, `(OPEN / DONE)`."""
    optional: bool = False
    """Whether the type itself says that the value may be missing: `DateTime?`, `string | null`."""


@dataclass(frozen=True, slots=True)
class _Known:
    name: str
    family: TypeFamily
    zone: bool | None


_MAX = 2000
_TYPE_WORDS = (
    "ref<",
    "enum",
    "serial",
    "bigserial",
    "nullable(",
    "nullable<",
    "optional[",
    "optional<",
    "optional(",
)
_SPACES = pattern(r"\s+")
_OPENERS = {"(": ")", "[": "]", "<": ">", "{": "}", "（": "）"}
_CLOSERS = frozenset(_OPENERS.values())
_PARAMETERS = pattern(
    r"\s{0,9}(?:\d+|max|n|p|s)(?:\s{0,9},\s{0,9}-?\d+|\s{0,9},\s{0,9}s)?(?:\s{1,9}(?:char|byte))?\s{0,9}\Z",
    re.I,
)
_TAKES_ARGUMENTS = frozenset(
    """enum enum8 enum16 set array nullable map tuple nested lowcardinality optional list datetime
    datetime64 fixedstring geometry geography vector struct varchar char nvarchar decimal numeric
    timestamp varray frozen choice aggregatefunction simpleaggregatefunction object record dict
    halfvec variant json""".split()
)
_EMPTY_UNION = pattern(
    r"\s{0,9}\|\s{0,9}(?:null|none|undefined|nil)\s{0,9}\Z|\A(?:null|none|undefined)\s{0,9}\|\s{0,9}",
    re.I,
)
_OPTIONAL_OF = pattern(r"(?:optional|nullable|maybe|option)\s{0,9}[\[(<]", re.I)
_WRAPPERS = pattern(
    r"(?:nullable|optional|maybe|option|lowcardinality|frozen|mapped|annotated|readonly|simpleenum)"
    r"\s{0,9}[\[(<](?P<inside>.*)[\])>]\Z",
    re.I | re.S,
)
_ARRAY_OF = pattern(
    r"(?:(?:array|list|vec|sequence|seq|slice|set|varray|tuple|collection|iterable)\s{0,9}[\[(<](?P<wrapped>.*)[\])>]"
    r"|(?:json\s{1,9})?(?:array|list|set|vector)s?\s{1,9}of\s{1,9}(?P<of>.*)"
    r"|\[\]\s{0,9}(?P<go>.+)"
    r"|\[\s{0,9}(?P<boxed>[\w.]+)\s{0,9}\])\Z",
    re.I | re.S,
)
_ARRAY_SUFFIX = pattern(
    r"(?:\s{0,9}+\[\s{0,9}+\d*+\s{0,9}+\]"
    r"|\s{1,10}+(?:array|list)(?:\s{0,9}+\[\s{0,9}+\d*+\s{0,9}+\])?)\Z",
    re.I,
)
_MAP_OF = pattern(
    r"(?:map|dict|record|hashmap|struct|object|hash|mapping|dictionary|nested|row|tuple)\s{0,9}[\[(<{]",
    re.I,
)
_REFERENCE_TO = pattern(r"(?:ref|reference|relation|foreignkey|link|id)\s{0,9}[<(\[]", re.I)
_ENUM = pattern(
    r"(?:\w+\s{1,9})?(?:enum(?:8|16)?|set|枚举|列挙型|열거형)(?:\s{1,9}\w+)?\s{0,9}[:：(（<\[]",
    re.I,
)
_BASE = pattern(r"(?P<base>[^()]*?)\s{0,9}\((?P<arguments>[^()]*)\)\s{0,9}(?P<tail>[^()]*)\Z")
_MODIFIERS = pattern(
    r"\s{1,9}(?:signed|zerofill|character set \w+|charset \w+|collate \w+)(?=\s|\Z)"
)
_PLAIN_TYPES = frozenset(
    """string number int integer bool boolean float double decimal date datetime timestamp object
    array null any text json jsonb uuid bigint long str dict list blob bytes buffer""".split()
)
_ALTERNATIVES = pattern(r"[|/]|\bor\b")
_WORD_UNION = pattern(r"[\w\"'`-]+(?:\s{0,9}\|\s{0,9}[\w\"'`-]+)+\Z")


def split_type(cell: str) -> TypeText:
    """The type that a cell of plain text names, and the constraint words that stand with it."""
    return _split(cell[:_MAX])


@word_cache(8192)
def _split(cell: str) -> TypeText:
    text = _SPACES.sub(" ", cell).strip(" `")
    if not text or text.casefold() in vocabulary().words("nothing"):
        return TypeText("", "")
    end, remarks = _type_end(text)
    kind = text[:end].strip(" ,;，；:：/—–-")
    if kind.endswith("."):
        kind = kind[:-1]
    rest = " ".join(part for part in (*remarks, text[end:].strip(" ,;，；/")) if part)
    for remark in remarks:
        kind = kind.replace(remark, " ")
    kind, optional = _without_optional(_SPACES.sub(" ", kind).strip())
    kept = " ".join(part for part in rest.split(" ") if part)
    return TypeText(kind, _constraint_words(kept), optional)


def _type_end(text: str) -> tuple[int, list[str]]:
    """Where the type ends, and the parenthesised remarks before that."""
    remarks: list[str] = []
    position = word_start = 0
    while position < len(text):
        letter = text[position]
        if letter in _OPENERS and (letter != "<" or text[position + 1 : position + 2] != "-"):
            close = _closing(text, position)
            if letter in "(（" and not _belongs(text, word_start, position, close):
                remarks.append(text[position:close])
            position = close
            continue
        if letter in "'\"":
            close = text.find(letter, position + 1)
            position = close + 1 if close > 0 else position + 1
            continue
        if letter in ",;，；、→⇒" or text.startswith(("->", "=>"), position):
            return position, remarks
        if letter in " /" or not letter.isascii():
            at = position + (letter in " /")
            if keyword_at(text, at) and not _type_word(text, at):
                return at, remarks
            if letter == " ":
                word_start = at
        elif position == 0 and keyword_at(text, 0) and not _type_word(text, 0):
            return 0, remarks
        position += 1
    return len(text), remarks


def _type_word(text: str, at: int) -> bool:
    """Whether a word that is also a constraint's name is part of a type here."""
    return text[at : at + 10].casefold().startswith(_TYPE_WORDS) or text[:at].rstrip().endswith("|")


def _closing(text: str, start: int) -> int:
    """The position after the bracket that closes the one at `start`; the end where none does."""
    depth = 0
    position = start
    while position < len(text):
        letter = text[position]
        if letter in _OPENERS:
            depth += 1
        elif letter in _CLOSERS and not (letter == ">" and text[position - 1] in "-="):
            depth -= 1
            if depth == 0:
                return position + 1
        elif letter in "'\"":
            close = text.find(letter, position + 1)
            position = close if close > 0 else position
        position += 1
    return len(text)


def _belongs(text: str, word_start: int, start: int, close: int) -> bool:
    """Whether a bracketed part is the type's own: a length, an enum's values, an inner type."""
    inside = text[start + 1 : close - 1]
    if _PARAMETERS.match(inside):
        return True
    if inside[:1].isalpha() and inside[-1:] in ")]>":
        return True
    before = text[:start].rstrip()
    if _ENUM.match(before + "("):
        return True
    word = before[word_start:].casefold() if start == len(before) else ""
    return word in _TAKES_ARGUMENTS and not keyword_in(inside)


def _without_optional(kind: str) -> tuple[str, bool]:
    bare = _EMPTY_UNION.sub("", kind).strip()
    optional = bare != kind
    if bare.endswith(("?", "？")):
        bare, optional = bare.rstrip("?？ "), True
    return bare, optional or bool(_OPTIONAL_OF.match(bare))


def _constraint_words(rest: str) -> str:
    """What reads as constraints; remarks in prose are dropped."""
    if not rest:
        return ""
    return rest if keyword_in(rest) or enum_values(rest) else ""


@lru_cache(maxsize=8192)
def canonical_type(text: str, technology: str | None = None) -> CanonicalType | None:
    """The type behind a spelling; None where the spelling is not known.

    `technology` decides what the engines disagree on: a PostgreSQL `timestamp` has no zone.
    """
    return _canonical(text[:_MAX], _engine(technology))


def _canonical(text: str, engine: str | None) -> CanonicalType | None:
    folded = _unwrapped(text)
    if not folded:
        return None
    if _ENUM.match(folded):
        values = enum_values(_unwrapped(text, fold=False))
        if values:
            return CanonicalType("enum", TypeFamily.ENUM, values=values)
    element = _element(folded)
    if element is not None:
        element = _unwrapped(element)
        inner = _scalar(element, engine) or _scalar(element.removesuffix("s"), engine)
        name = inner.name if inner else _SPACES.sub(" ", element) or None
        return CanonicalType("array", TypeFamily.ARRAY, element=name)
    found = _scalar(folded, engine)
    if found is not None:
        return found
    if _MAP_OF.match(folded):
        return CanonicalType("object", TypeFamily.OBJECT)
    if _REFERENCE_TO.match(folded):
        return CanonicalType("reference", TypeFamily.OTHER)
    return _union(text, engine)


def _unwrapped(text: str, *, fold: bool = True) -> str:
    """The spelling in lower case, without marks, pointers and `Nullable(...)` around it."""
    text = _SPACES.sub(" ", text.replace("（", "(").replace("）", ")")).strip(" `*&?？.!")
    for _ in range(4):
        match = _WRAPPERS.match(text)
        if not match:
            break
        text = match["inside"].strip()
    text = _EMPTY_UNION.sub("", text).strip(" ?")
    return text.casefold() if fold else text


def _element(folded: str) -> str | None:
    """What an array holds; empty where it does not say; None where it is no array."""
    if folded in _spellings():
        return None
    match = _ARRAY_OF.match(folded)
    if match:
        inside = match["wrapped"] or match["of"] or match["go"] or match["boxed"] or ""
        return inside.strip()
    suffix = _ARRAY_SUFFIX.search(folded[-24:])
    if not suffix:
        return None
    inside = folded[: len(folded) - len(suffix[0])]
    for _ in range(4):
        again = _ARRAY_SUFFIX.search(inside[-24:])
        if not again:
            break
        inside = inside[: len(inside) - len(again[0])]
    return inside[1:-1] if inside.startswith("(") and inside.endswith(")") else inside.strip()


def _scalar(folded: str, engine: str | None) -> CanonicalType | None:
    known, arguments = _look_up(_meaning(folded, engine))
    if known is None:
        return None
    numbers = [int(part) for part in re.findall(r"\d{1,9}", arguments[:60])] if arguments else []
    family, name, zone = known.family, known.name, known.zone
    if "timezone=true" in arguments.replace(" ", ""):
        return CanonicalType("timestamptz", family, zone=True)
    length = precision = scale = None
    match family:
        case TypeFamily.DECIMAL:
            precision = numbers[0] if numbers else None
            scale = numbers[1] if len(numbers) > 1 else (0 if numbers else None)
        case TypeFamily.TEXT | TypeFamily.BINARY | TypeFamily.VECTOR | TypeFamily.OTHER:
            length = numbers[0] if numbers else None
        case TypeFamily.BOOLEAN if numbers and numbers[0] > 1:
            family, length = TypeFamily.OTHER, numbers[0]
        case TypeFamily.INTEGER if name == "tinyint" and numbers == [1]:
            name, family = "boolean", TypeFamily.BOOLEAN
        case TypeFamily.TIMESTAMP if (
            zone is None and engine == "postgresql" and "timestamp" in folded
        ):
            zone = False
    return CanonicalType(name, family, length, precision, scale, zone)


def _meaning(folded: str, engine: str | None) -> str:
    """The spelling that an engine's own word stands for: Oracle's `date` has a time."""
    meanings: dict[str, str] = data("types")["engines"].get(engine, {}).get("means", {})
    base = folded.split("(", 1)[0].rstrip()
    return meanings[base] + folded[len(base) :] if base in meanings else folded


def _look_up(folded: str) -> tuple[_Known | None, str]:
    """The entry of a spelling with or without arguments, and the arguments."""
    spellings = _spellings()
    if folded in spellings:
        return spellings[folded], ""
    match = _BASE.match(folded)
    bare, arguments = folded, ""
    if match:
        bare, arguments = f"{match['base']} {match['tail']}".strip(), match["arguments"]
    bare = _MODIFIERS.sub("", bare)
    known = spellings.get(bare)
    if known is None and "." in bare:
        known = spellings.get(bare.rsplit(".", 1)[-1])
    return known, arguments


def _union(text: str, engine: str | None) -> CanonicalType | None:
    """`a | b | c` is an enum, unless its words are the plain words for types."""
    bare = _unwrapped(text, fold=False)
    if _WORD_UNION.match(bare):
        words = [part.strip() for part in bare.split("|")]
        if not any(word.casefold() in _PLAIN_TYPES for word in words):
            values = tuple(word.strip("\"'`") for word in words)
            return CanonicalType("enum", TypeFamily.ENUM, values=values)
    parts = _ALTERNATIVES.split(bare)
    if 1 < len(parts) <= 8 and all(_scalar(part.strip().casefold(), engine) for part in parts):
        return CanonicalType("any", TypeFamily.OTHER)
    return None


@cache
def _spellings() -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    for name, entry in data("types")["types"].items():
        known = _Known(name, TypeFamily(entry["family"]), entry.get("zone"))
        for spelling in (name, *entry["spellings"]):
            found.setdefault(spelling.casefold(), known)
    return found


@cache
def _engine(technology: str | None) -> str | None:
    if technology is None:
        return None
    engines = data("types")["engines"]
    if technology.casefold() in engines:
        return technology.casefold()
    from storagelint.reading.words.technologies import technology as product

    known = product(technology)
    return known.engine if known else None


@lru_cache(maxsize=4096)
def known_type(text: str, technology: str | None = None) -> bool:
    """Whether the technology knows the type, or it is a logical word such as `string`.

    Without a technology, or with one whose types are not listed, any known type will do. A
    logical word in capitals claims to be the engine's own.
    """
    engine = _engine(technology)
    listed = data("types")["engines"].get(engine) if engine else None
    found = canonical_type(text, technology)
    if found is None or listed is None or listed.get("open"):
        return found is not None
    if found.family in (TypeFamily.ENUM, TypeFamily.OBJECT) or found.values:
        return True
    folded = _unwrapped(text[:_MAX])
    element = _element(folded)
    if element is not None:
        return not element or engine != "postgresql" or known_type(element, technology)
    spelling = _base_spelling(folded)
    if spelling in listed["spellings"]:
        return True
    capitals = text.isupper() and text.isascii()
    return not spelling.isascii() or (not capitals and spelling in _generic())


def _base_spelling(folded: str) -> str:
    if folded in _spellings():
        return folded
    match = _BASE.match(folded)
    bare = f"{match['base']} {match['tail']}".strip() if match else folded
    bare = _MODIFIERS.sub("", bare)
    return bare if bare in _spellings() or not match else match["base"]


@cache
def _generic() -> frozenset[str]:
    return frozenset(data("types")["generic"]["spellings"])
