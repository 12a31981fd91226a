"""Text that a person has to confirm or to write -> the mark by which it is found again."""

from __future__ import annotations

from storagelint.generating.design import Design
from storagelint.generating.wording import has_phrase, phrase
from storagelint.judging.pages.scaffolds import SCAFFOLD


def proposed(text: str, design: Design) -> str:
    """A text with a line below it that asks to confirm it."""
    return f"{text}\n\n{proposal(design)}"


def proposal(design: Design) -> str:
    """A line that asks to confirm what stands around it."""
    return _marked(phrase(design.language, "notes", "proposal"), "confirm", design)


def question(role: str, design: Design, **values: str) -> str:
    """What a section asks its author, where nothing of it is known."""
    name = role if has_phrase("ask", role) else "section"
    ask = phrase(design.language, "ask", name, **values)
    return _marked(phrase(design.language, "notes", "open", ask=ask), "write", design)


def _marked(note: str, what: str, design: Design) -> str:
    comment = phrase(design.language, "notes", what)
    return f"*{note}*\n<!-- {SCAFFOLD}: {comment} -->"
