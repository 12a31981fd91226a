"""Text -> the migration tools that it names, and the migration files without a version."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.model.document import Document
from storagelint.patterns import pattern
from storagelint.source import Span

_TOOLS = {
    name.casefold(): name
    for name in (
        "Alembic", "Flyway", "Liquibase", "Prisma", "Knex", "TypeORM", "Sequelize", "Drizzle",
        "Goose", "golang-migrate", "dbmate", "Sqitch", "Umzug", "MikroORM", "Diesel", "Phinx",
        "Mongock", "migrate-mongo", "Skeema", "node-pg-migrate", "SeaORM", "SQLx",
    )
} | {
    "django migrations": "Django",
    "django migration": "Django",
    "active record": "Active Record",
    "rails migrations": "Active Record",
    "entity framework": "EF Core",
    "ef core": "EF Core",
    "doctrine migrations": "Doctrine",
    "laravel migrations": "Laravel",
}  # fmt: skip
_TOOL = pattern(rf"(?<![\w-])(?:{'|'.join(map(re.escape, _TOOLS))})(?![\w-])", re.IGNORECASE)
_FILE = pattern(
    r"(?<![\w/.{}<>*-])(?P<folder>(?:[\w.-]{1,60}/){0,8})(?P<name>[A-Za-z][\w.-]{0,80})"
    r"\.(?P<ending>sql|py|js|ts|rb|php|go)(?![\w/-])"
)
_ENDINGS = (".sql", ".py", ".js", ".ts", ".rb", ".php", ".go")
_ORDERED = pattern(
    r"\A(?:[VURB]\d|R__|[\da-f]{8,}_|YYYY|\d|(?:v|rev|timestamp|version|date|time|number|sequence)"
    r"[_.-]?\w{0,20}[_.-]|N{2,}_|X{2,}_|0{2,})",
    re.IGNORECASE,
)
_OTHER = pattern(
    r"app|backup|c(?:heck|onf)|d(?:ata|b|ump)|env|fixture|in(?:dex|it)|m(?:ain|anage|igrat|odel)"
    r"|r(?:estore|ollback)|s(?:chema|cript|eed|erver|ettings|etup|tructure)|t(?:est|ypes?\b)|verify",
    re.IGNORECASE,
)


def tools_in(text: str) -> set[str]:
    """The tools that a text names, by their usual spelling."""
    return {_TOOLS[match.casefold()] for match in _TOOL.findall(text[:200_000])}


def unordered_files(document: Document) -> Iterator[tuple[Span, str]]:
    """The migration files whose names have no number, date or hash: `add_email.sql`.

    Only SQL files in sections on migrations and files below a folder of migrations are taken for
    migration files, and none whose name says that it is something else.
    """
    lines = document.page.source.lines
    seen: set[str] = set()
    for fact in document.sections:
        if fact.role not in ("migration", "version-management", "initial-setup"):
            continue
        for number in range(fact.line, fact.end_line + 1):
            line = lines[number - 1][:1000]
            for match in _FILE.finditer(line) if any(each in line for each in _ENDINGS) else ():
                name = f"{match['name']}.{match['ending']}"
                below = "migrat" in match["folder"].lower() or "version" in match["folder"].lower()
                if match["ending"] != "sql" and not below:
                    continue
                if name in seen or _ORDERED.match(name) or _OTHER.search(name):
                    continue
                seen.add(name)
                start, end = match.start("name") + 1, match.end("ending") + 1
                yield Span(number, start, number, end), name
