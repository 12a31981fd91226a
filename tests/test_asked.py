"""Which section has to answer a question."""

from __future__ import annotations

import pytest

from storagelint.judging.pages.asked import Asked, asked, is_served
from storagelint.judging.stores.migrations import tools_in, unordered_files
from storagelint.judging.stores.recovery import backup_interval, criticality
from storagelint.judging.stores.volumes import names_an_entity, planned_growth, vague_parts
from storagelint.kinds import builtin_kinds
from storagelint.model import Document
from storagelint.reading import read
from storagelint.source import from_text

SELECTION = """## Storage Selection

| Storage Type | Technology | Purpose |
| --- | --- | --- |
| Primary DB | {} | Bookings |

"""


def _document(text: str, kind: str = "data-design") -> Document:
    return read(from_text(text), path="design.md", kind=builtin_kinds()[kind])


def _asked(text: str, kind: str, *roles: str) -> Asked | None:
    return asked(_document(text, kind), builtin_kinds()[kind], *roles)


def test_a_required_section_is_asked() -> None:
    found = _asked("## Backup & Recovery\n\nDaily.\n", "data-design", "backup")
    assert found is not None
    assert (found.fact.line, found.required) == (1, True)


def test_a_recommended_section_is_asked() -> None:
    text = SELECTION.format("PostgreSQL") + "## Backup\n\nDaily.\n"
    found = _asked(text, "storage", "backup")
    assert found is not None
    assert not found.required


@pytest.mark.parametrize(
    "text",
    [
        "",
        "## Backup & Recovery\n",
        "## Backup & Recovery\n\nTBD\n",
        "## Backup & Recovery\n\nNone: the rows are copied from the ledger.\n",
        "## Backup & Recovery\n\n- Not applicable\n",
        "## 备份与恢复\n\n不需要。\n",
        "## Backup & Recovery\n\nKeine.\n",
    ],
)
def test_a_section_without_anything_to_say_is_not_asked(text: str) -> None:
    assert _asked(text, "data-design", "backup") is None


def test_a_negation_that_goes_on_is_no_refusal() -> None:
    text = "## Migration Strategy\n\nNo downtime: Flyway runs beside the old release.\n"
    assert _asked(text, "data-design", "migration") is not None


def test_a_part_is_asked_only_below_its_section() -> None:
    assert _asked("## Data Volume\n\nMuch.\n", "data-design", "volume", "performance") is None


def test_the_first_role_of_the_kind_is_asked() -> None:
    text = SELECTION.format("PostgreSQL") + "## Performance\n\nFast enough.\n"
    found = _asked(text, "storage", "volume", "performance")
    assert found is not None
    assert found.fact.role == "performance"


def test_no_kind_asks_nothing() -> None:
    assert _asked("## Backup\n\nDaily.\n", "generic", "backup") is None


@pytest.mark.parametrize(("product", "served"), [("PostgreSQL", True), ("SQLite", False)])
def test_a_library_has_no_server(product: str, served: bool) -> None:
    assert is_served(_document(SELECTION.format(product), "storage")) is served


def test_migration_tools() -> None:
    assert tools_in("Alembic, not golang-migrate; a prismatic view") == {
        "Alembic",
        "golang-migrate",
    }


def test_migration_files_without_a_version() -> None:
    text = "## Migration Strategy\n\n`V2__x.sql`, `add_tags.sql`, `schema.sql`, `db/add_tags.sql`\n"
    ((span, name),) = unordered_files(_document(text))
    assert (name, span.line, span.column) == ("add_tags.sql", 3, 15)


def test_volumes() -> None:
    table = "| Entity | Initial | Growth | Peak |\n| --- | --- | --- | --- |\n"
    document = _document(
        f"## Performance\n\n### Data Volume\n\n{table}| tours | 10 | brisk | 60 |\n"
        "| Total rows | few | static | 20 |\n"
    )
    tours, total = document.volumes
    assert (vague_parts(tours), vague_parts(total)) == (["growth"], ["initial"])
    assert (names_an_entity(tours), names_an_entity(total)) == (True, False)
    plan = planned_growth(document)
    assert plan is not None
    assert plan.value == 6.0


def test_backups() -> None:
    text = "## Backup\n\n- Frequency: weekly full, daily incremental\n- Criticality: {}\n"
    document = _document(text.format("mission-critical"))
    assert backup_interval(document) == 86_400.0
    assert criticality(document) == "critical"
    assert criticality(_document(text.format("non-critical"))) == "standard"
