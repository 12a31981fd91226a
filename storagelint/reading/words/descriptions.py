"""The prose of a description -> the constraints that it states beyond doubt."""

from __future__ import annotations

import re

from storagelint.model.facts import Constraint, ConstraintKind, Reference
from storagelint.patterns import pattern
from storagelint.reading.words.brackets import MAX_LENGTH
from storagelint.reading.words.constraint_scan import Reading, finish_reference, read_on_delete
from storagelint.reading.words.constraint_words import fold_keyword, known_words
from storagelint.reading.words.enum_values import code_values
from storagelint.reading.words.targets import CONNECTOR, EXPLICIT, read_target
from storagelint.vocabulary import word_cache

_ON_DELETE = pattern(r"\s{0,4}on\s{1,4}delete(?!\w)", re.I)
_CLAUSE = pattern(r"[,;，；。、()（）\n]|\.(?=\s|\Z)|\s[-–—]+\s|—|:(?=\s)")
_PROSE_TARGET = pattern(
    r"(?=[cfklmoprtvвзпс外외引关關指参參참→⇒=-])"
    r"(?:\b(?P<key>fk|foreign key)\b(?:\s{1,9}(?:reference|ref|relation|constraint|link))?|"
    r"\b(?P<word>references?|refers|refs|referencing|ref|links|link|points|reference)\b|(?P<native>外键|外鍵|外部キー|외래키|引用|关联|關聯|指向|参照|參照|참조|"
    r"\b(?:fremdschlüssel|clé étrangère|clave (?:foránea|ajena)|chave estrangeira|chiave esterna|"
    r"внешний ключ|зовнішній ключ|klucz obcy|khóa ngoại|refer[eê]ncia|référence"
    r"|riferimento|verweis|verweist|ссылка|ссылается|посилання|"
    r"посилається|tham chiếu|odwołanie|odwołuje się|verwijst|verwijzing|merujuk)\b)|"
    r"(?P<arrow>→|⇒|->|=>))",
    re.I,
)
_WHOLE = {
    "primary-key": ConstraintKind.PRIMARY_KEY,
    "foreign-key": ConstraintKind.FOREIGN_KEY,
    "unique": ConstraintKind.UNIQUE,
    "null": ConstraintKind.NULL,
    "not-null": ConstraintKind.NOT_NULL,
    "auto-increment": ConstraintKind.AUTO_INCREMENT,
    "indexed": ConstraintKind.INDEX,
}
_NOT_WHOLE = frozenset(
    [
        "primary",
        "foreign",
        "auto",
        "index",
        "identity",
        "key",
        "idx",
        "自动生成",
        "자동 생성",
        "自動生成",
    ]
)
_LEADING_KEY = pattern(
    r"(?:PK|Primary key|Composite primary key)\b"
    r"(?!\s{1,9}(?:column|name|value|type|field|reference)s?\b)"
)


def constraints_in_prose(text: str, raw: str | None = None) -> list[Constraint]:
    """What a description states beyond doubt: a key, a target, `nullable` as a clause of its own.

    `raw` is the same text as Markdown; with it, code spans at the front are an enum's values.
    """
    found = [constraint.altered() for constraint in _in_prose(text[:MAX_LENGTH].strip())]
    values = code_values(raw[:MAX_LENGTH]) if raw and "`" in raw else ()
    if values and not any(constraint.kind is ConstraintKind.ENUM for constraint in found):
        found.append(Constraint(kind=ConstraintKind.ENUM, text=text[:200], values=values))
    return found


@word_cache(4096)
def _in_prose(text: str) -> tuple[Constraint, ...]:
    if not text:
        return ()
    found: list[Constraint] = []
    kinds: set[ConstraintKind] = set()
    position = 0
    for stop in [match.span() for match in _CLAUSE.finditer(text)] + [(len(text), len(text))]:
        clause = text[position : stop[0]].strip(" .!*。")
        concept = known_words().get(fold_keyword(clause)) if len(clause) <= 40 else None
        kind = _WHOLE.get(concept) if concept and fold_keyword(clause) not in _NOT_WHOLE else None
        if kind is None and position == 0 and _leads_with_key(clause):
            kind = ConstraintKind.PRIMARY_KEY
        if kind is not None and kind not in kinds:
            kinds.add(kind)
            found.append(Constraint(kind=kind, text=clause))
        position = stop[1]
    reference = _prose_reference(text)
    if reference is not None:
        found = [
            constraint for constraint in found if constraint.kind is not ConstraintKind.FOREIGN_KEY
        ]
        found.append(reference)
    return tuple(found)


def _leads_with_key(clause: str) -> bool:
    return _LEADING_KEY.match(clause) is not None and not re.search(
        r"\b(?:if|not|or)\b", clause[:40]
    )


def _prose_reference(text: str) -> Constraint | None:
    for match in list(_PROSE_TARGET.finditer(text))[:8]:
        lead = CONNECTOR.match(text, match.end())
        at = lead.end() if lead else match.end()
        connected = bool(lead and EXPLICIT.search(lead[0]))
        target = read_target(text, at)
        if target is None:
            continue
        reference, close = target
        start, before = match.start(), text[: match.start()].rstrip()
        if not _credible(text, match, reference, close, before, connected):
            continue
        reading = Reading(text)
        end = finish_reference(reading, start, close, reference)
        following = _ON_DELETE.match(text, end)
        if following:
            read_on_delete(reading, following.start(), following.end())
        return reading.found[0]
    return None


def _credible(
    text: str, match: re.Match[str], reference: Reference, close: int, before: str, connected: bool
) -> bool:
    """Whether a name after an arrow or a word such as `references` is a target."""
    if not reference.entity.isascii() or len(reference.entity) < 2:
        return False
    rest = text[close:].lstrip()
    suffixed = re.match(
        r"(?:tables?\b|表|テーブル|테이블|entity\b|record\b|row\b|model\b)", rest, re.I
    )
    ends = not rest or rest[0] in ".,;，；。、()（）—–-/" or suffixed is not None
    located = reference.field is not None or "." in reference.entity
    if match["arrow"]:
        if "." in before or (before.endswith(("`", "'", '"', ")")) and not located):
            return False
        return (located if before else True) and (
            ends or not rest[0].isalnum() or not rest[0].isascii()
        )
    if located:
        return connected or not match["key"] or True
    if match["key"]:
        return connected and ends
    if match["native"]:
        return ends or not rest[:1].isascii()
    bare = "_" in reference.entity or reference.entity[:1].isupper() or not rest
    bare = bare or (connected and match["word"].lower() in ("ref", "refs"))
    return (
        ends
        and bare
        and not before
        and (connected or match["word"].lower() == "references")
        and not re.search(
            r"\b(?:the|a|an)\s{0,9}\Z", text[match.end() : close - len(reference.entity)], re.I
        )
    )
