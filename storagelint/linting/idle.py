"""Suppressions and settings -> those that silence nothing (SL005) or name no rule (SL006)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from storagelint.config import Settings
from storagelint.linting.engine_rules import UNKNOWN_RULE, UNUSED_SUPPRESSION
from storagelint.linting.registry import Registry
from storagelint.linting.rule import Diagnostic, Edit, Fix, Rule
from storagelint.linting.selection import match_rule
from storagelint.source import Source, SourceError, Span, from_text, read

if TYPE_CHECKING:
    from storagelint.linting.suppression import Suppression


def about_suppressions(
    source: Source, suppressions: Iterable[Suppression], registry: Registry, ran: Sequence[Rule]
) -> Iterator[Diagnostic]:
    """What is wrong with the suppressions of a document, after they have silenced what they do.

    One that is about rules that did not run is not called unused.
    """
    for suppression in suppressions:
        at = suppression.span
        if suppression.misread:
            yield UNKNOWN_RULE.at(source.path, at, _about_verb(suppression.misread))
        elif not suppression.selectors:
            yield UNKNOWN_RULE.at(source.path, at, "suppression names no rule")
        unknown = [word for word in suppression.selectors if not registry.knows(word)]
        for word in unknown:
            message = f"suppression of {word}, which is no rule{guess(word, registry)}"
            yield UNKNOWN_RULE.at(source.path, at, message)
        idle = [
            word
            for word in suppression.selectors
            if word not in suppression.used and word not in unknown and _has_run(word, ran)
        ]
        if idle:
            found = UNUSED_SUPPRESSION.at(
                source.path, at, f"suppression of {', '.join(idle)} silences nothing"
            )
            whole = len(idle) == len(suppression.selectors)
            yield replace(found, fix=_removal(source, at)) if whole else found


def unknown_words(settings: Settings, registry: Registry) -> list[str]:
    """The words of the settings that should name a rule and do not, each once."""
    words = [
        *settings.select,
        *settings.extend_select,
        *settings.ignore,
        *settings.severity,
        *(word for listed in settings.per_file_ignores.values() for word in listed),
    ]
    return [word for word in dict.fromkeys(words) if not registry.knows(word)]


def about_settings(
    settings: Settings, registry: Registry, file: Path, key: str
) -> Iterator[Diagnostic]:
    """The words of a settings file, known as `key`, that should name a rule and do not."""
    unknown = unknown_words(settings, registry)
    if not unknown:
        return
    try:
        source = read(file, key)
    except SourceError:
        source = from_text("", key)
    for word in unknown:
        message = f"setting names {word}, which is no rule{guess(word, registry)}"
        yield UNKNOWN_RULE.at(key, _place(word, source), message)


def guess(word: str, registry: Registry) -> str:
    """`, the nearest is SL201`, or nothing where no rule is near."""
    nearest = registry.nearest(word)
    return f", the nearest is {nearest}" if nearest else ""


def _about_verb(word: str) -> str:
    from storagelint.linting.suppression import OTHER_VERBS, VERBS
    from storagelint.vocabulary.nearest import nearest

    close = nearest(word, (*VERBS, *OTHER_VERBS), at_least=60)
    hint = f", the nearest is {close}" if close else ""
    return f"comment says {word}, which is no word of storagelint{hint}"


def _has_run(word: str, ran: Sequence[Rule]) -> bool:
    return any(match_rule(word, rule.code, rule.name) is not None for rule in ran)


def _removal(source: Source, span: Span) -> Fix:
    """The comment taken out, with its lines where it stands alone on them."""
    before = source.lines[span.line - 1][: span.column - 1]
    after = source.lines[span.end_line - 1][span.end_column - 1 :]
    if not before.strip() and not after.strip() and span.end_line < len(source.lines):
        span = Span(span.line, 1, span.end_line + 1, 1)
    return Fix("Remove the suppression", (Edit(span, ""),))


def _place(word: str, source: Source) -> Span:
    """Where a word stands in a settings file: whole, and in no comment where it can be helped."""
    whole = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    places = [
        Span(number, found.start() + 1, number, found.end() + 1)
        for number, line in enumerate(source.lines, 1)
        if (found := whole.search(line))
    ]
    said = (each for each in places if "#" not in source.lines[each.line - 1][: each.column])
    return next(said, places[0] if places else Span(1, 1, 1, 1))
