"""Page -> the program code in it: statements of SQL, ORM models, migrations, other code blocks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from storagelint.judging.pages.hints import stands_in
from storagelint.markdown import Fence, Page
from storagelint.model import Document
from storagelint.patterns import pattern
from storagelint.source import Span

MANY_BLOCKS = 10
"""Blocks of one sort in a document beyond which one finding says it all."""


class CodeKind(StrEnum):
    """What a piece of code does."""

    DDL = "ddl"
    QUERY = "query"
    ORM = "orm"
    MIGRATION = "migration"
    OTHER = "other"


class Code(NamedTuple):
    """A fence that holds code, or a statement in a cell or a line of text."""

    kind: CodeKind
    span: Span
    what: str
    """The statement, the library or the language: CREATE TABLE, SQLAlchemy, json."""
    fenced: bool


_DIAGRAMS = frozenset("mermaid plantuml puml dot graphviz d2 ascii tree diagram svgbob".split())
_WITHOUT_LIBRARIES = frozenset(
    "sql postgresql postgres mysql sqlite plsql tsql ddl json jsonc json5 yaml toml csv".split()
)
_PLAIN = frozenset(["", "text", "txt", "plain", "plaintext", "none"])

_VERBS = ("create", "alter", "drop", "truncate", "select", "insert", "update", "delete")
_VERB = pattern(r"(?<![\w.-])[A-Za-z]{4,8}[ \t\n]")
_DDL = pattern(
    r"(?P<verb>CREATE|ALTER|DROP|TRUNCATE)\s+(?:(?:OR\s+REPLACE|UNIQUE|TEMP|TEMPORARY|UNLOGGED"
    r"|EXTERNAL|MATERIALIZED|VIRTUAL|FULLTEXT|CLUSTERED|NONCLUSTERED|GLOBAL|LOCAL)\s+){0,3}"
    r"(?P<object>TABLE|INDEX|TYPE|VIEW|SCHEMA|DATABASE|EXTENSION|TRIGGER|FUNCTION|PROCEDURE"
    r"|SEQUENCE|POLICY|DOMAIN|KEYSPACE|ROLE|USER)\s+"
    r"(?:(?:IF\s+(?:NOT\s+)?EXISTS|CONCURRENTLY|ONLY)\s+){0,2}(?P<name>(?!(?:IF|CONCURRENTLY|ONLY)\b)[\w\"`\[$][\w.\"`\]$]*)"
    r"(?P<after>\s*(?:[(;`]|\b(?:ON|ADD|DROP|ALTER|RENAME|AS|SET|MODIFY|CHANGE|USING|CASCADE"
    r"|ENABLE|BEFORE|AFTER|FOR|OWNER|ATTACH|WITH|VALIDATE)\b|\Z))?",
    re.IGNORECASE,
)
_QUERY = pattern(
    r"SELECT\s"
    r"|INSERT\s+(?:OR\s+\w+\s+|IGNORE\s+)?INTO\s+[\w\"`\[{<$.]"
    r"|UPDATE\s+(?:ONLY\s+)?[\w\"`\[{<$.\]]{1,100}\s+(?:\w+\s+)?SET\s"
    r"|DELETE\s+FROM\s+[\w\"`\[{<$.]",
    re.IGNORECASE,
)
_FROM = pattern(r"\sFROM\s+[\w\"`\[({<$.]", re.IGNORECASE)
_MAX_STATEMENT = 2_000
_MAX_LINE = 4_000
_MAX_CANDIDATES = 500
_MIGRATIONS = (
    ("Alembic", r"\bop\.(?:create|drop|add|alter|execute|rename|batch|bulk)\w*\((?=\s*[^)\s])"),
    ("Alembic", r"\bdef (?:up|down)grade\("),
    ("Knex", r"\b(?:knex|db)\.schema\.\w+\(|\bexports\.(?:up|down)\s*="),
    ("Sequelize", r"\bqueryInterface\.\w+\("),
    ("TypeORM", r"\bimplements MigrationInterface\b|\bqueryRunner\.\w+\("),
    ("Rails", r"\bActiveRecord::Migration\b"),
    (
        "Rails",
        r"(?m)^[ \t]*(?:create_table|add_column|remove_column|rename_column|change_column|add_index"
        r"|add_reference|add_foreign_key)[ (]:",
    ),
    ("Django", r"\bmigrations\.(?:CreateModel|AddField|AlterField|RemoveField|Run\w+|Migration)\b"),
    ("Laravel", r"\bSchema::(?:create|table|drop\w*)\("),
    ("EF Core", r"\bmigrationBuilder\.\w+\("),
    ("Liquibase", r"<changeSet\b|(?m:^[ \t]{0,40}(?:-[ \t]{1,4})?changeSet:)"),
)
_MODELS = (
    (
        "SQLAlchemy",
        r"(?<!@)\b(?:mapped_column|db\.Column|sa\.Column|Column)\((?=\s*[^)\s])|\bMapped\[",
    ),
    ("SQLAlchemy", r"\bdeclarative_base\(|\bDeclarativeBase\b"),
    ("Django", r"\bmodels\.(?:Model\b|\w+Field\(|ForeignKey\()"),
    ("Prisma", r"(?m)^[ \t]*model\s+\w+\s*\{[ \t]*$"),
    (
        "TypeORM",
        r"@(?:Primary(?:Generated)?Column|CreateDateColumn)\(|@Column\((?=[{)'\"])"
        r"|@(?:ManyToOne|OneToMany)\((?=\s*\()",
    ),
    ("TypeORM", r"@Entity\([^)\n]{0,80}\)\s*\n\s*(?:@\w|export\s+class)"),
    (
        "JPA",
        r"@Entity\b[^\n]{0,80}\n(?:[ \t]{0,40}@[^\n]{1,200}\n){0,6}"
        r"[ \t]{0,40}(?:public |data )?class\s",
    ),
    ("ActiveRecord", r"<\s*(?:ApplicationRecord|ActiveRecord::Base)\b"),
    ("Drizzle", r"\b(?:pg|mysql|sqlite)Table\((?=\s*[^)\s])"),
    ("Mongoose", r"\bnew\s+(?:mongoose\.)?Schema\(|\bmongoose\.model\("),
    ("Sequelize", r"\bsequelize\.define\(|\bDataTypes\.[A-Z]"),
    ("GORM", r"`gorm:\"|\bgorm\.Model\b"),
    ("SQLModel", r"\(SQLModel\b"),
    ("Peewee", r"\b(?:peewee\.)?(?:Char|Text|Integer|ForeignKey|DateTime)Field\("),
    ("Ecto", r"\buse Ecto\.Schema\b"),
    ("EF Core", r"\bDbSet<|:\s*DbContext\b|\bmodelBuilder\.Entity<"),
    ("Diesel", r"\b(?:diesel::)?table!\s*\{"),
)
_LIBRARIES = tuple(
    (kind, name, pattern(expression))
    for kind, patterns in ((CodeKind.MIGRATION, _MIGRATIONS), (CodeKind.ORM, _MODELS))
    for name, expression in patterns
)
_HINT = pattern(r"[(<{@]")
_PROGRAM = pattern(
    r"^[ \t]*(?:def |class \w+[:({ ]|import [\w.{*]|from [\w.]+ import |function |func |const \w+ ="
    r"|let \w+ =|var \w+ =|public |private |return |export |async |await |fn |#include|if \(|for \("
    r"|@\w+\()|[;{][ \t]*$|=>\s?[{(]",
    re.MULTILINE,
)
_CALL = pattern(r"`(?=\w+(?:\.\w+){1,6}\(\s*[^)\s`]|Column\(|mapped_column\()")


def code_in(page: Page) -> list[Code]:
    """The code of a page in the order of the text: one a fence, and one a line of other text."""
    found: list[Code] = []
    covered: list[tuple[int, int]] = []
    if page.front_matter:
        covered.append((page.front_matter.line, page.front_matter.end_line))
    for fence in page.blocks(Fence):
        covered.append((fence.line, fence.end_line))
        code = _in_fence(fence, page)
        if code is not None:
            found.append(code)
    covered += [(comment.line, comment.end_line) for comment in page.comments]
    found += _in_text(page, sorted(covered))
    return sorted(found, key=lambda code: code.span)


def _in_fence(fence: Fence, page: Page) -> Code | None:
    if fence.language in _DIAGRAMS or not any(line.strip() for line in fence.lines):
        return None
    span = page.source.line_span(fence.line)
    text = fence.text[:65_536]
    if fence.language not in _WITHOUT_LIBRARIES and _HINT.search(text):
        for kind, name, pattern in _LIBRARIES:
            if pattern.search(text):
                return Code(kind, span, name, True)
    if fence.language == "prisma":
        return Code(CodeKind.ORM, span, "Prisma", True)
    statements = list(_statements(text))
    for wanted in (CodeKind.DDL, CodeKind.QUERY):
        for kind, what in statements:
            if kind is wanted:
                return Code(kind, span, what, True)
    if fence.language in _PLAIN or fence.indented:
        programs = len(_PROGRAM.findall(text))
        return Code(CodeKind.OTHER, span, "program", True) if programs > 1 else None
    return Code(CodeKind.OTHER, span, fence.language, True)


def _statements(text: str) -> Iterator[tuple[CodeKind, str]]:
    """The statements of a fence, each of which begins on a line of its own or after `;`."""
    for at in _begun(text, _VERBS)[:_MAX_CANDIDATES]:
        before = text[text.rfind("\n", 0, at) + 1 : at].rstrip()
        if before and not before.endswith((";", "(", '"', "'", ">", "=", ":", "$")):
            continue
        found = _statement(text, at, marked=True)
        if found:
            yield found[0], found[1]


def _statement(text: str, at: int, *, marked: bool) -> tuple[CodeKind, str, int] | None:
    """The statement at an offset; text that is not marked as code must be spelt as SQL is."""
    ddl = _DDL.match(text, at, at + 400)
    if ddl:
        if marked or (ddl["verb"].isupper() and ddl["object"].isupper() and ddl["after"]):
            return CodeKind.DDL, f"{ddl['verb']} {ddl['object']}".upper(), ddl.end()
        return None
    query = _QUERY.match(text, at, at + 400)
    if query is None:
        return None
    verb, end = query[0].split()[0], query.end()
    if verb.upper() == "SELECT":
        found = _FROM.search(text, at, at + _MAX_STATEMENT)
        if found is None or ";" in text[at : found.start()]:
            return None
        if not marked and not found[0].isupper() and "FROM" not in found[0]:
            return None
        end = found.end()
    if verb.isupper() or (marked and verb.islower()):
        return CodeKind.QUERY, verb.upper(), end
    return None


def _in_text(page: Page, covered: list[tuple[int, int]]) -> Iterator[Code]:
    text = page.source.text
    starts = [0, *accumulate(len(line) + 1 for line in page.source.lines)]
    done = tried = 0
    for at in _candidates(text):
        line = bisect_right(starts, at)
        begin, end = starts[line - 1], starts[line] - 1
        if line <= done or end - begin > _MAX_LINE or _is_covered(covered, line):
            continue
        inside = text.count("`", begin, at) % 2 == 1
        close = text.find("`" if inside else "|", at, end)
        end = close if close >= 0 else end
        found = _of_text(text[at:end], inside)
        tried += 1
        if found is None and tried < _MAX_CANDIDATES:
            continue
        done, tried = line, 0
        if found is not None:
            column = at - begin + 1
            width = end - at if inside else found[2]
            yield Code(found[0], Span(line, column, line, column + width), found[1], False)


def _candidates(text: str) -> list[int]:
    """The offsets at which a statement or a call may begin, in their order."""
    verbs = _begun(text, [verb for verb in _VERBS if stands_in(text, verb)])
    return sorted([*verbs, *(match.end() for match in _CALL.finditer(text))])


def _begun(text: str, verbs: Iterable[str]) -> list[int]:
    """The offsets at which one of the verbs begins a statement, in their order."""
    found: list[int] = []
    for spelling in (spelling for verb in verbs for spelling in (verb, verb.upper())):
        at = text.find(spelling)
        while at >= 0:
            if _VERB.match(text, at):
                found.append(at)
            at = text.find(spelling, at + 1)
    return sorted(found)


def _of_text(rest: str, marked: bool) -> tuple[CodeKind, str, int] | None:
    found = _statement(rest, 0, marked=marked)
    if found or not marked:
        return found
    for kind, name, library in _LIBRARIES:
        if library.match(rest):
            return kind, name, len(rest)
    return None


def _is_covered(covered: list[tuple[int, int]], line: int) -> bool:
    at = bisect_right(covered, (line, 1 << 60)) - 1
    return at >= 0 and covered[at][1] >= line


def code_of(document: Document) -> list[Code]:
    """The program code in the text of a document, in its order."""
    return document.once(_code_of)


def _code_of(document: Document) -> list[Code]:
    return code_in(document.page)
