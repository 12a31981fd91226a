"""A mermaid fence -> the entities and relationships it draws, and where Mermaid refuses it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

from storagelint.markdown.blocks import Fence
from storagelint.model.facts import (
    Attribute,
    Cardinality,
    Constraint,
    ConstraintKind,
    Definition,
    Diagram,
    DiagramProblem,
    Field,
    Form,
    Relationship,
    Statement,
)
from storagelint.patterns import pattern
from storagelint.reading.diagrams.class_diagram import read_class_diagram
from storagelint.reading.diagrams.mermaid_text import decoded, without_comments
from storagelint.reading.diagrams.mermaid_tokens import CUT, END, UNREADABLE, Lexer, Mode, Token
from storagelint.source import Span

__all__ = ["read_class_diagram", "read_er_diagram"]

MAX_PROBLEMS = 50
"""After so many problems a diagram is no longer read."""

MAX_LABEL = 200
"""The characters of a relationship's label that are kept."""

_new = tuple.__new__
"""A diagram has many attributes; this leaves out the call that a named tuple makes of it."""

_HEADER = pattern(r"(?:\s|%%\n)*(erDiagram)")
_VIA = pattern(r"\b(?:via|through)\s+(?:the\s+)?[`']?([^\W\d][\w.]*)", re.IGNORECASE)
_KEY_FIELD = pattern(r"(?:fk[\s:]+)?([^\W\d]\w*(?:_id|[a-z0-9]I[dD]))", re.IGNORECASE)
_PLAIN = pattern(
    r"(?P<type>[A-Z_][\w\[\]().,-]*)[ \t]+"
    r"(?!(?:PK|FK|UK)\b)(?P<name>[A-Z_][\w\[\]().,-]*)"
    r"(?:[ \t]+(?P<keys>(?:PK|FK|UK)(?:[ \t]*,[ \t]*(?:PK|FK|UK))*+))?"
    r"(?:[ \t]*\"(?P<comment>[^\"\n]*)\")?[ \t]*\n[ \t]*+(?=\}|(?!(?:PK|FK|UK)\b)[A-Z_])",
    re.ASCII | re.IGNORECASE,
)
"""An attribute alone on its line, before another one or the end of the block."""
_KEY = pattern(r"\w+")

_ENTITY_NAMES = frozenset({"name", "text", "number", "decimal", "entity_one"})
_ENDS = frozenset({"one", "zero_one", "one_many", "zero_many", "parent"})
_LABELS = frozenset({"name", "word", "text"})
_STYLE_PARTS = frozenset({"style_text", "hash", "colon"})
_KEY_KINDS = {
    "PK": ConstraintKind.PRIMARY_KEY,
    "FK": ConstraintKind.FOREIGN_KEY,
    "UK": ConstraintKind.UNIQUE,
}


def read_er_diagram(fence: Fence) -> Diagram | None:
    """The entity relationship diagram in a fence; None where the fence holds something else.

    What Mermaid refuses is among `Diagram.problems`, the first of them at the line at which
    Mermaid refuses it; the lines that can be read are read all the same.
    """
    text = "\n".join(fence.lines)
    if "erDiagram" not in text:
        return None
    text = without_comments(text)
    header = _HEADER.match(text)
    if header is None:
        return None
    return _Reader(fence, text, header.start(1)).read()


class _Refused(Exception):
    """Mermaid cannot go on at a token."""


@dataclass(slots=True)
class _Mention:
    """An entity of the diagram as its lines build it up."""

    id: str
    span: Span
    alias: str | None = None
    fields: list[Field] = field(default_factory=list)
    own_line: Span | None = None

    @property
    def name(self) -> str:
        """The alias where it can be a name, or the id is too short for one."""
        alias = self.alias
        if alias and (len(self.id) <= 2 or not any(letter.isspace() for letter in alias)):
            return alias
        return self.id


@dataclass(slots=True)
class _Line:
    """A relationship as written, by the ids of its entities."""

    left: Token
    right: Token
    ends: tuple[Token, Token]
    label: str | None = None


class _Reader:
    """Reads a diagram token by token; it stands where Mermaid's grammar would stand."""

    def __init__(self, fence: Fence, text: str, start: int) -> None:
        self.fence = fence
        self.text = text
        self.original = "\n".join(fence.lines)
        self.start = start
        self.lexer = Lexer(text + "\n", len(text) - len(text.lstrip()))
        self.starts = [0, *accumulate(len(line) + 1 for line in fence.lines)]
        self.token = Token("newline", start, start)
        self.entities: dict[str, _Mention] = {}
        self.lines: list[_Line] = []
        self.problems: list[DiagramProblem] = []
        self.subgraphs = 0
        self.statement = start
        self.block: Token | None = None
        self.has_generics = "~" in text

    def read(self) -> Diagram:
        """The whole diagram."""
        self._step()
        try:
            self._expect("header")
        except _Refused:
            self._problem("erDiagram is not the first word alone on its line")
            self.lexer.move(self.start + len("erDiagram"), Mode.OUTSIDE)
            self._step()
        while self.token.kind != END:
            if self.token.kind == "newline":
                self._step()
                continue
            self.statement = self.token.start
            try:
                self._statement()
            except _Refused:
                if self.token.kind == CUT or len(self.problems) >= MAX_PROBLEMS:
                    break
                self._next_line()
        if self.token.kind == END and self.subgraphs:
            self._problem("a subgraph is not closed")
        return self._diagram()

    def _step(self) -> None:
        self.token = self.lexer.next()

    def _take(self) -> Token:
        token = self.token
        self.token = self.lexer.next()
        return token

    def _expect(self, *kinds: str) -> Token:
        if self.token.kind not in kinds:
            raise _Refused
        return self._take()

    def _refuse(self, message: str) -> _Refused:
        self._problem(message)
        return _Refused()

    def _name(self) -> Token:
        if self.token.kind not in _ENTITY_NAMES:
            raise self._refuse(f"{self._shown()} is no entity name")
        return self._take()

    # Places

    def _place(self, offset: int) -> tuple[int, int]:
        line = min(bisect_right(self.starts, offset), len(self.fence.lines)) - 1
        return line, offset - self.starts[line]

    def _span(self, token: Token, end: int | None = None) -> Span:
        line, start = self._place(token.start)
        stop = min((end or token.end) - self.starts[line], len(self.fence.lines[line]))
        return self.fence.span(line, start, stop)

    def _source(self, token: Token) -> str:
        return self.original[token.start : token.end]

    def _word(self, token: Token) -> str:
        return decoded(self._source(token).replace('"', ""))

    def _shown(self) -> str:
        """The text from the token to the end of its line, short enough for a message."""
        line, start = self._place(self.token.start)
        rest = self.fence.lines[line][start:].strip()
        if not rest:
            return "the end of the line"
        return f'"{rest[:40]}…"' if len(rest) > 40 else f'"{rest}"'

    def _problem(self, message: str) -> None:
        if self.token.kind in (CUT, END) and self.block is not None:
            span = self._span(self.block)
        elif self.token.kind in (CUT, END) or not self._source(self.token).strip():
            span = self.fence.span(self._place(self.token.start)[0])
        else:
            span = self._span(self.token)
        if not self.problems or self.problems[-1].span.line != span.line:
            self.problems.append(DiagramProblem(span=span, message=message))

    # Statements

    def _statement(self) -> None:
        match self.token.kind:
            case kind if kind in _ENTITY_NAMES:
                self._entity_statement()
            case "acc_line":
                self._step()
                self._expect("value")
            case "direction" | "value":
                self._step()
            case "style":
                self._style()
            case "class":
                self._step()
                self._ids()
                self._ids()
            case "subgraph":
                self._subgraph()
            case "end" if self.subgraphs:
                self.subgraphs -= 1
                self._step()
            case _:
                raise self._refuse(self._unreadable())

    def _unreadable(self) -> str:
        line, start = self._place(self.token.start)
        before = self.fence.lines[line][:start].strip()
        rest = self.fence.lines[line][start:]
        if self.token.kind == CUT:
            return "the diagram ends within a statement"
        if before and any(mark in rest for mark in ("--", "..", "||", "o{", "}o", "|o", "o|")):
            return "relationship line cannot be read"
        return f"{self._shown()} cannot be read"

    def _ids(self) -> None:
        while True:
            if self.token.kind not in ("text", "style_text"):
                raise self._refuse(f"{self._shown()} cannot be read")
            self._step()
            if self.token.kind != "comma":
                return
            self._step()

    def _style(self) -> None:
        self._step()
        self._ids()
        while True:
            if self.token.kind not in _STYLE_PARTS:
                raise self._refuse("style cannot be read")
            while self.token.kind in _STYLE_PARTS:
                self._step()
            if self.token.kind != "comma":
                break
            self._step()
        if self.token.kind not in ("newline", "semicolon", END):
            raise self._refuse("style cannot be read")
        self._step()

    def _subgraph(self) -> None:
        self._step()
        self._name()
        if self.token.kind == "bracket":
            self._step()
            self._name()
            while self.token.kind in _ENTITY_NAMES:
                self._step()
            if self.token.kind != "unbracket":
                raise self._refuse("title of the subgraph is not closed")
            self._step()
        if self.token.kind not in ("newline", "semicolon", END):
            raise self._refuse(f"{self._shown()} cannot be read")
        self.subgraphs += 1
        self._step()

    def _entity_statement(self) -> None:
        left = self._name()
        styled = self.token.kind == "triple"
        if styled:
            self._step()
            self._ids()
        if self.token.kind in _ENDS:
            self._relationship(left)
            return
        if self.token.kind == "bracket" and not styled:
            self._alias(left)
        if self.token.kind == "open":
            self._attributes(left)
            return
        if self.token.kind not in ("newline", END) and not self._starts_statement():
            if not self._is_rest_of_label(left):
                self._mention(left)
            raise self._refuse(self._unreadable())
        if not self._is_rest_of_label(left):
            self._mention(left, own_line=True)

    def _starts_statement(self) -> bool:
        known = {"acc_line", "value", "direction", "style", "class", "subgraph"}
        kind = self.token.kind
        return kind in _ENTITY_NAMES or kind in known or (kind == "end" and self.subgraphs > 0)

    def _is_rest_of_label(self, name: Token) -> bool:
        """Whether a name stands behind a label, where Mermaid takes it for an entity."""
        if not self.lines:
            return False
        return self._place(self.lines[-1].right.start)[0] == self._place(name.start)[0]

    def _alias(self, name: Token) -> None:
        self._step()
        alias = self._name()
        if self.token.kind != "unbracket":
            raise self._refuse(f"alias of entity {self._word(name)} is not closed")
        self._step()
        mention = self._mention(name, own_line=True)
        if mention.alias is None:
            mention.alias = self._word(alias)
        if self.token.kind == "triple":
            self._step()
            self._ids()

    def _mention(self, name: Token, *, own_line: bool = False) -> _Mention:
        key = self._word(name)
        mention = self.entities.get(key)
        if mention is None:
            mention = self.entities[key] = _Mention(key, self._span(name))
        if own_line and mention.own_line is None:
            mention.own_line = self._span(name)
        return mention

    # Relationships

    def _relationship(self, left: Token) -> None:
        first = self._take()
        if self.token.kind not in ("solid", "dotted"):
            raise self._refuse("relationship line cannot be read")
        self._step()
        if self.token.kind not in _ENDS:
            raise self._refuse("relationship line cannot be read")
        second = self._take()
        if self.token.kind not in _ENTITY_NAMES:
            raise self._refuse("relationship line cannot be read")
        right = self._take()
        line = _Line(left, right, (first, second))
        self._mention(left)
        self.lines.append(line)
        self._mention(right)
        if self.token.kind == "triple":
            self._step()
            self._ids()
        pair = f"{self._word(left)} and {self._word(right)}"
        if self.token.kind != "colon":
            if self.token.kind in ("newline", END):
                raise self._refuse(f"relationship of {pair} has no label")
            raise self._refuse("relationship line cannot be read")
        line.label = self._label(self.token)
        self._step()
        if self.token.kind not in _LABELS:
            if line.label:
                raise self._refuse(f"label of the relationship of {pair} lacks quotes")
            raise self._refuse(f"relationship of {pair} has no label")
        self._step()
        if self.token.kind not in ("newline", END) and not self._starts_statement():
            raise self._refuse(f"label of the relationship of {pair} lacks quotes")

    def _label(self, colon: Token) -> str | None:
        """The rest of the line, of which Mermaid takes the first word unless it is quoted."""
        line, start = self._place(colon.end)
        rest = self.fence.lines[line][start : start + MAX_LABEL].strip()
        if rest.startswith('"'):
            rest = rest[1:].split('"', 1)[0].strip()
        return decoded(rest) or None

    # Attributes

    def _attributes(self, name: Token) -> None:
        mention = self._mention(name, own_line=True)
        self.block = name
        self._step()
        while self.token.kind != "close":
            if self.token.kind == "attribute" and self.lexer.mode is Mode.BLOCK:
                self._plain_attributes(mention)
            self.statement = self.token.start
            try:
                if self.token.kind != "close":
                    self._attribute(mention)
            except _Refused:
                if self.token.kind == CUT or len(self.problems) >= MAX_PROBLEMS:
                    self.block = None
                    raise
                if self.lexer.mode is not Mode.BLOCK or self._closes_without_mark():
                    self.block = None
                    return
                self._next_line()
        self.block = None
        self._step()

    def _plain_attributes(self, mention: _Mention) -> None:
        """The attributes from here on whose lines need no lexer, as most do not."""
        end = self.token.start
        line = self._place(end)[0]
        while not self.has_generics and (found := _PLAIN.match(self.lexer.text, end)):
            mention.fields.append(self._plain_field(found, line))
            end = found.end()
            line += 1
        if end > self.token.start:
            self.lexer.move(end, Mode.BLOCK)
            self._step()

    def _plain_field(self, found: re.Match[str], line: int) -> Field:
        number, shift = self.fence.first_line + line, self.fence.column - self.starts[line]

        def place(part: str) -> tuple[Span, str]:
            start, end = found.span(part)
            span = _new(Span, (number, start + shift, number, end + shift))
            return span, self.original[start:end]

        name_span, name = place("name")
        type_span, written = place("type")
        field = Field(span=name_span, name=name, type=written)
        field.stated[Attribute.TYPE] = _new(Statement, (type_span, written, False))
        if found["keys"]:
            for key in _KEY.finditer(self.lexer.text, *found.span("keys")):
                token = Token("key", key.start(), key.end())
                self._mark(field, token, _KEY_KINDS[key[0].upper()])
        if found["comment"] and (said := place("comment"))[1].strip():
            field.description = decoded(said[1].replace('"', "")).strip() or None
            if field.description:
                field.stated[Attribute.DESCRIPTION] = Statement(said[0], field.description)
        return field

    def _attribute(self, mention: _Mention) -> None:
        type_ = self._attribute_word(mention)
        optional = self.token.kind == "question"
        if optional:
            type_ = Token(type_.kind, type_.start, self._take().end)
        name = self._attribute_word(mention)
        keys: list[Token] = []
        if self.token.kind == "key":
            keys.append(self._take())
            while self.token.kind == "key_comma":
                self._step()
                if self.token.kind != "key":
                    raise self._attribute_problem(mention)
                keys.append(self._take())
        comment = self._take() if self.token.kind == "comment" else None
        extra: Token | None = None
        if self.token.kind == "key" and comment is None:
            written = " ".join(self._source(token) for token in (*keys, self.token))
            self._problem(f'attribute keys "{written}" lack a comma')
            while self.token.kind in ("key", "key_comma"):
                extra = self._take()
                keys += [extra] if extra.kind == "key" else []
            comment = self._take() if self.token.kind == "comment" else None
        mention.fields.append(self._field(type_, name, keys, comment, optional))
        if extra is None and self.token.kind not in ("attribute", "close"):
            raise self._attribute_problem(mention)

    def _attribute_word(self, mention: _Mention) -> Token:
        if self.token.kind == "attribute":
            return self._take()
        raise self._attribute_problem(mention)

    def _attribute_problem(self, mention: _Mention) -> _Refused:
        if self.token.kind == CUT or self._closes_without_mark():
            return self._refuse(f"block of entity {mention.name} is not closed")
        line = self._place(self.token.start)[0]
        if self.token.kind == "close" or line > self._place(self.statement)[0]:
            start = self._place(self.statement)[0]
            written = self.fence.lines[start].strip()[:40]
            return self._refuse(f'attribute "{written}" has no name')
        written = self.fence.lines[line].strip()[:60]
        return self._refuse(f'attribute "{written}" of entity {mention.name} cannot be read')

    def _closes_without_mark(self) -> bool:
        """Whether the line is an entity's or a relationship's: the block before it is open."""
        line, start = self._place(self.token.start)
        text = self.fence.lines[line]
        rest = text[start:]
        if self.token.kind not in ("other", UNREADABLE, "close"):
            return False
        marks = ("||", "|o", "|{", "}o", "}|")
        return rest.rstrip() == "{" or (bool(text[:start].strip()) and rest.startswith(marks))

    def _field(
        self,
        type_: Token,
        name: Token,
        keys: list[Token],
        comment: Token | None,
        optional: bool,
    ) -> Field:
        written = self._source(name)
        start = name.start
        starred = written.startswith("*") and len(written) > 1
        found = Field(span=self._span(name), name=written.lstrip("*") or written)
        if starred:
            start += len(written) - len(found.name)
            found.span = self._span(Token(name.kind, start, name.end))
            self._mark(found, Token("key", name.start, start), ConstraintKind.PRIMARY_KEY)
        found.type = self._source(type_).removesuffix("?")
        type_span = self._span(type_)
        found.stated[Attribute.TYPE] = Statement(type_span, found.type)
        if optional:
            found.nullable = True
            found.stated[Attribute.NULLABLE] = Statement(type_span, self._source(type_))
        for key in keys:
            self._mark(found, key, _KEY_KINDS[self._source(key).upper()])
        if comment is not None:
            found.description = self._word(comment).strip() or None
            if found.description:
                inside = Token("comment", comment.start + 1, comment.end - 1)
                place = Statement(self._span(inside), found.description)
                found.stated[Attribute.DESCRIPTION] = place
        return found

    def _mark(self, found: Field, key: Token, kind: ConstraintKind) -> None:
        span = self._span(key)
        text = self._source(key)
        found.constraints.append(Constraint(span=span, kind=kind, text=text))
        match kind:
            case ConstraintKind.PRIMARY_KEY:
                found.primary_key = True
                found.stated.setdefault(Attribute.PRIMARY_KEY, Statement(span, text))
            case ConstraintKind.FOREIGN_KEY:
                found.foreign_key = True
                found.stated.setdefault(Attribute.REFERENCES, Statement(span, text))
            case _:
                found.unique = True
                found.stated.setdefault(Attribute.UNIQUE, Statement(span, text))

    # After a problem

    def _next_line(self) -> None:
        """Go on at the line after the problem, or after the statement where that is later."""
        if self.token.kind == "newline":
            self._step()
            return
        line = self._place(self.token.start)[0]
        in_block = self.lexer.mode is Mode.BLOCK and self.block is not None
        begun = self._place(self.statement)[0]
        if in_block and line > begun and self.token.kind == "attribute":
            return
        offset = self.starts[min(line + 1, len(self.fence.lines))]
        if in_block:
            rest = self.fence.lines[line]
            if rest.rstrip().endswith("}"):
                offset = self.starts[line] + len(rest.rstrip()) - 1
        offset = max(offset, self.token.start)
        self.lexer.move(offset, Mode.BLOCK if in_block else Mode.OUTSIDE)
        self._step()

    # The result

    def _diagram(self) -> Diagram:
        fence = self.fence
        marks = fence.column + 3 + len(fence.info)
        diagram = Diagram(
            span=Span(fence.line, fence.column, fence.line, marks),
            end_line=fence.end_line,
            problems=self.problems,
        )
        for mention in self.entities.values():
            diagram.names.setdefault(mention.name, mention.span)
            if mention.own_line is None:
                continue
            definition = Definition(
                span=mention.own_line,
                name=mention.name,
                form=Form.MERMAID,
                fields=mention.fields,
                line=fence.line,
                end_line=fence.end_line,
                comment=mention.alias if mention.alias != mention.name else None,
            )
            diagram.entities.append(definition)
        diagram.relationships = [self._relationship_of(line) for line in self.lines]
        return diagram

    def _relationship_of(self, line: _Line) -> Relationship:
        first, second = line.ends
        start, end = self._place(line.left.start), self._place(line.right.end)
        span = self._span(line.left, line.right.end) if start[0] == end[0] else None
        via = _VIA.search(line.label) if line.label else None
        key = _KEY_FIELD.fullmatch(line.label) if line.label else None
        return Relationship(
            span=span or self._span(line.left),
            from_entity=self.entities[self._word(line.left)].name,
            to_entity=self.entities[self._word(line.right)].name,
            cardinality=_cardinality(first.kind, second.kind),
            cardinality_text=self.original[first.start : second.end],
            from_optional=_optional(first.kind),
            to_optional=_optional(second.kind),
            via=via[1] if via else None,
            field=key[1] if key else None,
            label=line.label,
            form=Form.MERMAID,
            from_span=self._span(line.left),
            to_span=self._span(line.right),
            cardinality_span=self._span(first, second.end),
        )


def _optional(end: str) -> bool | None:
    return None if end == "parent" else end.startswith("zero")


def _cardinality(left: str, right: str) -> Cardinality | None:
    if "parent" in (left, right):
        return None
    match left.endswith("many"), right.endswith("many"):
        case False, False:
            return Cardinality.ONE_TO_ONE
        case False, True:
            return Cardinality.ONE_TO_MANY
        case True, False:
            return Cardinality.MANY_TO_ONE
        case _:
            return Cardinality.MANY_TO_MANY
