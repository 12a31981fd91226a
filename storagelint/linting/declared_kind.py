"""A text -> the kind that it says it is of, in its front matter or in a comment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from storagelint.kinds import Kind
from storagelint.linting import engine_rules
from storagelint.linting.rule import Diagnostic
from storagelint.source import Source, Span
from storagelint.vocabulary.nearest import nearest


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a document says of its kind."""

    kind: str
    span: Span
    comment: bool
    """Whether it speaks to the linter alone; front matter is read by others as well."""


def declared_kind(source: Source) -> Declaration | None:
    """What a document says of its kind; None where it says nothing."""
    lines = source.lines
    if lines and lines[0].rstrip() == "---":
        for number, line in enumerate(lines[1:200], 2):
            if line.rstrip() in ("---", "..."):
                break
            key, colon, value = line.partition(":")
            if colon and key == "kind":
                kind = value.strip().strip("\"'")
                return Declaration(kind, source.line_span(number), False)
    at = source.text.find("storagelint: kind:")
    if at >= 0 and source.text[max(0, at - 20) : at].rstrip().endswith("<!--"):
        rest = source.text[at + len("storagelint: kind:") :][:100]
        span = source.line_span(source.text.count("\n", 0, at) + 1)
        return Declaration(rest.partition("-->")[0].strip(), span, True)
    return None


def about_kind(declared: Declaration, key: str, kinds: Mapping[str, Kind]) -> Iterator[Diagnostic]:
    """What is wrong with what a document, known as `key`, says of its kind."""
    if declared.kind in kinds:
        return
    guess = nearest(declared.kind, kinds, at_least=80)
    if guess or declared.comment:
        hint = f", the nearest is {guess}" if guess else ""
        message = f"document calls itself {declared.kind}, which is no kind{hint}"
        yield engine_rules.CONTENT_NOT_READ.at(key, declared.span, message)
