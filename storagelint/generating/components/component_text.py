"""What is known of a component -> its metadata.json, spec.md and plan.md, and a tracks.md."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from storagelint.generating.texts.inline_text import heading, paragraph
from storagelint.generating.texts.table_text import table
from storagelint.model.standard import StandardPart, StandardPhase, standard

SCAFFOLD = "<!-- storagelint: scaffold -->"
"""What stands below a text that waits for its author."""
_STATED = ("Title", "Type", "Storage Type", "Storage Backend")
"""The parts of a specification that metadata.json states too."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What metadata.json says of a component, in the order of its keys."""

    id: str
    title: str
    storage_type: str
    backend: str
    created: str
    """An ISO 8601 time."""
    updated: str
    status: str = "Planning"


def metadata_text(facts: Facts) -> str:
    """The text of metadata.json."""
    known = {**asdict(facts), "type": standard().type}
    values = {key: known[key] for key in standard().metadata_keys}
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


def spec_text(facts: Facts, description: str | None = None) -> str:
    """The text of spec.md: what is known, and scaffolds for what only its author knows."""
    values = (facts.title, standard().type, facts.storage_type, facts.backend)
    pieces = [
        f"# Specification: {heading(facts.title)}",
        table(["Part", "Value"], list(zip(_STATED, values, strict=True))),
    ]
    for part in standard().parts:
        if part.name not in _STATED:
            known = paragraph(description or "") if part.name == "Description" else ""
            pieces += [f"## {part.name}", known or scaffold(part)]
    return "\n\n".join(pieces) + "\n"


def scaffold(part: StandardPart) -> str:
    """What stands in a part of a specification until its author writes it."""
    return f"{part.scaffold}\n\n{SCAFFOLD}"


def plan_text(title: str) -> str:
    """The text of plan.md: the standard phases with their tasks, all open."""
    phases = (phase_text(phase, f"## Phase {phase.number}: ") for phase in standard().phases)
    return "\n\n".join([f"# Plan: {heading(title)}", *phases]) + "\n"


def phase_text(phase: StandardPhase, opening: str, closing: str = "", lead: str = "- [ ] ") -> str:
    """A phase with its tasks, all open, without a newline behind it."""
    tasks = "\n".join(f"{lead}{task}" for task in phase.tasks)
    return f"{opening}{phase.name}{closing}\n\n{tasks}"


def tracks_text(rows: Sequence[Sequence[str]] = ()) -> str:
    """The text of tracks.md; without rows the one blank row of its empty state."""
    return f"# Storage Components\n\n{track_table(rows)}\n"


def track_table(rows: Sequence[Sequence[str]] = ()) -> str:
    """The table of tracks.md, with rows in the order of its columns or a blank one."""
    headings = [headings[0] for headings in standard().columns.values()]
    text = table(headings, rows)
    return text if rows else f"{text}\n|{'  |' * len(headings)}"
