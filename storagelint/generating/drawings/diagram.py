"""Documents -> the text of a Mermaid erDiagram, from which nothing breaks out."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from storagelint.generating.drawings.drawing import Box, Column, Drawing, End, Line, draw
from storagelint.generating.texts.one_line import one_line
from storagelint.model.document import Document
from storagelint.model.facts import Field
from storagelint.patterns import pattern

_BARE = pattern(r"[A-Za-z_][A-Za-z0-9_]*")
_RESERVED = frozenset(
    "acctitle accdescr erdiagram style classdef class subgraph end one zero many only to"
    " optionally u o".split()
)
_KEYS = pattern(r"(?i:[PFU]K)(?![A-Za-z0-9_])")
_LOOSE = pattern(r" (?=[(),\[\]])|(?<=[(,\[]) ")
_MARKS = pattern(r"[\"%#\\<>&~`*]|(?i:(?<=direction)) ")
LEFT_ENDS = {
    End.ONE: "||",
    End.ZERO_OR_ONE: "|o",
    End.ONE_OR_MORE: "}|",
    End.ZERO_OR_MORE: "}o",
}
RIGHT_ENDS = {
    End.ONE: "||",
    End.ZERO_OR_ONE: "o|",
    End.ONE_OR_MORE: "|{",
    End.ZERO_OR_MORE: "o{",
}
_UNTYPED = "any"
"""What stands for the type of a field that has none: Mermaid wants a word."""
_LONGEST_LABEL = 80


def mermaid(documents: Document | Sequence[Document]) -> str:
    """The diagram of one document, or of several together, without a fence or a last newline.

    Names that are no plain words are quoted, and what Mermaid gives a meaning stands as a
    character code (`#34;`), which it draws as the character. A field's name and its type must be
    one word there: other characters become `_`, and the name itself follows as a comment.
    Entities that no document defines are dashed.
    """
    return mermaid_text(draw(documents))


def mermaid_text(drawing: Drawing) -> str:
    """What is drawn as the text of a Mermaid erDiagram."""
    lines = ["erDiagram"]
    paths = {box.path for box in drawing.boxes if box.path}
    path: str | None = None
    for box in drawing.boxes:
        if len(paths) > 1 and box.path and box.path != path:
            lines.append(f"    %% {coded(box.path)}")
            path = box.path
        lines += box_lines(box)
    lines += map(line_text, drawing.lines)
    if any(box.external for box in drawing.boxes):
        lines.append("    classDef external stroke-dasharray:5")
    return "\n".join(lines)


def box_lines(box: Box) -> list[str]:
    """The lines of an entity, indented."""
    name = entity_name(box.name)
    if box.external:
        return [f"    {name}:::external"]
    if not box.columns:
        return [f"    {name}"]
    return [f"    {name} {{", *(f"        {column_text(each)}" for each in box.columns), "    }"]


def column_text(column: Column) -> str:
    """The line of a field: type, name, marks, and the true name where it had to change."""
    field = column.field
    name = field_name(field.name)
    parts = [type_text(field), name]
    if column.marks:
        parts.append(", ".join(column.marks))
    if name != field.name:
        parts.append(quoted(field.name))
    return " ".join(parts)


def line_text(line: Line, spelled: Mapping[str, str] | None = None) -> str:
    """The line of a relationship, indented.

    `spelled` says how a diagram already writes entities, by their folded names.
    """
    left, right = (
        (spelled or {}).get(each.key) or entity_name(each.name) for each in (line.left, line.right)
    )
    ends = f"{LEFT_ENDS[line.left_end]}--{RIGHT_ENDS[line.right_end]}"
    label = one_line(line.label)
    if len(label) > _LONGEST_LABEL:
        label = label[: _LONGEST_LABEL - 1].rstrip() + "…"
    shown = label if _is_bare(label) else quoted(label)
    return f"    {left} {ends} {right} : {shown}"


def entity_name(name: str) -> str:
    """An entity's name as Mermaid takes it: bare where it is a plain word, else in quotes."""
    return name if _is_bare(name) else quoted(name) if name else quoted("?")


def field_name(name: str) -> str:
    """A field's name as the one word that Mermaid takes."""
    return _one_word(_LOOSE.sub("", one_line(name)))


def type_text(field: Field) -> str:
    """A field's type as the one word that Mermaid takes: as written, or what it stands for."""
    written = _LOOSE.sub("", one_line(field.type or ""))
    if not written:
        return _UNTYPED
    if _one_word(written) == written or field.canonical is None:
        return _one_word(written)
    known = _one_word(str(field.canonical).replace(" ", "_"))
    return known.upper() if written.isupper() else known


def quoted(text: str) -> str:
    """A text in quotes, from which nothing breaks out."""
    return f'"{coded(text)}"'


def coded(text: str) -> str:
    """A text on one line, with codes for what Mermaid or Markdown gives a meaning."""
    line = _MARKS.sub(lambda found: f"#{ord(found[0])};", one_line(text))
    # Behind the word «style» Mermaid takes a colon before a code for a colour's.
    return line.replace(":", "#58;") if "#" in line else line


def _is_bare(name: str) -> bool:
    lower = name.lower()
    plain = bool(_BARE.fullmatch(name)) and lower not in _RESERVED
    return plain and not lower.endswith("direction")


def _one_word(text: str) -> str:
    word = "".join(letter if _stands_in_word(letter) else " " for letter in text)
    word = "_".join(word.split())
    starts = word[:1].isalpha() or word[:1] == "_"
    return f"_{word}" if not starts or _KEYS.match(word) else word


def _stands_in_word(letter: str) -> bool:
    if letter.isascii():
        return letter.isalnum() or letter in "_().,[]-"
    return letter >= "\u00c0" and unicodedata.category(letter)[0] in "LMN"
