"""Files -> documents -> findings in their order, with what was counted on the way."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from storagelint.config import Settings
from storagelint.judging.architecture import ARCHITECTURE
from storagelint.judging.scaffolds import is_in_scaffold
from storagelint.kinds import Kind, kind_of
from storagelint.linting import engine_rules
from storagelint.linting.engine_rules import ENGINE_RULES, START
from storagelint.linting.files import File
from storagelint.linting.options import options_of
from storagelint.linting.registry import Registry
from storagelint.linting.result import Result as Result
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.linting.selection import Selection
from storagelint.linting.sifting import Sifting
from storagelint.linting.suppress import suppressions
from storagelint.linting.task import RULE_SECONDS
from storagelint.linting.watchdog import TimeExceeded, Watchdog
from storagelint.model import Document, Project, fold
from storagelint.model.components import FOLDER, Conductor
from storagelint.source import Source, SourceError, Span
from storagelint.source import read as read_source
from storagelint.vocabulary.nearest import nearest

READ_SECONDS = 30.0
"""How long the reading of one document may take."""
MAX_FINDINGS = 100_000
"""The most findings of one rule in one document."""

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
    declared = _declaration(source)
    kind = kind_of(file.kind_path, dict(kinds), declared.kind if declared else None)
    if declared:
        findings.extend(_unknown_kind(declared, file.key, kinds))
    try:
        watchdog.begin()
        document = read(source, path=file.key, kind=kind)
    except (Exception, TimeExceeded) as error:
        return None, [*findings, _unread(file.key, error)]
    finally:
        watchdog.end()
    findings.extend(_unread_content(document))
    return document, findings


def check(
    result: Result,
    registry: Registry,
    selection: Selection,
    settings: Settings,
    kinds: Mapping[str, Kind],
    *,
    root: Path | None = None,
    settings_path: Path | None = None,
    suppress: bool = True,
    least: Severity = Severity.INFO,
    rule_seconds: float = RULE_SECONDS,
) -> Result:
    """The result with the findings of the rules in it, sorted, the suppressed ones taken out."""
    project = project_of([*result.documents, *result.context], settings, root)
    checked = frozenset(document.path for document in result.documents)
    checker = Checker(project, checked, kinds, settings, Watchdog(rule_seconds))
    rules = selection.rules(registry)
    with checker.watchdog.on_guard():
        for document in result.documents:
            result.diagnostics.extend(checker.check_document(document, rules))
        result.diagnostics.extend(checker.check_project(rules))
    for document in result.documents:
        found = suppressions(document.page, registry.knows) if suppress else []
        if found:
            result.suppressions[document.path] = found
    how_to = frozenset(document.path for document in result.documents if document.how_to)
    sifting = Sifting(registry, selection, settings, root, settings_path, suppress, least)
    return sifting.sift(result, how_to)


def project_of(documents: list[Document], settings: Settings, root: Path | None) -> Project:
    """All documents of a run together, with what the settings say of those elsewhere."""
    external = frozenset(fold(name) for name in settings.external_entities)
    documents = sorted(documents, key=lambda document: document.path)
    return Project(documents, root, external, read_conductors)


def declared_kind(source: Source) -> str | None:
    """The kind that a document says it is of, in its front matter or in a comment."""
    found = _declaration(source)
    return found.kind if found else None


@dataclass(frozen=True, slots=True)
class _Declaration:
    """What a document says of its kind."""

    kind: str
    span: Span
    comment: bool
    """Whether it speaks to the linter alone; front matter is read by others as well."""


def _declaration(source: Source) -> _Declaration | None:
    lines = source.lines
    if lines and lines[0].rstrip() == "---":
        for number, line in enumerate(lines[1:200], 2):
            if line.rstrip() in ("---", "..."):
                break
            key, colon, value = line.partition(":")
            if colon and key == "kind":
                kind = value.strip().strip("\"'")
                return _Declaration(kind, source.line_span(number), False)
    at = source.text.find("storagelint: kind:")
    if at >= 0 and source.text[max(0, at - 20) : at].rstrip().endswith("<!--"):
        rest = source.text[at + len("storagelint: kind:") :][:100]
        span = source.line_span(source.text.count("\n", 0, at) + 1)
        return _Declaration(rest.partition("-->")[0].strip(), span, True)
    return None


def _unknown_kind(
    declared: _Declaration, key: str, kinds: Mapping[str, Kind]
) -> Iterator[Diagnostic]:
    if declared.kind in kinds:
        return
    guess = nearest(declared.kind, kinds, at_least=80)
    if guess or declared.comment:
        hint = f", the nearest is {guess}" if guess else ""
        message = f"document calls itself {declared.kind}, which is no kind{hint}"
        yield engine_rules.CONTENT_NOT_READ.at(key, declared.span, message)


def _open(file: File) -> Source:
    return read_source(file.path, file.key)


def _reader() -> Reader:
    from storagelint import reading

    return reading.read


def read_conductors(project: Project) -> tuple[Conductor, ...]:
    """The folders storage-conductor/ of a project; their reader is loaded where there are any."""
    if not any(FOLDER in head.path for head in project.heads):
        return ()
    from storagelint.reading import components

    return components.read_conductors(project)


def _unread(path: str, error: BaseException) -> Diagnostic:
    reason = "took too long" if isinstance(error, TimeExceeded) else f"failed with {_where(error)}"
    message = f"document was not read: its reading {reason}"
    return engine_rules.CONTENT_NOT_READ.at(path, START, message)


def _unread_content(document: Document) -> Iterator[Diagnostic]:
    for unread in document.unread:
        rule = ENGINE_RULES.get(unread.code, engine_rules.CONTENT_NOT_READ)
        yield rule.at(document.path, unread.span, unread.message)


def _where(error: BaseException) -> str:
    """The sort of an error and the line of code that raised it; its text may hold secrets."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"


@dataclass
class Checker:
    """The rules over the documents of one project."""

    project: Project
    checked: frozenset[str]
    """The paths of the documents that findings are wanted of."""
    kinds: Mapping[str, Kind]
    settings: Settings
    watchdog: Watchdog
    contexts: dict[tuple[str, str], Context] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    """What each rule has taken so far, by its code."""

    def check_document(self, document: Document, rules: Sequence[Rule]) -> Iterator[Diagnostic]:
        """The findings in one document; there are none in how-tos."""
        if document.how_to:
            return
        kind = self.kinds.get(document.kind, self.kinds["generic"])
        for rule in rules:
            if type(rule).check is Rule.check or not (kind.consistency or rule.any_kind):
                continue
            task = partial(rule.check, document, self.context(rule, kind))
            found = self.guarded(rule, task, document.path, {document.path})
            yield from (each for each in found if not _is_guesswork(document, each))

    def check_project(self, rules: Sequence[Rule]) -> Iterator[Diagnostic]:
        """The findings in documents that are checked; rules may speak of files beside them."""
        known = {head.path for head in self.project.heads}
        paths = self.checked if known - self.checked else self.checked | {ARCHITECTURE}
        beside = {ARCHITECTURE}
        beside.update(path for conductor in self.project.conductors for path in conductor.paths)
        for rule in rules:
            if type(rule).check_project is Rule.check_project:
                continue
            task = partial(rule.check_project, self.project, self.context(rule, None))
            found = self.guarded(rule, task, min(self.checked, default="."), known | beside)
            yield from (each for each in found if each.path in paths)

    def context(self, rule: Rule, kind: Kind | None) -> Context:
        """What a rule may look at; the options that the settings change are in it."""
        kind = kind or self.kinds["generic"]
        key = (rule.code, kind.name)
        context = self.contexts.get(key)
        if context is None:
            options = options_of(rule, self.settings)
            context = self.contexts[key] = Context(kind, self.project, options, self.kinds)
        return context

    def guarded(
        self, rule: Rule, task: Callable[[], Iterable[Any]], path: str, paths: set[str]
    ) -> list[Diagnostic]:
        """What a rule yields, up to where it raises, takes too long or yields no finding."""
        found: list[Diagnostic] = []
        start = perf_counter()
        self.watchdog.begin()
        try:
            for item in task():
                wrong = _nonsense(item, rule, paths)
                if wrong is None and len(found) >= MAX_FINDINGS:
                    wrong = f"yielded more than {MAX_FINDINGS:,} findings"
                if wrong is not None:
                    return [*found, _crashed(rule, path, wrong)]
                found.append(item)
        except TimeExceeded:
            found.append(_crashed(rule, path, f"took more than {self.watchdog.limit:g} s"))
        except (Exception, SystemExit, GeneratorExit) as error:
            found.append(_crashed(rule, path, f"raised {_where(error)}"))
        finally:
            self.watchdog.end()
            spent = self.seconds.get(rule.code, 0.0) + perf_counter() - start
            self.seconds[rule.code] = spent
        return found


def _is_guesswork(document: Document, finding: Diagnostic) -> bool:
    """Whether less than an error is found in what was proposed and waits for its author (SL109)."""
    return finding.severity is not Severity.ERROR and is_in_scaffold(document, finding.span.line)


def _crashed(rule: Rule, path: str, what: str) -> Diagnostic:
    return engine_rules.RULE_CRASHED.at(path, START, f"rule {rule.code} {rule.name} {what}")


def _nonsense(item: object, rule: Rule, paths: set[str]) -> str | None:
    """What is wrong with something that a rule yielded; None for a finding in good order."""
    match item:
        case Diagnostic(code=code) if code != rule.code:
            return f"yielded a finding of another code than {rule.code}"
        case Diagnostic(path=path) if path not in paths:
            return "yielded a finding in a document that is not checked"
        case Diagnostic(message=str(text), severity=Severity(), span=Span(line=int(line))) if (
            text and line > 0
        ):
            return None
        case Diagnostic():
            return "yielded a finding without a message, a severity or a place"
    return f"yielded {type(item).__name__}, not a finding"
