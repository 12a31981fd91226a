"""SL126 mixed-systems: one storage design that describes two backend systems."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.surroundings.architecture import file_key, systems
from storagelint.judging.surroundings.files import is_on_disk
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.patterns import pattern

_NUMBER = pattern(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+")


class MixedSystems(Rule):
    """A system is known by a title of the kind's form, or from the architecture."""

    code = "SL126"
    name = "mixed-systems"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        pattern = context.kind.title_pattern
        if document.kind != "storage" or pattern is None:
            return
        known: set[str] = set()
        if is_on_disk(document, context.project):
            known = {each.key for each in systems(context.project) or () if each.backend}
        first: str | None = None
        for section in document.page.sections:
            if section.heading is None or section.level > 2:
                continue
            title = _NUMBER.sub("", section.title, count=1)
            form = pattern.search(title)
            name = form["name"] if form else title
            if not form and file_key(name) not in known:
                continue
            if first is None:
                first = name
            elif file_key(name) != file_key(first):
                message = f"document on {first} also describes {name}"
                yield self.at(document, section.span, message)
