"""docs/architecture.md -> the backend systems that it lists."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import NamedTuple

from storagelint.judging.surroundings.neighbours import text_of
from storagelint.markdown import ItemList, Page, Row, Section, Table, parse
from storagelint.model.project import Project
from storagelint.patterns import pattern
from storagelint.source import Span, from_text

ARCHITECTURE = "docs/architecture.md"
"""Where a project describes its systems."""

_LIST = pattern(
    r"system list|list of systems|系统列表|系統列表|システム一覧|시스템 목록|список систем",
    re.IGNORECASE,
)
_BACKEND = pattern(r"back-?end|server|service|后端|後端|バックエンド|백엔드|бэкенд", re.IGNORECASE)
_FRONTEND = pattern(r"front-?end|web|ui|mobile|app|client|cli|desktop|gateway", re.IGNORECASE)
_FIRST = frozenset(
    ["system", "systems", "service", "services", "component", "components", "系统", "服务"]
)
_TYPE = frozenset(["type", "kind", "类型", "種類", "유형", "тип"])
_STACK = frozenset(
    ["tech stack", "technology", "technologies", "stack", "tech", "技术栈", "技術スタック"]
)
_DUTY = frozenset(
    """responsibility responsibilities purpose description role 职责 責務 책임""".split()
)
_DESIGN = pattern(r"storage design\s?:\s{0,4}(?P<path>docs/storage/[\w./-]+\.md)", re.IGNORECASE)
_LABELLED = pattern(r"\W{0,4}(?P<label>[^:：\n]{1,40}?)\W{0,4}[:：]\W{0,4}(?P<value>[^\n]{1,500})")
_FOLDER = "docs/storage/"
_NUMBER = pattern(r"\d{1,2}(?:\.\d{1,2}){0,4}\.?\s{1,4}")
_NOT_WORD = pattern(r"[\W_]+")


class System(NamedTuple):
    """A system of the architecture; `span` is the place of its name."""

    name: str
    span: Span
    backend: bool
    stack: str = ""
    """Its technologies as written."""
    document: str | None = None
    """The path of its storage design, where the architecture names one."""
    responsibility: str = ""
    """What it is for, as written."""

    @property
    def key(self) -> str:
        """The name as file names have it: `Backend Order` is backend-order."""
        return file_key(self.name)

    @property
    def place(self) -> str | None:
        """Where its storage design belongs: below docs/storage, or nowhere."""
        path = posixpath.normpath(self.document or f"{_FOLDER}{self.key}.md")
        is_below = path.startswith(_FOLDER) and (self.document or self.key)
        return path if is_below else None

    @property
    def designs(self) -> tuple[str, ...]:
        """Where its storage design may be; one for all systems is docs/storage/backend.md."""
        if self.document:
            return (self.document,)
        names = {self.name, self.key, self.key.removeprefix("backend-"), "backend"}
        return tuple(f"docs/storage/{name}.md" for name in sorted({*names, f"backend-{self.key}"}))


def file_key(name: str) -> str:
    """A system's name in lower case with hyphens."""
    return _NOT_WORD.sub("-", name).strip("-").casefold()


def systems(project: Project) -> tuple[System, ...] | None:
    """The systems of the project's architecture; None where there is no such document."""
    text = text_of(ARCHITECTURE, project)
    return None if text is None else _read(text)


@lru_cache(maxsize=4)
def _read(text: str) -> tuple[System, ...]:
    page = parse(from_text(text, ARCHITECTURE))
    return tuple(_from_list(page) or _from_blocks(page) or _from_any_table(page))


def _from_list(page: Page) -> list[System]:
    for section in page.sections:
        if section.heading and _LIST.search(section.title):
            for table in (block for block in section.blocks if isinstance(block, Table)):
                found = [_of_row(row, table, listed=True) for row in table.rows]
                return [system for system in found if system]
    return []


def _from_blocks(page: Page) -> list[System]:
    found = []
    for section in page.sections:
        if section.level == 3 and (design := _design(section)):
            name = _NUMBER.sub("", section.title, count=1)
            stack, duty = _labelled(section, _STACK), _labelled(section, _DUTY)
            found.append(System(name, section.span, True, stack, design, duty))
    return found


def _design(section: Section) -> str | None:
    for block in section.blocks:
        if isinstance(block, ItemList):
            for item in block.walk():
                if stated := _DESIGN.search(item.text):
                    return stated["path"]
    return None


def _labelled(section: Section, labels: frozenset[str]) -> str:
    """What the bullets of a section say behind one of the labels; empty where none does."""
    for block in section.blocks:
        if isinstance(block, ItemList):
            for item in block.walk():
                stated = _LABELLED.match(item.text)
                if stated and stated["label"].casefold() in labels:
                    return stated["value"].strip(" *")
    return ""


def _from_any_table(page: Page) -> list[System]:
    for table in page.blocks(Table):
        if table.headings and table.headings[0].casefold() in _FIRST:
            found = [_of_row(row, table, listed=False) for row in table.rows]
            return [system for system in found if system]
    return []


def _of_row(row: Row, table: Table, *, listed: bool) -> System | None:
    if not row.cells or not row.cells[0].text:
        return None
    headings = [heading.casefold() for heading in table.headings]
    kind, stack, duty = (
        row.cell(next((at for at, each in enumerate(headings) if each in wanted), None))
        for wanted in (_TYPE, _STACK, _DUTY)
    )
    name = row.cells[0].text
    backend = file_key(name).startswith("backend") or bool(kind and _BACKEND.search(kind.text))
    if not listed and kind is None:
        backend = backend or _is_no_frontend(name)
    return System(
        name,
        row.cells[0].span,
        backend,
        stack.text if stack else "",
        responsibility=duty.text if duty else "",
    )


def _is_no_frontend(name: str) -> bool:
    return not any(_FRONTEND.fullmatch(word) for word in file_key(name).split("-"))
