"""Files beside a document -> what they promise: user stories and endpoints."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache

from storagelint.model.document import Document
from storagelint.model.project import Project
from storagelint.patterns import pattern

STORY = pattern(r"\b(?:US|STORY|FR|REQ)-\d{1,6}\b")
_STORY_HEADING = pattern(r"#{2,6}[ \t]+(?P<id>[A-Z]{2,6}-\d{1,6})\b")
_ENDPOINT = pattern(r"\b(GET|POST|PUT|PATCH|DELETE)[ \t`|]{1,6}(/[\w./{}:\-]{1,200})")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An operation of an interface: `GET /orders/{id}`."""

    verb: str
    path: str

    def __str__(self) -> str:
        return f"{self.verb} {self.path}"


def text_of(path: str, project: Project) -> str | None:
    """The text of a file of the project by its path below the root; None where there is none."""
    source = project.source(path)
    return source.text if source else None


def beside(document: Document, name: str) -> str:
    """The path of a file in the folder of a document."""
    return posixpath.join(posixpath.dirname(document.path), name)


def stories(project: Project) -> frozenset[str]:
    """The stories that docs/requirements.md tells, by their headings; empty without the file."""
    return _stories_in(text_of("docs/requirements.md", project) or "")


@lru_cache(maxsize=1)
def _stories_in(text: str) -> frozenset[str]:
    """The stories of a text, which the documents of a project ask for one after the other."""
    found = (_STORY_HEADING.match(line) for line in text.split("\n"))
    return frozenset(match["id"] for match in found if match)


def endpoints(document: Document, project: Project) -> list[Endpoint]:
    """The endpoints that 04-backend-design.md beside a document names, each once."""
    text = text_of(beside(document, "04-backend-design.md"), project) or ""
    return list(dict.fromkeys(Endpoint(*match) for match in _ENDPOINT.findall(text[:200_000])))
