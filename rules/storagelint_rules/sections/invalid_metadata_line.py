"""SL107 invalid-metadata-line: what should stand below the title, and does not or is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from storagelint.judging.pages.metadata import Entry, metadata
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.patterns import pattern

_KEYS = {"epic": pattern(r"E\d{1,4}"), "feature": pattern(r"E\d{1,4}-F\d{1,4}")}
_DATE = pattern(r"\d{4}-\d{2}-\d{2}\Z")


class InvalidMetadataLine(Rule):
    """Placeholders in these lines are the matter of SL108."""

    code = "SL107"
    name = "invalid-metadata-line"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if not context.kind.metadata:
            return
        stated = metadata(document.page)
        absent = [key for key in context.kind.metadata if key.casefold() not in stated]
        if absent:
            title = next((each for each in document.page.sections if each.heading), None)
            span = title.span if title else document.page.source.line_span(1)
            yield self.at(document, span, f"metadata line {', '.join(absent)} is missing")
        for key in context.kind.metadata:
            entry = stated.get(key.casefold())
            wrong = _wrong(entry, document) if entry else None
            if entry and wrong:
                yield self.at(document, entry.span, wrong)


def _wrong(entry: Entry, document: Document) -> str | None:
    key, value = entry.key.casefold(), entry.value
    if not value:
        return f"metadata line {entry.key} is empty"
    if value[0] in "{<[" or "YYYY" in value:
        return None
    if key == "date":
        return _wrong_date(value)
    pattern = _KEYS.get(key)
    if pattern is None:
        return None
    found = pattern.match(value)
    if found is None:
        return f"{key} {value} does not begin with a key such as {_EXAMPLES[key]}"
    folder = _folder(document, pattern)
    if folder and pattern.match(folder)[0] != found[0]:  # type: ignore[index]
        return f"{key} {found[0]} disagrees with the folder {folder}"
    return None


_EXAMPLES = {"epic": "E07", "feature": "E07-F08"}


def _wrong_date(value: str) -> str | None:
    if not _DATE.match(value):
        return f"date {value} is not of the form YYYY-MM-DD"
    try:
        date.fromisoformat(value)
    except ValueError:
        return f"date {value} does not exist"
    return None


def _folder(document: Document, pattern: re.Pattern[str]) -> str | None:
    """The innermost folder of the document whose name has such a key."""
    parts = PurePosixPath(document.path).parts[-2::-1]
    return next((part for part in parts if pattern.match(part)), None)
