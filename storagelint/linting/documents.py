"""Files -> their documents, and the findings about what could not be read of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from storagelint.kinds import Kind, kind_of
from storagelint.linting.declared_kind import about_kind, declared_kind
from storagelint.linting.engine_rules import (
    CONTENT_NOT_READ,
    ENGINE_RULES,
    INCOMPLETE,
    START,
    UNREADABLE_FILE,
)
from storagelint.linting.failure import place_of
from storagelint.linting.files import File, Load
from storagelint.linting.rule import Diagnostic
from storagelint.linting.watchdog import TimeExceeded, Watchdog
from storagelint.model import Document
from storagelint.source import Source, SourceError, decode

READ_SECONDS = 30.0
"""How long the reading of one document may take."""


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """What was read of files."""

    documents: list[Document]
    findings: list[Diagnostic]
    """What could not be read."""

    @property
    def incomplete(self) -> bool:
        """Whether something of a document is not in what was read."""
        return any(finding.code in INCOMPLETE for finding in self.findings)


def read_documents(
    files: Iterable[File],
    kinds: Mapping[str, Kind],
    load: Load,
    progress: Callable[[int], None] = lambda _count: None,
) -> ReadFiles:
    """The documents of files, with the findings about what could not be read of them."""
    reading = ReadFiles([], [])
    watchdog = Watchdog(READ_SECONDS)
    with watchdog.on_guard():
        for number, file in enumerate(files, 1):
            progress(number)
            try:
                source = decode(load(file), file.key)
            except SourceError as error:
                reading.findings.append(UNREADABLE_FILE.at(file.key, START, str(error)))
                continue
            document, findings = read_document(source, file, kinds, watchdog)
            reading.findings.extend(findings)
            if document is not None:
                reading.documents.append(document)
    return reading


def read_document(
    source: Source, file: File, kinds: Mapping[str, Kind], watchdog: Watchdog
) -> tuple[Document | None, list[Diagnostic]]:
    """The document of a text, with the findings about what could not be read of it."""
    from storagelint import reading

    findings: list[Diagnostic] = []
    declared = declared_kind(source)
    kind = kind_of(file.kind_path, dict(kinds), declared.kind if declared else None)
    if declared:
        findings.extend(about_kind(declared, file.key, kinds))
    try:
        watchdog.begin()
        document = reading.read(source, path=file.key, kind=kind)
    except (Exception, TimeExceeded) as error:
        return None, [*findings, _unread(file.key, error)]
    finally:
        watchdog.end()
    findings.extend(_unread_content(document))
    return document, findings


def _unread(path: str, error: BaseException) -> Diagnostic:
    slow = isinstance(error, TimeExceeded)
    reason = "took too long" if slow else f"failed with {place_of(error)}"
    message = f"document was not read: its reading {reason}"
    return CONTENT_NOT_READ.at(path, START, message)


def _unread_content(document: Document) -> Iterator[Diagnostic]:
    for unread in document.unread:
        rule = ENGINE_RULES.get(unread.code, CONTENT_NOT_READ)
        yield rule.at(document.path, unread.span, unread.message)
