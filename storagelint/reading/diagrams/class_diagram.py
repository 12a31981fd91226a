"""A classDiagram -> the classes that could be entities, their attributes and associations."""

from __future__ import annotations

import re

from storagelint.markdown.blocks import Fence
from storagelint.model.facts import (
    Attribute,
    Cardinality,
    Definition,
    Diagram,
    Field,
    Form,
    Relationship,
    Statement,
)
from storagelint.patterns import pattern
from storagelint.reading.diagrams.mermaid_text import without_comments
from storagelint.source import Span

_HEADER = pattern(r"\s*classDiagram(?:-v2)?\b")
_NAME = r"(?:`[^`]+`|[^\W\d][\w.-]*)(?:~[^~\n]*~)?"
_CLASS = pattern(rf"\s*class\s+({_NAME})\s*(?:\[\"([^\"\]]*)\"\])?[^{{]*(\{{)?")
_MEMBER = pattern(rf"\s*({_NAME})\s*:(?!:)\s*(\S.*)")
_ANNOTATION = pattern(r"\s*<<\s*(\w+)\s*>>\s*(\w+)?")
_ARROW = pattern(r"(<\||[<*o]|\(\))?(?:--|\.\.)(\|>|[>*o]|\(\))?(?=[\s\"])")
_LEFT = pattern(rf"\s*({_NAME})\s*(?:\"([^\"]*)\")?\s*")
_RIGHT = pattern(rf"\s*+(?:\"([^\"]*)\"\s*+)?({_NAME})\s*+(?::\s*+(\S.*))?")
_VISIBILITY = "+-#~ \t"
_NAME_FIRST = pattern(r"([^\W\d]\w*+)\s*+(?:(\?)\s*+)?:\s*+(\S.*)")
_TYPE_FIRST = pattern(r"(\S+(?:~[^~]*~)?(?:\[\])?)\s+([^\W\d]\w*)[$*]?")
_LENGTH = pattern(r"\(\s*\d+\s*(?:,\s*\d+\s*)?\)")
_NOT_STORED = frozenset({"enumeration", "enum", "interface", "service"})
_MANY = pattern(r"(?:\d+\s*\.\.\s*)?(?:\*|n|m|many)|\d+\+|\d+\.\.\d+", re.IGNORECASE)
_ONE = pattern(r"(?:[01]\s*\.\.\s*)?(?:1|one)", re.IGNORECASE)


def read_class_diagram(fence: Fence) -> Diagram | None:
    """The classes and associations of a classDiagram; None where the fence holds something else.

    Methods, inheritance and enumerations are no storage design, and are left out.
    """
    text = "\n".join(fence.lines)
    if "classDiagram" not in text or not _HEADER.match(without_comments(text)):
        return None
    return _Reader(fence).read(without_comments(text).split("\n"))


class _Reader:
    """Reads a class diagram line by line."""

    def __init__(self, fence: Fence) -> None:
        self.fence = fence
        end = fence.column + 3 + len(fence.info)
        self.diagram = Diagram(
            span=Span(fence.line, fence.column, fence.line, end), end_line=fence.end_line
        )
        self.classes: dict[str, Definition] = {}
        self.left_out: set[str] = set()

    def read(self, lines: list[str]) -> Diagram:
        """The whole diagram, from its lines without comments."""
        inside: str | None = None
        for number, line in enumerate(lines):
            bare = line.strip()
            if not bare or _HEADER.match(line):
                continue
            if inside is not None:
                if bare == "}":
                    inside = None
                else:
                    self._body(inside, number, line)
            elif found := _CLASS.match(line):
                inside = self._class(number, line, found)
            else:
                self._outside(number, line)
        diagram = self.diagram
        diagram.entities = [
            each for name, each in self.classes.items() if name not in self.left_out
        ]
        for name in self.left_out:
            diagram.names.pop(name, None)
        diagram.relationships = [
            each
            for each in diagram.relationships
            if each.from_entity not in self.left_out and each.to_entity not in self.left_out
        ]
        return diagram

    def _class(self, number: int, line: str, found: re.Match[str]) -> str | None:
        name = _bare(found[1])
        self._define(name, number, found.start(1), found.end(1))
        if found[3] is None:
            return None
        rest = line[found.end(3) :]
        if "}" not in rest:
            self._body(name, number, line, found.end(3))
            return name
        at = found.end(3)
        for part in rest[: rest.index("}")].split(";"):
            self._body(name, number, line[: at + len(part)], at)
            at += len(part) + 1
        return None

    def _define(self, name: str, number: int, start: int, end: int) -> Definition:
        span = self.fence.span(number, start, end)
        self.diagram.names.setdefault(name, span)
        definition = self.classes.get(name)
        if definition is None:
            definition = self.classes[name] = Definition(
                span=span,
                name=name,
                form=Form.MERMAID,
                line=self.fence.line,
                end_line=self.fence.end_line,
            )
        return definition

    def _body(self, name: str, number: int, line: str, start: int = 0) -> None:
        if annotation := _ANNOTATION.match(line, start):
            if annotation[1].lower() in _NOT_STORED:
                self.left_out.add(name)
            return
        field = self._field(number, line, start)
        if field is not None:
            self.classes[name].fields.append(field)

    def _outside(self, number: int, line: str) -> None:
        if self._relationship(number, line):
            return
        if annotation := _ANNOTATION.match(line):
            if annotation[2] and annotation[1].lower() in _NOT_STORED:
                self.left_out.add(annotation[2])
        elif member := _MEMBER.match(line):
            name = _bare(member[1])
            if name not in ("direction", "note", "style", "title", "accTitle", "accDescr"):
                self._define(name, number, member.start(1), member.end(1))
                self._body(name, number, line, member.start(2))

    def _field(self, number: int, line: str, start: int) -> Field | None:
        while start < len(line) and line[start] in _VISIBILITY:
            start += 1
        text = line[start:].rstrip()
        if "(" in _LENGTH.sub("", text):
            return None
        if found := _NAME_FIRST.fullmatch(text):
            group, type_group = 1, 3
        elif found := _TYPE_FIRST.fullmatch(text):
            group, type_group = 2, 1
        elif text.isidentifier():
            return Field(span=self.fence.span(number, start, start + len(text)), name=text)
        else:
            return None
        spans = [
            self.fence.span(number, start + found.start(each), start + found.end(each))
            for each in (group, type_group)
        ]
        type_ = found[type_group].rstrip("$*")
        field = Field(span=spans[0], name=found[group], type=type_.removesuffix("?"))
        field.stated[Attribute.TYPE] = Statement(spans[1], field.type or "")
        if type_.endswith("?") or (group == 1 and found[2]):
            field.nullable = True
            field.stated[Attribute.NULLABLE] = Statement(spans[1], type_)
        return field

    def _relationship(self, number: int, line: str) -> bool:
        left = _LEFT.match(line)
        if left is None:
            return False
        arrow = _ARROW.match(line, left.end())
        right = _RIGHT.match(line, arrow.end()) if arrow else None
        if arrow is None or right is None:
            return False
        names = (_bare(left[1]), _bare(right[2]))
        spans = (
            self.fence.span(number, left.start(1), left.end(1)),
            self.fence.span(number, right.start(2), right.end(2)),
        )
        for name, span in zip(names, spans, strict=True):
            self.diagram.names.setdefault(name, span)
        if arrow[1] == "<|" or arrow[2] == "|>" or "()" in (arrow[1], arrow[2]):
            return True
        ends = (left[2], right[1])
        if arrow[1] == "*" and not ends[0]:
            ends = ("1", ends[1])
        elif arrow[2] == "*" and not ends[1]:
            ends = (ends[0], "1")
        stated = left[2] or right[1]
        label = right[3].strip() if right[3] else None
        self.diagram.relationships.append(
            Relationship(
                span=self.fence.span(number, left.start(1), right.end(2)),
                from_entity=names[0],
                to_entity=names[1],
                cardinality=_cardinality(*ends),
                cardinality_text=f"{left[2] or ''} {arrow[0]} {right[1] or ''}".strip()
                if stated
                else None,
                from_optional=_optional(left[2]),
                to_optional=_optional(right[1]),
                label=label,
                form=Form.MERMAID,
                from_span=spans[0],
                to_span=spans[1],
                cardinality_span=self.fence.span(number, left.end(1), right.start(2))
                if stated
                else None,
            )
        )
        return True


def _bare(name: str) -> str:
    return name.split("~")[0].strip("`")


def _many(end: str | None) -> bool | None:
    end = end.strip() if end else ""
    if _ONE.fullmatch(end):
        return False
    return True if _MANY.fullmatch(end) else None


def _optional(end: str | None) -> bool | None:
    if _many(end) is None or end is None:
        return None
    return end.strip().startswith(("0", "*")) or None


def _cardinality(left: str | None, right: str | None) -> Cardinality | None:
    match _many(left), _many(right):
        case False, False:
            return Cardinality.ONE_TO_ONE
        case False, True:
            return Cardinality.ONE_TO_MANY
        case True, False:
            return Cardinality.MANY_TO_ONE
        case True, True:
            return Cardinality.MANY_TO_MANY
    return None
