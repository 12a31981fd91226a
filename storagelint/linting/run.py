"""Files -> documents -> findings in their order, with what was counted on the way."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pathspec

from storagelint.config import Settings, settings_file
from storagelint.judging.architecture import ARCHITECTURE
from storagelint.judging.scaffolds import is_in_scaffold
from storagelint.kinds import Kind, kind_of
from storagelint.linting import engine_rules
from storagelint.linting.engine_rules import ENGINE_RULES, INCOMPLETE, START
from storagelint.linting.files import File, relative
from storagelint.linting.idle import about_settings, about_suppressions
from storagelint.linting.options import options_of
from storagelint.linting.registry import Registry
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.linting.selection import Selection, match_rule
from storagelint.linting.suppress import Suppression, suppressions
from storagelint.linting.watchdog import TimeExceeded, Watchdog
from storagelint.model import Document, Project, fold
from storagelint.model.components import FOLDER, Conductor
from storagelint.source import Source, SourceError, Span
from storagelint.source import read as read_source
from storagelint.vocabulary.nearest import nearest

RULE_SECONDS = 5.0
"""How long one rule may take for one document."""
READ_SECONDS = 30.0
"""How long the reading of one document may take."""
MAX_FINDINGS = 100_000
"""The most findings of one rule in one document."""

Reader = Callable[..., Document]
"""`read(source, *, path, kind)`: the reader's entry point."""
Opener = Callable[[File], Source]


@dataclass
class Result:
    """What a run found."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    """In the order of every output; their paths are the documents' keys."""
    documents: list[Document] = field(default_factory=list)
    files: int = 0
    suppressed: int = 0
    """How many findings comments silence; they are not among the diagnostics."""
    baselined: int = 0
    """How many are known from a baseline; nor are they."""
    suppressions: dict[str, list[Suppression]] = field(default_factory=dict)
    """By document, with what each has silenced."""
    context: list[Document] = field(default_factory=list)
    """Other documents of the project: they are known, and not checked."""
    texts: Mapping[str, Source] | None = None
    """The texts of the documents where these are not kept."""

    @property
    def sources(self) -> Mapping[str, Source]:
        """The text of every document, by its key."""
        if self.texts is not None:
            return self.texts
        return {document.path: document.page.source for document in self.documents}

    @property
    def incomplete(self) -> bool:
        """Whether something could not be read or checked."""
        return bool(self.unfinished)

    @property
    def unfinished(self) -> list[Diagnostic]:
        """The findings about what could not be read or checked."""
        return [diagnostic for diagnostic in self.diagnostics if diagnostic.code in INCOMPLETE]

    @property
    def counts(self) -> Counter[Severity]:
        """How many findings of each severity there are."""
        return Counter(diagnostic.severity for diagnostic in self.diagnostics)

    def exit_code(self, fail_on: str) -> int:
        """2 when something was not checked, 1 with findings at or above `fail_on`, else 0."""
        if self.incomplete:
            return 2
        if fail_on == "never":
            return 0
        least = Severity(fail_on).weight
        return int(any(each.severity.weight >= least for each in self.diagnostics))


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


@dataclass(frozen=True)
class Sifting:
    """What is wanted of the findings that the rules have made."""

    registry: Registry
    selection: Selection
    settings: Settings
    root: Path | None = None
    settings_path: Path | None = None
    suppress: bool = True
    least: Severity = Severity.INFO

    def sift(self, result: Result, how_to: frozenset[str] = frozenset()) -> Result:
        """The result with the findings that are wanted, sorted, the suppressed ones taken out.

        Suppressions in the documents of `how_to` are never called unused: no rule ran there.
        """
        result.diagnostics[:] = self._wanted(result.diagnostics)
        if self.suppress:
            _silence(result)
            rules = self.selection.rules(self.registry)
            ran = rules if self.least is Severity.INFO else ()
            idle: list[Diagnostic] = []
            for path, found in result.suppressions.items():
                source = replace(result.sources[path], path=path)
                judged = () if path in how_to else ran
                idle += about_suppressions(source, found, self.registry, judged)
            if self.root is not None and (file := self.settings_path or settings_file(self.root)):
                key = relative(file, self.root)
                idle += about_settings(self.settings, self.registry, file, key)
            result.diagnostics.extend(self._wanted(idle))
        result.diagnostics.sort(key=lambda diagnostic: diagnostic.order)
        return result

    def _wanted(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        return list(_wanted(diagnostics, self.selection, self.settings, self.least))


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


def _wanted(
    diagnostics: Iterable[Diagnostic], selection: Selection, settings: Settings, least: Severity
) -> Iterator[Diagnostic]:
    """The findings that the selection wants, with the severities that the settings give them."""
    silent = [
        (pathspec.GitIgnoreSpec.from_lines([glob]), selectors)
        for glob, selectors in settings.per_file_ignores.items()
    ]
    for diagnostic in list(diagnostics):
        if diagnostic.code in INCOMPLETE:
            yield diagnostic
            continue
        code, name = diagnostic.code, diagnostic.name
        if code in ENGINE_RULES and not selection.wants(code, name):
            continue
        if any(
            spec.match_file(diagnostic.path)
            and any(match_rule(selector, code, name) is not None for selector in selectors)
            for spec, selectors in silent
        ):
            continue
        severity = selection.weight(code, name, diagnostic.severity)
        if severity is not diagnostic.severity:
            diagnostic = replace(diagnostic, severity=severity)
        if severity.weight >= least.weight:
            yield diagnostic


def _silence(result: Result) -> None:
    if not result.suppressions:
        return
    kept: list[Diagnostic] = []
    for diagnostic in result.diagnostics:
        comments = result.suppressions.get(diagnostic.path, ())
        silencing = [comment for comment in comments if comment.silences(diagnostic)]
        if silencing and diagnostic.code not in INCOMPLETE:
            result.suppressed += 1
        else:
            kept.append(diagnostic)
    result.diagnostics[:] = kept
