"""Files -> their documents, and the findings about what could not be read of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from storagelint.kinds import Kind, kind_of
from storagelint.linting import engine_rules
from storagelint.linting.declared_kind import about_kind, declared_kind
from storagelint.linting.engine_rules import ENGINE_RULES, START
from storagelint.linting.failure import place_of
from storagelint.linting.files import File
from storagelint.linting.result import Result
from storagelint.linting.rule import Diagnostic
from storagelint.linting.watchdog import TimeExceeded, Watchdog
from storagelint.model import Document
from storagelint.source import Source, SourceError
from storagelint.source import read as read_source

READ_SECONDS = 30.0
"""How long the reading of one document may take."""

Reader = Callable[..., Document]
"""`read(source, *, path, kind)`: the reader's entry point."""
Opener = Callable[[File], Source]


def read_documents(
    files: Iterable[File],
    kinds: Mapping[str, Kind],
    *,
    open_source: Opener | None = None,
    reader: Reader | None = None,
    progress: Callable[[int], None] = lambda _count: None,
) -> Result:
    """The documents of files, with the findings about what could not be read of them."""
    result = Result()
    opener = open_source or _open
    read = reader or _reader()
    watchdog = Watchdog(READ_SECONDS)
    with watchdog.on_guard():
        for file in files:
            result.files += 1
            progress(result.files)
            try:
                source = opener(file)
            except SourceError as error:
                finding = engine_rules.UNREADABLE_FILE.at(file.key, START, str(error))
                result.diagnostics.append(finding)
                continue
            document, findings = read_document(source, file, kinds, watchdog, read)
            result.diagnostics += findings
            if document is not None:
                result.documents.append(document)
    return result


def read_document(
    source: Source,
    file: File,
    kinds: Mapping[str, Kind],
    watchdog: Watchdog,
    reader: Reader | None = None,
) -> tuple[Document | None, list[Diagnostic]]:
    """The document of a text, with the findings about what could not be read of it."""
    read = reader or _reader()
    findings: list[Diagnostic] = []
    declared = declared_kind(source)
    kind = kind_of(file.kind_path, dict(kinds), declared.kind if declared else None)
    if declared:
        findings.extend(about_kind(declared, file.key, kinds))
    try:
        watchdog.begin()
        document = read(source, path=file.key, kind=kind)
    except (Exception, TimeExceeded) as error:
        return None, [*findings, _unread(file.key, error)]
    finally:
        watchdog.end()
    findings.extend(_unread_content(document))
    return document, findings


def _open(file: File) -> Source:
    return read_source(file.path, file.key)


def _reader() -> Reader:
    from storagelint import reading

    return reading.read


def _unread(path: str, error: BaseException) -> Diagnostic:
    reason = (
        "took too long" if isinstance(error, TimeExceeded) else f"failed with {place_of(error)}"
    )
    message = f"document was not read: its reading {reason}"
    return engine_rules.CONTENT_NOT_READ.at(path, START, message)


def _unread_content(document: Document) -> Iterator[Diagnostic]:
    for unread in document.unread:
        rule = ENGINE_RULES.get(unread.code, engine_rules.CONTENT_NOT_READ)
        yield rule.at(document.path, unread.span, unread.message)
