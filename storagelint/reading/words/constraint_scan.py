"""A line of constraint words -> Constraints, piece by piece."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from storagelint.model.facts import Constraint, ConstraintKind, Reference
from storagelint.patterns import pattern
from storagelint.reading.words.brackets import closing, separators
from storagelint.reading.words.constraint_words import (
    ARROW,
    KINDS,
    UPPER,
    concept_of,
    keyword_at,
    keyword_match,
    looks_misspelt,
    next_capital,
    stands_as_constraint,
    strong_keyword,
)
from storagelint.reading.words.enum_values import enum_values, listed_values, split_values
from storagelint.reading.words.expressions import ATOM, QUOTED, expression_end
from storagelint.reading.words.targets import (
    ACTION,
    CASCADE,
    CONNECTOR,
    EXPLICIT,
    REVERSED,
    TARGET,
    action_name,
    field_names,
    located_at,
    read_target,
    stands_alone,
)

_ADJOINED = pattern(r"[\s/|&+.:：=·•*!]+")
_PREFIX = pattern(
    r"(?:and|und|et|y|e|и|と|및|và|with|is|also|must be|should be|a|an|the)\s{1,9}", re.I
)
_UNIQUE_SCOPE = pattern(
    r"\s{0,9}[(（]?\s{0,9}(?:per|within|in|by|for|among|amongst|together|with|across|when|if|under|inside|combined|along|scoped|每|同一|at|to|on|jointly)(?!\w)",
    re.I,
)
_CONDITIONAL = pattern(
    r"\s{0,9}[(（]?\s{0,9}(?:if|when|unless|for|only|while|where|on|until|after|in case"
    r"|при|если|khi|si)(?!\w)",
    re.I,
)
_FIELD_LIST = pattern(r"\s{0,9}[(（]\s{0,9}(?P<fields>[^()（）]{1,300})\s{0,9}[)）]")
_IDENTITY_RANGE = pattern(r"\s{0,4}\(\s{0,4}\d{1,9}\s{0,4},\s{0,4}\d{1,9}\s{0,4}\)")
_CONSTRAINT_NAME = pattern(r"\s{1,4}[\w$]+")
_COMMENT = pattern(rf"\s{{0,4}}[=:]?\s{{0,4}}(?:{QUOTED}|[\w.-]+)")
_WHERE = pattern(r"\s{1,4}where\b", re.I)
_STORED = pattern(r"\s{0,4}(?:stored|virtual|persisted)(?!\w)", re.I)
_DEFAULT_LEAD = pattern(r"\s{0,4}(?:value\s{1,4})?(?:[:：=]|to\b|is\b|为|是)?\s{0,4}")
_DEFAULT_WORD = pattern(r"null\b|auto\b", re.I)
_TYPE_NAME = pattern(r"\w{1,60}\s{0,4}(?=[(（])")
_COMMA = pattern(r"[,，、]\s{0,9}")
_UP_TO_COMMA = pattern(r"[^,，、;；]*")
_OPENING = pattern(r"[(（\[]\s{0,4}")
_TABLE_WORD = pattern(r"\s{0,4}(?:表|テーブル|테이블|table\b)", re.I)
_ACTION_OTHER = pattern(r"\s{0,4}[:：=]?\s{0,4}([A-Za-z_]+)")
_FLAG = pattern(
    r"\s{0,4}[:：=]\s{0,4}(?:(?P<yes>true|yes|y|是|✅|✓)|(?P<no>false|no|n|否|❌|✗))(?![\w])", re.I
)


@dataclass(slots=True)
class Reading:
    text: str
    found: list[Constraint] = field(default_factory=list)

    def add(
        self,
        kind: ConstraintKind,
        start: int,
        end: int,
        value: str | None = None,
        values: tuple[str, ...] = (),
        reference: Reference | None = None,
    ) -> int:
        self.found.append(
            Constraint(
                kind=kind,
                text=self.text[start:end].strip(" ,;，；、/"),
                value=value,
                values=values,
                reference=reference,
            )
        )
        return end


def scan(text: str, *, nested: bool) -> list[Constraint]:
    values = enum_values(text)
    if values:
        return [Constraint(kind=ConstraintKind.ENUM, text=text, values=values)]
    reading = Reading(text)
    stops = separators(text)
    position = 0
    for stop in [*stops, len(text)]:
        if stop > position:
            position = _read_piece(reading, position, stop, nested)
        if position <= stop:
            position = stop + 1
    return reading.found


def _read_piece(reading: Reading, start: int, stop: int, nested: bool) -> int:
    """Read from `start` to the separator at `stop`, or past it where an argument goes on."""
    text = reading.text
    position = start
    while position < stop:
        position = _skip(text, position, stop)
        if position >= stop:
            break
        end = _keyword(reading, position, stop)
        if end is None and text[position] in "(（" and not nested:
            end = _group(reading, position)
        if end is None:
            end = _prose(reading, position, stop)
        position = max(end, position + 1)
    return position


def _skip(text: str, position: int, stop: int) -> int:
    adjoined = _ADJOINED.match(text, position, stop)
    if adjoined:
        position = adjoined.end()
    prefix = _PREFIX.match(text, position, stop)
    if prefix and keyword_at(text, prefix.end()):
        position = prefix.end()
    return position


def _group(reading: Reading, start: int) -> int | None:
    """A bracketed part of its own: its constraints, or a remark."""
    end = closing(reading.text, start)
    inside = reading.text[start + 1 : end - 1].strip()
    inner = scan(inside, nested=True) if inside else []
    plain = (ConstraintKind.OTHER, ConstraintKind.UNKNOWN)
    stated = [constraint for constraint in inner if constraint.kind not in plain]
    if stated:
        reading.found.extend(stated)
        return end
    return None


def _prose(reading: Reading, start: int, stop: int) -> int:
    """A piece without a keyword at its front, to its end or to a keyword in capitals."""
    text = reading.text
    end = stop
    for match in UPPER.finditer(text, start + 1, stop):
        at = match.start()
        if not (text[at - 1].isalnum() or text[at - 1] in "_-.'\"`(") and strong_keyword(text, at):
            end = at
            break
    arrow = ARROW.search(text, start + 1, end)
    if arrow and TARGET.match(text, arrow.end()) and "." in text[arrow.end() : end]:
        end = arrow.start()
    piece = text[start:end].strip(" ,;，；、/")
    if piece:
        kind = ConstraintKind.UNKNOWN if looks_misspelt(piece) else ConstraintKind.OTHER
        reading.add(kind, start, end)
    return end


def _keyword(reading: Reading, start: int, stop: int) -> int | None:
    """Read the constraint that starts at `start`; None where none does."""
    text = reading.text
    arrow = ARROW.match(text, start)
    if arrow:
        return _reference(reading, start, arrow.end(), explicit=True)
    match = keyword_match(text, start)
    if match is None or not stands_as_constraint(text, match, stop):
        turned = REVERSED.match(text, start)
        target = read_target(text, start) if turned else None
        return (
            finish_reference(reading, start, turned.end(), target[0]) if turned and target else None
        )
    end = match.end()
    concept = concept_of(match[0])
    match concept:
        case "primary-key" | "unique" | "not-null" | "null" if flag := _FLAG.match(text, end):
            return _flagged(reading, start, concept, flag)
        case "primary-key" | "primary-key-part":
            scope = _FIELD_LIST.match(text, end)
            names = field_names(scope["fields"]) if scope else ()
            end = scope.end() if scope and names else end
            return reading.add(ConstraintKind.PRIMARY_KEY, start, end, values=names)
        case "foreign-key":
            return _foreign_key(reading, start, end)
        case "references":
            return _reference(reading, start, end, explicit=True)
        case "unique":
            return _unique(reading, start, end, stop)
        case "not-null":
            if _CONDITIONAL.match(text, end, stop):
                return reading.add(ConstraintKind.OTHER, start, stop)
            return reading.add(ConstraintKind.NOT_NULL, start, end)
        case "null":
            return reading.add(ConstraintKind.NULL, start, end)
        case "default":
            return _default(reading, start, end, stop)
        case "check":
            return _check(reading, start, end, stop)
        case "auto-increment":
            numbers = _IDENTITY_RANGE.match(text, end)
            return reading.add(
                ConstraintKind.AUTO_INCREMENT, start, numbers.end() if numbers else end
            )
        case "indexed":
            return _index(reading, start, end, stop)
        case "generated":
            return _generated(reading, start, end, stop)
        case "generated-word":
            return reading.add(ConstraintKind.GENERATED, start, end)
        case "on-delete":
            return read_on_delete(reading, start, end)
        case "on-update":
            return _on_update(reading, start, end)
        case "on-update-word":
            return reading.add(ConstraintKind.ON_UPDATE, start, end)
        case "enum" | "in":
            return _enum(reading, start, end, stop)
        case "action":
            _deferrable(reading, match[0])
            return reading.add(ConstraintKind.OTHER, start, end)
        case "name":
            name = _CONSTRAINT_NAME.match(text, end)
            return name.end() if name else None
        case "comment":
            quoted = _COMMENT.match(text, end)
            return reading.add(ConstraintKind.OTHER, start, quoted.end() if quoted else end)
    return None


def _flagged(reading: Reading, start: int, concept: str, flag: re.Match[str]) -> int:
    """`required: no`, `unique=true`: what is denied is turned round or left out."""
    kind = KINDS[concept]
    if flag["no"]:
        turned = {
            ConstraintKind.NOT_NULL: ConstraintKind.NULL,
            ConstraintKind.NULL: ConstraintKind.NOT_NULL,
        }
        kind = turned.get(kind, ConstraintKind.OTHER)
    return reading.add(kind, start, flag.end())


def _unique(reading: Reading, start: int, end: int, stop: int) -> int:
    text = reading.text
    listed = _FIELD_LIST.match(text, end)
    if listed:
        names = field_names(listed["fields"])
        if (
            names
            and len(names) == listed["fields"].count(",") + 1
            and _looks_named(listed["fields"])
        ):
            where = _WHERE.match(text, listed.end(), stop)
            end = stop if where else listed.end()
            condition = text[where.end() : stop].strip() if where else None
            return reading.add(ConstraintKind.UNIQUE, start, end, condition, names)
    scope = _UNIQUE_SCOPE.match(text, end, stop)
    if scope and not keyword_at(text, _skip(text, scope.start(), stop)):
        return reading.add(ConstraintKind.OTHER, start, stop, value="unique")
    where = _WHERE.match(text, end, stop)
    if where:
        condition = text[where.end() : stop].strip()
        return reading.add(ConstraintKind.UNIQUE, start, stop, value=condition)
    return reading.add(ConstraintKind.UNIQUE, start, end)


def _looks_named(fields: str) -> bool:
    return (
        "," in fields
        or "_" in fields
        or (" " not in fields.strip() and not keyword_at(fields.strip(), 0))
    )


def _index(reading: Reading, start: int, end: int, stop: int) -> int:
    method = re.compile(
        r"\s{0,9}[(（]\s{0,9}(\w+)\s{0,9}[)）]|\s{1,9}(?:using\s{1,9})?(btree|hash|gin|gist|brin)\b",
        re.I,
    ).match(reading.text, end, stop)
    if method:
        value = (method[1] or method[2]).lower()
        return reading.add(ConstraintKind.INDEX, start, method.end(), value=value)
    return reading.add(ConstraintKind.INDEX, start, end)


def _generated(reading: Reading, start: int, end: int, stop: int) -> int:
    text = reading.text
    at = _skip(text, end, stop)
    if text[at : at + 1] == "(":
        close = closing(text, at)
        stored = _STORED.match(text, close)
        expression = text[at + 1 : close - 1].strip()
        return reading.add(
            ConstraintKind.GENERATED,
            start,
            stored.end() if stored else close,
            value=expression or None,
        )
    return reading.add(ConstraintKind.GENERATED, start, end)


def _check(reading: Reading, start: int, end: int, stop: int) -> int:
    text = reading.text
    at = _ADJOINED.match(text, end)
    at_text = at.end() if at and at.end() <= len(text) else end
    if text[at_text : at_text + 1] in ("(", "（"):
        close = closing(text, at_text)
        condition = text[at_text + 1 : close - 1].strip()
        return reading.add(
            ConstraintKind.CHECK, start, close, condition or None, listed_values(condition)
        )
    limit = next_capital(text, end, stop)
    condition = text[end:limit].strip(" :：=.")
    if not condition:
        return reading.add(ConstraintKind.CHECK, start, end)
    return reading.add(ConstraintKind.CHECK, start, limit, condition, listed_values(condition))


def _default(reading: Reading, start: int, end: int, stop: int) -> int:
    text = reading.text
    lead = _DEFAULT_LEAD.match(text, end)
    at = lead.end() if lead else end
    if at >= stop or (keyword_at(text, at) and not _DEFAULT_WORD.match(text, at)):
        return reading.add(ConstraintKind.DEFAULT, start, end)
    close = expression_end(text, at, stop)
    value = text[at:close].strip(" .")
    return reading.add(ConstraintKind.DEFAULT, start, close, value or None)


def _enum(reading: Reading, start: int, end: int, stop: int) -> int:
    text = reading.text
    at = _skip(text, end, len(text))
    named = _TYPE_NAME.match(text, at)
    if named:
        at = named.end()
    if text[at : at + 1] in ("(", "（", "[", "{"):
        close = closing(text, at)
        return reading.add(
            ConstraintKind.ENUM, start, close, values=split_values(text[at + 1 : close - 1])
        )
    limit = _list_end(text, at, stop)
    values = split_values(text[at:limit])
    return reading.add(
        ConstraintKind.ENUM, start, max(limit, end), values=values if len(values) > 1 else ()
    )


def _list_end(text: str, start: int, stop: int) -> int:
    """Where a list that commas part ends: before the first piece that is a constraint."""
    limit = next_capital(text, start, stop)
    if limit < stop:
        return limit
    position = stop
    while position < len(text) and text[position] in ",，、":
        following = _COMMA.match(text, position)
        at = following.end() if following else position + 1
        if keyword_at(text, at):
            break
        more = _UP_TO_COMMA.match(text, at)
        position = more.end() if more else len(text)
    return position


def _foreign_key(reading: Reading, start: int, end: int) -> int:
    text = reading.text
    own = _FIELD_LIST.match(text, end)
    if own:
        after = CONNECTOR.match(text, own.end())
        if after and EXPLICIT.search(after[0]):
            names = field_names(own["fields"])
            reference_end = read_target(text, after.end())
            if reference_end is not None:
                reference, close = reference_end
                if len(names) > 1:
                    reference = reference.altered(fields=names)
                return finish_reference(reading, start, close, reference)
        inside = own["fields"].strip()
        lead = CONNECTOR.match(inside)
        parts = re.split(r"→|->|=>", inside)
        if len(parts) > 1:
            inside = parts[-1].strip()
        elif lead:
            inside = inside[lead.end() :]
        target = read_target(inside, 0)
        keyed = inside.lower().endswith(("_id", "_uuid", "_key")) and "." not in inside
        if target is None or keyed or keyword_at(inside, 0) or inside[target[1] :].strip():
            nested = CASCADE.match(inside)
            return reading.add(
                ConstraintKind.FOREIGN_KEY, start, end if nested or not keyed else own.end()
            )
        return finish_reference(reading, start, own.end(), target[0])
    return _reference(reading, start, end, explicit=False)


def _reference(reading: Reading, start: int, end: int, *, explicit: bool) -> int:
    """`→ t.c`, `users(id) ON DELETE CASCADE` after a foreign key's word or arrow."""
    text = reading.text
    lead = CONNECTOR.match(text, end)
    at = lead.end() if lead else end
    explicit = explicit or bool(lead and EXPLICIT.search(lead[0]))
    bracket = _OPENING.match(text, at)
    inside = bracket.end() if bracket and explicit else at
    found = (
        None
        if keyword_at(text, inside) and not located_at(text, inside)
        else read_target(text, inside)
    )
    if found is None:
        return reading.add(ConstraintKind.FOREIGN_KEY, start, end)
    reference, close = found
    if inside != at:
        close = closing(text, at)
    if not explicit and not stands_alone(text, reference, close):
        return reading.add(ConstraintKind.FOREIGN_KEY, start, end)
    return finish_reference(reading, start, close, reference)


def finish_reference(reading: Reading, start: int, close: int, reference: Reference) -> int:
    """Add a foreign key with the action that stands right after its target."""
    suffix = _TABLE_WORD.match(reading.text, close)
    if suffix:
        close = suffix.end()
    cascade = CASCADE.match(reading.text, close)
    if cascade and "," not in cascade[0]:
        action = action_name(cascade["action"]) if cascade["action"] else "cascade"
        reference = reference.altered(on_delete=action)
        close = cascade.end()
    return reading.add(ConstraintKind.FOREIGN_KEY, start, close, reference=reference)


def _last_reference(reading: Reading) -> tuple[int, Reference] | None:
    for place in range(len(reading.found) - 1, -1, -1):
        reference = reading.found[place].reference
        if reference is not None:
            return place, reference
    return None


def _change_reference(reading: Reading, **changes: object) -> None:
    last = _last_reference(reading)
    if last is not None:
        place, reference = last
        changed = reference.altered(**changes)
        reading.found[place] = reading.found[place].altered(reference=changed)


def read_on_delete(reading: Reading, start: int, end: int) -> int:
    match = ACTION.match(reading.text, end)
    word = None if match else _ACTION_OTHER.match(reading.text, end)
    action = action_name(match["action"]) if match else word[1].casefold() if word else None
    close = match.end() if match else word.end() if word else end
    if action:
        _change_reference(reading, on_delete=action)
    return reading.add(ConstraintKind.OTHER, start, close, value=action)


def _on_update(reading: Reading, start: int, end: int) -> int:
    text = reading.text
    match = ACTION.match(text, end)
    if match:
        action = action_name(match["action"])
        _change_reference(reading, on_update=action)
        return reading.add(ConstraintKind.OTHER, start, match.end(), value=action)
    at = end + len(text[end:]) - len(text[end:].lstrip())
    if at >= len(text) or keyword_at(text, at) or text[at] in ",;，；":
        return reading.add(ConstraintKind.ON_UPDATE, start, end)
    close = expression_end(text, at, len(text)) if ATOM.match(text, at) else end
    return reading.add(ConstraintKind.ON_UPDATE, start, close, value=text[at:close].strip() or None)


def _deferrable(reading: Reading, words: str) -> None:
    if words.casefold().startswith(("deferrable", "initially deferred")):
        _change_reference(reading, deferrable=True)
