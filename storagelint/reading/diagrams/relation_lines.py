"""Lines of text -> the relationships they draw or say: `User 1 ──── N Order`, "A has many B"."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from storagelint.model.facts import Cardinality
from storagelint.model.names import fold
from storagelint.patterns import pattern
from storagelint.reading.diagrams.relation_trees import with_parents
from storagelint.reading.words.cardinalities import (
    END,
    Found,
    combine,
    find_cardinality,
    is_many,
    is_optional,
    read_cardinality,
)
from storagelint.reading.words.relation_sentences import Sentence, read_sentence

__all__ = ["Relation", "read_cardinality", "read_relation_block", "read_relation_line"]

MAX_LINE = 2000
"""The characters of a line that are read."""

_BULLET = pattern(r"\s{0,20}(?:[-*+•▪◦]\s|\d{1,3}[.)]\s|#{1,6}\s(?:\d[\d.]{0,9}\s)?)")
_MARK = pattern(r"`|\*\*|__(?=\w)|(?<=\w)__(?!\w)")
_CORNER = pattern(r"[┌┐└┘├┤┬┴┼│╔╗╚╝║╭╮╰╯]")
_BOX = pattern(r"[┌┐╔╗╭╮]|\+-{3,60}\+")
_DASH = "-─—–═━"
_LINE = pattern(
    rf"(?P<crow>[|}}][|o](?:-{{2,20}}|\.{{2,20}})[|o][|{{])"
    rf"|(?P<line>[<>◀◄]?(?:[}}|][o|○]?)?[{_DASH}]{{1,200}}(?:[o○|]?[<>{{▶►|])?)"
    r"|(?P<arrow><?={1,20}>|[→←↔⟶⟵⟷⇒⇐⇔➔➜])"
)
_SIGN = pattern(rf"[{_DASH}=|}}<>◀◄←→↔⟵⟶⟷⇐⇒⇔➔➜]")
"""What a line or an arrow begins with."""
_NAME = pattern(r"[^\W\d_](?:[\w.$]*\w)?|_\w+")
_LEADING_END = pattern(rf"([(\[]\s?{END}\s?[)\]]|{END})(?![\w.])", re.IGNORECASE)
_TRAILING_END = pattern(rf"(?<![\w.])([(\[]\s?{END}\s?[)\]]?|{END})\s{{0,40}}$", re.IGNORECASE)
_STRANGE_LEADING = pattern(r"([(\[]?(?:[A-Z?]|\d{1,3})[)\]]?)(?=\s{1,9}\w)")
_STRANGE_TRAILING = pattern(r"(?<=\s)([(\[]?(?:[A-Z?]|\d{1,3})[)\]]?)\s{0,40}$")
_VIA = pattern(r"\b(?:via|through|using)\s{1,9}(?:the\s)?([^\W\d][\w.]{0,80})", re.IGNORECASE)
_FIELD = pattern(r"\b(\w{1,60}(?:_id|_uuid|[a-z0-9]I[dD]))\b")
_NOTE = pattern(r"[()（）\[:：;；,，、#]|\s[-–—]+\s|\s{2,}|//|\b(?:via|through|on delete)\b", re.I)
_CLAUSE = pattern(r"[,;，；]\s")
_LIST = pattern(r"\s{0,9}+(?:[/,&、，]|\band\b)\s{0,9}+")
_ID_TAIL = pattern(r"(?:^|_)(?:id|uuid|uid|code|key|slug)$|[a-z0-9](?:Id|ID)$")
_STATES = frozenset(
    "draft drafted published pending active inactive archived deleted completed complete cancelled"
    " canceled created new open closed done failed success running queued approved rejected review"
    " in_progress in-progress inprogress started finished paid unpaid shipped delivered refunded"
    " expired confirmed discarded verified suspended ready planned backlog scheduled processing"
    " processed submitted accepted declined idle null blocked todo started stopped paused resolved"
    " reopened enabled disabled initial start end retired deprecated assigned available"
    " unavailable returned timeout captured authorized settled planning waived passed".split()
)
_FLOWS = frozenset(
    "client clients server api apis database db cache frontend backend browser ui app worker"
    " workers queue gateway service controller repository router handler redis postgres postgresql"
    " mysql mongodb s3 kafka nginx cdn proxy loadbalancer webhook cron scheduler middleware"
    " request response stdout stdin disk memory network".split()
)
_NOT_NAMES = frozenset(
    "the a an if when then and or not to of in on for with by see is are be it this that yes no"
    " true false on_delete cascade restrict".split()
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship that a text states; offsets are 0-based and count into that text."""

    left: str
    right: str
    left_start: int
    left_end: int
    right_start: int
    right_end: int
    cardinality: Cardinality | None = None
    cardinality_text: str | None = None
    """What stands where the cardinality should, readable or not."""
    left_optional: bool | None = None
    right_optional: bool | None = None
    via: str | None = None
    field: str | None = None
    """The foreign key field that is named."""
    label: str | None = None
    start: int = 0
    end: int = 0


class _Operand(NamedTuple):
    """A name between two connectors, with the ends of cardinalities around it."""

    name: str
    start: int
    end: int
    field: str | None = None


@dataclass(slots=True)
class _Connector:
    """A line or arrow, with what it says itself."""

    text: str
    start: int
    end: int
    stated: Found | None = None
    label: str | None = None

    @property
    def has_foot(self) -> bool:
        """Whether an end is drawn as a crow's foot."""
        return "{" in self.text or "}" in self.text or self.left_foot or self.right_foot

    @property
    def left_foot(self) -> bool:
        return self.text.startswith((">", "}"))

    @property
    def right_foot(self) -> bool:
        return self.text.endswith(("<", "{"))

    @property
    def is_arrow(self) -> bool:
        return self.text[-1] in ">▶►→⟶⇒➔➜←⟵⇐↔⟷⇔" or self.text[0] in "<◀◄"

    @property
    def points_back(self) -> bool:
        return self.text in ("←", "⟵", "⇐") or (
            self.text[0] in "<◀◄" and self.text[-1] not in ">▶►"
        )

    @property
    def both_ways(self) -> bool:
        return self.text in ("↔", "⟷", "⇔") or (self.text[0] in "<◀" and self.text[-1] in ">▶►")


def read_relation_line(text: str, known: Container[str] | None = None) -> list[Relation]:
    """The relationships that one line, bullet or heading states, in the order of the text.

    An arrow that states no cardinality counts where both sides look like names of entities; with
    `known`, the folded names of the entities, only where both sides are among them.
    """
    masked = _masked(text)
    connectors = _connectors(masked)
    if connectors:
        relations = _drawn(text, masked, connectors, known)
        if relations:
            return relations
    return [_said(text, sentence) for sentence in read_sentence(masked)]


def read_relation_block(
    lines: Sequence[str], known: Container[str] | None = None
) -> list[tuple[int, Relation]]:
    """The relationships that the lines of a fence draw, each with its line's index.

    Box drawings, directory trees, state transitions and data flows give nothing.
    """
    if sum(1 for line in lines if _BOX.search(line[:MAX_LINE])) >= 2:
        return []
    found: list[tuple[int, Relation]] = []
    unread = 0
    for number, line in enumerate(with_parents(lines)):
        relations = read_relation_line(line, known)
        if not relations and line.strip():
            unread += 1
        found.extend((number, relation) for relation in relations)
    drawn = {number for number, _ in found}
    flows = any(_is_flow(lines[number]) for number in range(len(lines)) if number not in drawn)
    if known is None and (flows or unread > 2 * len(drawn)):
        return [each for each in found if each[1].cardinality_text is not None]
    return found


def _is_flow(line: str) -> bool:
    masked = _masked(line)
    return len(_connectors(masked)) > 0


def _masked(text: str) -> str:
    """The text with marks and the bullet blanked, every offset kept."""
    text = text[:MAX_LINE].replace("\n", " ").replace("\t", " ")
    if "`" in text or "**" in text or "__" in text:
        text = _MARK.sub(lambda mark: " " * len(mark[0]), text)
    bullet = _BULLET.match(text)
    if bullet:
        text = " " * bullet.end() + text[bullet.end() :]
    corner = None if text.isascii() else _CORNER.search(text)
    return text[: corner.start()] if corner else text


def _lines(text: str) -> Iterator[re.Match[str]]:
    """The matches of `_LINE`, which is only tried where a sign stands."""
    end = 0
    for sign in _SIGN.finditer(text):
        if sign.start() >= end and (match := _LINE.match(text, sign.start())):
            end = match.end()
            yield match


def _connectors(text: str) -> list[_Connector]:
    """The lines and arrows; a line around a cardinality or a word is one connector."""
    found: list[_Connector] = []
    for match in _lines(text):
        sign = match[0]
        if match.lastgroup == "line" and not _connects(text, match):
            continue
        connector = _Connector(sign, match.start(), match.end())
        if found:
            last = found[-1]
            between = text[last.end : match.start()]
            stated = find_cardinality(between) if len(between) < 40 else None
            whole = stated is not None and _covers(between, stated)
            tight = _is_label(last, between, connector)
            if last.stated is None and last.label is None and (whole or tight):
                last.text += sign
                last.end = match.end()
                last.label = between.strip()
                if stated:
                    last.stated = stated
                continue
        found.append(connector)
    return found


def _leading(pattern: re.Pattern[str], text: str, at: int = 0) -> re.Match[str] | None:
    while at < len(text) and text[at].isspace():
        at += 1
    return pattern.match(text, at)


def _is_label(first: _Connector, between: str, second: _Connector) -> bool:
    """Whether a text stands on an arrow, as in `--sends-->`."""
    if not between or between != between.strip() or first.is_arrow or not second.is_arrow:
        return False
    return not _leading(_LEADING_END, between) and not _TRAILING_END.search(between)


def _covers(text: str, found: Found) -> bool:
    rest = text[: found.start] + text[found.end :]
    return not rest.strip(" ()[]")


def _connects(text: str, match: re.Match[str]) -> bool:
    """Whether a run of dashes is a line between two things, and no hyphen or dash in a text."""
    sign = match[0]
    run = sum(sign.count(dash) for dash in _DASH)
    if sign in ("|-", "-|") or (run == 1 and sign in ("-", "–", "—", "─", "═", "━")):
        if sign in "-–":
            return False
        before = _TRAILING_END.search(text[max(match.start() - 12, 0) : match.start()])
        after = _leading(_LEADING_END, text, match.end())
        return bool(before and after)
    if run == 1 and sign[-1] == "<":
        return sign[0] != "-"
    return not (run == 1 and sign[0] in "<>" and sign[-1] not in ">▶►" and "-" in sign) or (
        sign == "<-"
    )


def _drawn(
    text: str, masked: str, connectors: list[_Connector], known: Container[str] | None
) -> list[Relation]:
    starts = [0, *(each.end for each in connectors)]
    ends = [*(each.start for each in connectors), len(masked)]
    relations: list[Relation] = []
    for number, connector in enumerate(connectors):
        left_text = masked[starts[number] : ends[number]]
        right_start, right_end = starts[number + 1], ends[number + 1]
        last = number == len(connectors) - 1
        relations += _between(
            text,
            masked,
            connector,
            (starts[number], left_text, number == 0),
            (right_start, masked[right_start:right_end], last),
            known,
        )
    return relations


def _between(
    text: str,
    masked: str,
    connector: _Connector,
    left: tuple[int, str, bool],
    right: tuple[int, str, bool],
    known: Container[str] | None,
) -> list[Relation]:
    offset, segment, _ = left
    right_end = _leading(_LEADING_END, right[1])
    left_end = _TRAILING_END.search(segment)
    if left_end is None and right_end is not None:
        left_end = _STRANGE_TRAILING.search(segment)
    if left_end and left_end.start() and segment[: left_end.start()].strip():
        body = segment[: left_end.start()]
    else:
        left_end, body = None, segment
    source = _left_operand(body, offset, first=left[2])
    offset, segment, last = right
    if right_end is None and left_end is not None:
        right_end = _leading(_STRANGE_LEADING, segment)
    skip = right_end.end() if right_end else 0
    targets, rest = _right_operands(segment[skip:], offset + skip, last=last)
    if source is None or not targets:
        return []
    if right_end is None and left_end is not None and last:
        # The other end may stand behind its name: `A 1 --< B N`.
        behind = _leading(_LEADING_END, masked, rest)
        if behind:
            right_end, rest = behind, behind.end()
    note = masked[rest:].strip() if last else ""
    said = _stated(text, connector, left_end, right_end, (rest, note if last else ""))
    cardinality, written, optional = said
    via = _VIA.search(note) if note else None
    field = source.field
    if field is None and note and (named := _FIELD.search(note)):
        field = named[1]
    if cardinality is None and written is None:
        names = [source.name, *(target.name for target in targets)]
        if not _may_be_entities(names, known):
            return []
    if field is not None and source.field and cardinality is Cardinality.ONE_TO_MANY:
        cardinality = Cardinality.MANY_TO_ONE
    if cardinality is None and written is None and via and connector.both_ways:
        cardinality = Cardinality.MANY_TO_MANY
    label = note.strip(" :：-–—()（）.") or None
    if label == written:
        label = None
    relations = []
    for target in targets:
        relation = Relation(
            left=source.name,
            right=target.name,
            left_start=source.start,
            left_end=source.end,
            right_start=target.start,
            right_end=target.end,
            cardinality=cardinality,
            cardinality_text=written,
            left_optional=optional[0],
            right_optional=optional[1],
            via=via[1] if via else None,
            field=field,
            label=label or (connector.label if connector.stated is None else None),
            start=source.start,
            end=max(target.end, len(masked.rstrip()) if last else target.end),
        )
        relations.append(_reversed(relation) if connector.points_back else relation)
    return relations


def _reversed(relation: Relation) -> Relation:
    return replace(
        relation,
        left=relation.right,
        right=relation.left,
        left_start=relation.right_start,
        left_end=relation.right_end,
        right_start=relation.left_start,
        right_end=relation.left_end,
        cardinality=relation.cardinality.reversed() if relation.cardinality else None,
        left_optional=relation.right_optional,
        right_optional=relation.left_optional,
    )


def _stated(
    text: str,
    connector: _Connector,
    left: re.Match[str] | None,
    right: re.Match[str] | None,
    note: tuple[int, str],
) -> tuple[Cardinality | None, str | None, tuple[bool | None, bool | None]]:
    """The cardinality, how it is written, and whether the sides may be absent."""
    if connector.stated is not None:
        found = connector.stated
        written = connector.label or ""
        return found.cardinality, written, (found.left_optional, found.right_optional)
    sign = connector.text
    ends = (left[1] if left else "", right[1] if right else "")
    optional = (is_optional(ends[0]), is_optional(ends[1]))
    written = " ".join(part for part in (ends[0], sign, ends[1]) if part)
    if connector.has_foot:
        if sign[0] in "|}" and len(sign) > 3 and sign[-1] in "|{":
            optional = (sign[1] == "o", sign[-2] == "o")
        return combine(connector.left_foot, connector.right_foot), written, optional
    if sign[0] == "|" and sign[-1] == "|" and len(sign) > 3:
        return Cardinality.ONE_TO_ONE, written, (sign[1] == "o", sign[-2] == "o")
    many = (is_many(ends[0]), is_many(ends[1]))
    if many[0] is not None and many[1] is not None:
        return combine(many[0], many[1]), written, optional
    found_note = find_cardinality(note[1][:200]) if note[1] else None
    if found_note is not None:
        written = note[1][found_note.start : found_note.end]
        sides = (found_note.left_optional, found_note.right_optional)
        return found_note.cardinality, written, sides
    if left or right:
        return None, written, optional
    return None, None, (None, None)


def _left_operand(segment: str, offset: int, *, first: bool) -> _Operand | None:
    """The name before a connector; what stands between two connectors begins with its own name."""
    bare = segment.rstrip()
    close = bare.endswith((")", "）"))
    if close:
        open_ = max(bare.rfind("("), bare.rfind("（"))
        bare = bare[:open_].rstrip() if open_ > 0 else bare
    if not first:
        skipped = _leading(_LEADING_END, bare)
        start = skipped.end() if skipped else 0
        cut = _CLAUSE.search(bare, start)
        if cut:
            start = cut.end()
        bare = " " * start + bare[start:]
        listed = bare.rfind("/")
        if listed >= 0:
            bare = " " * (listed + 1) + bare[listed + 1 :]
    elif (colon := max(bare.rfind(": "), bare.rfind("："))) >= 0:
        bare = " " * (colon + 1) + bare[colon + 1 :]
    return _operand(bare, offset)


def _operand(segment: str, offset: int) -> _Operand | None:
    """A name of one to three words; anything longer is a sentence."""
    stripped = segment.strip().strip("\"'").strip()
    if not stripped or len(stripped) > 80:
        return None
    words = stripped.removesuffix("[]").split()
    if not 1 <= len(words) <= 3:
        return None
    if len(words) > 1 and words[0].lower() in _NOT_NAMES:
        return None
    if not all(_NAME.fullmatch(word) or word.replace("-", "_").isidentifier() for word in words):
        return None
    start = offset + segment.index(words[0])
    name = " ".join(words)
    end = offset + segment.index(words[-1], start - offset) + len(words[-1])
    return _split_field(name, start, end)


def _split_field(name: str, start: int, end: int) -> _Operand:
    """`orders.user_id` is an entity and its field; `auth.users` stays whole."""
    head, dot, tail = name.rpartition(".")
    if dot and head and _ID_TAIL.search(tail):
        return _Operand(head, start, start + len(head), tail)
    return _Operand(name, start, end)


def _right_operands(segment: str, offset: int, *, last: bool) -> tuple[list[_Operand], int]:
    """The names after a connector, and where the text behind them begins."""
    lead = len(segment) - len(segment.lstrip(" {"))
    body = segment[lead:]
    braced = "{" in segment[:lead]
    if braced and "}" in body:
        stop = body.index("}")
        return _list(body[:stop], offset + lead), offset + lead + stop + 1
    if not last:
        trailing = _TRAILING_END.search(body) or _STRANGE_TRAILING.search(body)
        if trailing and body[: trailing.start()].strip():
            body = body[: trailing.start()]
    note = _NOTE.search(body)
    if note and note[0] in ",，、" and (listed := _all_listed(body, offset + lead)):
        return listed, offset + lead + len(body)
    stop = note.start() if note else len(body)
    part = body[:stop].rstrip()
    if "/" in part or " & " in part:
        listed = _list(part, offset + lead)
    else:
        one = _first_name(part, offset + lead) if last else _operand(part, offset + lead)
        listed = [one] if one else []
    end = listed[-1].end if listed else offset + lead + stop
    if listed and listed[-1].field:
        end += len(listed[-1].field) + 1
    if segment.startswith("[]", end - offset):
        end += 2
    return listed, end


def _all_listed(body: str, offset: int) -> list[_Operand]:
    parts = _list(body, offset)
    return parts if len(parts) == len(_LIST.split(body)) else []


def _list(body: str, offset: int) -> list[_Operand]:
    found: list[_Operand] = []
    at = 0
    for separator in [*_LIST.finditer(body), None]:
        stop = separator.start() if separator else len(body)
        one = _operand(body[at:stop], offset + at)
        if one is not None and " " not in one.name:
            found.append(one)
        at = separator.end() if separator else stop
    return found


def _first_name(part: str, offset: int) -> _Operand | None:
    """The whole part where it is a name, else its first word where that looks like one."""
    trailing = _TRAILING_END.search(part)
    if trailing and part[: trailing.start()].strip():
        part = part[: trailing.start()]
    whole = _operand(part, offset)
    if whole is not None:
        return whole
    first = _NAME.match(part.lstrip(" '\""))
    if first is None or first[0].lower() in _NOT_NAMES:
        return None
    marked = any(letter.isupper() or letter == "_" for letter in first[0])
    if not marked:
        return None
    start = offset + part.index(first[0])
    return _split_field(first[0], start, start + len(first[0]))


def _may_be_entities(names: list[str], known: Container[str] | None) -> bool:
    if known is not None:
        return all(fold(name) in known for name in names)
    for name in names:
        low = name.lower()
        if " " in name or low in _STATES or low in _FLOWS or (len(name) > 1 and low in _NOT_NAMES):
            return False
    return True


def _said(text: str, sentence: Sentence) -> Relation:
    left, right = sentence.left, sentence.right
    rest = text[sentence.end : MAX_LINE]
    via = _VIA.search(rest.replace("`", " ")[:200])
    field = _FIELD.search(rest[:200]) if "_id" in rest or "Id" in rest else None
    return Relation(
        left=text[left[0] : left[1]],
        right=text[right[0] : right[1]],
        left_start=left[0],
        left_end=left[1],
        right_start=right[0],
        right_end=right[1],
        cardinality=sentence.cardinality,
        cardinality_text=text[sentence.words[0] : sentence.words[1]],
        left_optional=sentence.left_optional,
        right_optional=sentence.right_optional,
        via=via[1] if via else None,
        field=field[1] if field else None,
        label=rest.strip(" .:：-–—()（）`*").strip() or None,
        start=min(left[0], right[0]),
        end=len(text[:MAX_LINE].rstrip()),
    )
