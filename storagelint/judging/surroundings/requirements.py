"""docs/requirements.md -> the stories that it tells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from storagelint.judging.surroundings.neighbours import text_of
from storagelint.markdown import Section, parse
from storagelint.model.project import Project
from storagelint.patterns import pattern
from storagelint.source import from_text

REQUIREMENTS = "docs/requirements.md"
_HEADING = pattern(r"(?P<id>[A-Z]{2,6}-\d{1,6})\s{0,3}[:：.–-]?\s{0,3}(?P<title>[^\n]{1,200})")
_PRIORITY = pattern(r"\*\*Priority\*\*:?\s{0,3}:?\s{0,3}P(?P<level>\d)")
_LAST = 9


class Story(NamedTuple):
    """A story that a user tells."""

    id: str
    title: str
    priority: int
    """0 is the first; 9 where none is stated."""


def told(project: Project) -> tuple[Story, ...]:
    """The stories, the most pressing first; none without the document."""
    text = text_of(REQUIREMENTS, project)
    return () if text is None else _read(text)


@lru_cache(maxsize=4)
def _read(text: str) -> tuple[Story, ...]:
    page = parse(from_text(text, REQUIREMENTS))
    lines = page.source.lines
    found = [
        Story(heading["id"], heading["title"].strip(), _priority(lines, section))
        for section in page.sections
        if section.level > 1 and (heading := _HEADING.match(section.title))
    ]
    return tuple(sorted(found, key=lambda story: story.priority))


def _priority(lines: Sequence[str], section: Section) -> int:
    own = lines[section.line : section.end_line]
    stated = next((match for line in own if (match := _PRIORITY.search(line))), None)
    return int(stated["level"]) if stated else _LAST
