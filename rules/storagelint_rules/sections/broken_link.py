"""SL111 broken-link: a link, an image or an anchor that leads nowhere."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from storagelint.judging.pages.hyperlinks import Hyperlink, anchors, hyperlinks
from storagelint.judging.surroundings.files import exists, is_inside, is_on_disk
from storagelint.judging.surroundings.neighbours import text_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.markdown import Page, parse
from storagelint.model import Document, Project
from storagelint.source import from_text

_ENDINGS = ("", ".md", "/README.md", "/index.md")


class BrokenLink(Rule):
    """Files outside the project, and those of a document that is no file, cannot be checked."""

    code = "SL111"
    name = "broken-link"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        on_disk: bool | None = None
        for link in hyperlinks(document.page):
            if not link.is_relative:
                continue
            if not link.path:
                if link.anchor not in _anchors(document.page):
                    yield self.at(document, link.span, f"no heading has the anchor #{link.anchor}")
                continue
            if on_disk is None:
                on_disk = is_on_disk(document, context.project)
            wrong = _wrong_file(link, document, context.project) if on_disk else None
            if wrong:
                yield self.at(document, link.span, wrong)


def _wrong_file(link: Hyperlink, document: Document, project: Project) -> str | None:
    path = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), link.path))
    if not is_inside(path):
        return None
    found = next((path + end for end in _ENDINGS if exists(path + end, project)), None)
    if found is None:
        return f"link target {link.path} does not exist"
    if not link.anchor or not found.endswith(".md"):
        return None
    text = text_of(found, project)
    if text is None or link.anchor in _anchors(parse(from_text(text))):
        return None
    return f"{link.path} has no heading with the anchor #{link.anchor}"


def _anchors(page: Page) -> set[str]:
    return {"", "top", *anchors(page)}
