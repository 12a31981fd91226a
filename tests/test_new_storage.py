"""`storagelint new storage`: which designs it writes, and what `check` finds in them."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from conftest import Run, write

from storagelint.generating.storage_document import entity_names
from storagelint.judging.surroundings.architecture import systems
from storagelint.judging.surroundings.requirements import told
from storagelint.kinds import Naming, builtin_kinds
from storagelint.model import Project

LIST = """# Architecture

### 1.1 System List

| System | Type | Responsibility | Tech Stack |
| --- | --- | --- | --- |
| backend-order | Backend | Orders, carts and shipments | Go, PostgreSQL, Redis |
| backend-user | Backend | Manages users and sessions | Kotlin, MySQL |
| web-shop | Frontend | Pages | Vue |
| backend-media | Backend | Pictures of products | Node, MongoDB |
"""
BLOCKS = """# Architecture

## 3. Backend Systems

### 3.1 Backend Order

- Responsibility: Orders, carts and shipments
- **Tech stack**: Go, PostgreSQL, Redis
- Storage design: docs/storage/backend-order.md

### 3.2 Backend User

- Responsibility: Manages users and sessions
- Tech stack: Kotlin, MySQL
- Storage design: docs/storage/backend-user.md

### 3.3 Backend Media

- Responsibility: Pictures of products
- Tech stack: Node, MongoDB
- Storage design: docs/storage/backend-media.md
"""
SERVICES = """# Architecture

| Service | Responsibility | Technology |
| --- | --- | --- |
| backend-order | Orders, carts and shipments | Go, PostgreSQL, Redis |
| backend-user | Manages users and sessions | Kotlin, MySQL |
| web | Pages | Vue |
| backend-media | Pictures of products | Node, MongoDB |
"""
FORMS = {"list": LIST, "blocks": BLOCKS, "services": SERVICES}
STORIES = """# Requirements

### US-001: List my orders

**Priority**: P2

### US-002: Place an order

**Priority**: P0

### US-003: Delete a user

### US-004: Drink tea
"""
NAMES = ("backend-media", "backend-order", "backend-user")


@pytest.fixture(autouse=True)
def _shop(project: Path) -> None:
    write(project, {"docs/architecture.md": LIST, "docs/requirements.md": STORIES})


def _designs(project: Path) -> dict[str, str]:
    folder = project / "docs" / "storage"
    return {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.md"))}


def _codes(outcome: str) -> set[str]:
    return {line.split(" ")[1] for line in outcome.splitlines() if ": SL" in line}


@pytest.mark.parametrize("form", FORMS)
def test_every_system_gets_a_design_with_nothing_but_scaffolds(
    project: Path, run: Run, form: str
) -> None:
    write(project, {"docs/architecture.md": FORMS[form]})
    outcome = run("new", "storage", "--all")
    assert (outcome.status, outcome.err) == (0, "")
    assert sorted(outcome.out.splitlines()) == [
        f"Created docs/storage/{name}.md." for name in NAMES
    ]
    designs = _designs(project)
    assert tuple(designs) == NAMES
    order = designs["backend-order"]
    assert order.startswith("# Backend Order Storage Design\n")
    assert "| Primary DB | PostgreSQL | Orders, carts and shipments |\n| Cache | Redis |" in order
    assert "### 2.1 Order\n" in order
    assert "### 2.3 Shipment\n" in order
    assert "| Primary DB | MySQL | Manages users and sessions |" in designs["backend-user"]
    assert "### 2.2 Session\n" in designs["backend-user"]
    found = run("check")
    assert _codes(found.out) == {"SL109"}
    again = run("new", "storage", "--all")
    assert (again.status, again.out) == (
        0,
        "Nothing to do: every backend system has a storage design.\n",
    )
    assert _designs(project) == designs


def test_fix_writes_the_same_designs(project: Path, run: Run) -> None:
    run("new", "storage", "--all")
    designs = _designs(project)
    for name in ("backend-order", "backend-user"):
        (project / "docs" / "storage" / f"{name}.md").unlink()
    assert _codes(run("check").out) == {"SL109", "SL114"}
    outcome = run("fix")
    assert outcome.out.endswith("Found 26 warnings.\n")
    assert "Fixed 2 findings in 2 files.\n" in outcome.out
    assert _designs(project) == designs
    assert run("fix").out.startswith("docs/storage/")
    assert _designs(project) == designs


def test_fix_writes_no_design_outside_of_the_folder(project: Path, run: Run) -> None:
    stray = BLOCKS.replace("docs/storage/backend-user.md", "docs/storage/../../user.md")
    write(project, {"docs/architecture.md": stray})
    run("new", "storage", "order")
    outcome = run("fix", "--select", "SL114")
    assert "SL114 error: backend system Backend User has no storage design" in outcome.out
    assert sorted(_designs(project)) == ["backend-media", "backend-order"]


def test_status_tells_which_systems_have_a_design(run: Run) -> None:
    run("new", "storage", "order")
    out = run("status").out
    assert "Backend systems with a storage document: 1 of 3\n" in out
    assert "  yes  backend-order  docs/storage/backend-order.md\n" in out
    assert "  no   backend-media\n" in out
    run("new", "storage", "--all")
    assert "Backend systems with a storage document: 3 of 3\n" in run("status").out


def test_stories_become_queries_of_the_entities_that_they_name(project: Path, run: Run) -> None:
    run("new", "storage", "--all")
    designs = _designs(project)
    assert (
        "| Place an order (US-002) | Medium | Order | Insert one row |\n"
        "| List my orders (US-001) | Low | Order | Sort by id, 20 rows a page |\n"
    ) in designs["backend-order"]
    assert "| Delete a user (US-003) | Low | User | Delete by id" in designs["backend-user"]
    assert "US-" not in designs["backend-media"]
    assert "tea" not in "".join(designs.values())


def test_one_system_is_named_with_or_without_its_prefix(project: Path, run: Run) -> None:
    assert run("new", "storage", "order").out == "Created docs/storage/backend-order.md.\n"
    assert run("new", "storage", "Backend User").out == "Created docs/storage/backend-user.md.\n"
    again = run("new", "storage", "backend-order")
    assert (again.status, again.out) == (
        0,
        "Nothing to do: backend-order has docs/storage/backend-order.md.\n",
    )


def test_a_design_that_is_there_stays_as_it_is(project: Path, run: Run) -> None:
    write(project, {"docs/storage/order.md": "# Mine\n"})
    assert run("new", "storage", "order").out.startswith("Nothing to do: backend-order has docs/")
    run("new", "storage", "--all")
    assert sorted(_designs(project)) == ["backend-media", "backend-user", "order"]
    assert _designs(project)["order"] == "# Mine\n"


def test_the_technology_of_the_settings_is_taken_where_the_architecture_names_none(
    project: Path, run: Run
) -> None:
    text = "# Architecture\n\n| Service |\n| --- |\n| jobs |\n"
    settings = 'technology = "MariaDB"\n'
    write(project, {"docs/architecture.md": text, "storagelint.toml": settings})
    run("new", "storage", "jobs")
    assert "| Primary DB | MariaDB | Business data |" in _designs(project)["jobs"]


def test_a_system_that_is_not_listed_is_written_with_a_warning(project: Path, run: Run) -> None:
    outcome = run("new", "storage", "billing")
    assert (outcome.status, outcome.out, outcome.err) == (
        0,
        "Created docs/storage/billing.md.\n",
        "storagelint: warning: billing is no backend system of docs/architecture.md\n",
    )
    assert "web-shop is no backend system" in run("new", "storage", "web-shop").err
    slip = run("new", "storage", "backend-odrer")
    assert (slip.status, slip.err) == (
        2,
        "storagelint: error: docs/architecture.md lists no system backend-odrer, did you mean "
        "backend-order? --unlisted writes it all the same\n",
    )
    assert run("new", "storage", "backend-odrer", "--unlisted").status == 0


def test_off_a_terminal_the_system_is_named(run: Run) -> None:
    outcome = run("new", "storage")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        "storagelint: error: missing argument SYSTEM, or --all; without a storage design: "
        "backend-order, backend-user, backend-media\n"
    )
    assert run("new", "storage", "order", "--all").status == 2


@pytest.mark.parametrize(("answer", "names"), [("user", ["backend-user"]), ("all", list(NAMES))])
def test_on_a_terminal_the_system_is_asked_for(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch, answer: str, names: list[str]
) -> None:
    asked: list[str] = []

    def prompt(text: str, **_options: object) -> str:
        asked.append(text)
        return answer

    monkeypatch.setattr("storagelint.cli.new.storage.is_terminal", lambda: True)
    monkeypatch.setattr(click, "prompt", prompt)
    assert run("new", "storage").status == 0
    assert asked == ["System (backend-order, backend-user, backend-media, or all)"]
    assert sorted(_designs(project)) == names


@pytest.mark.parametrize("arguments", [["--all"], ["order"], []])
def test_without_a_list_of_systems_it_says_what_is_missing(
    project: Path, run: Run, arguments: list[str]
) -> None:
    (project / "docs" / "architecture.md").unlink()
    outcome = run("new", "storage", *arguments)
    assert outcome.status == 2
    assert outcome.err == (
        "storagelint: error: docs/architecture.md does not exist; it lists the backend systems "
        "below a heading System List, in a table System | Type | Responsibility | Tech Stack\n"
    )
    write(project, {"docs/architecture.md": "# Architecture\n\nAll is well.\n"})
    if "order" not in arguments:
        assert "no backend system can be read" in run("new", "storage", *arguments).err


HOSTILE = [
    "../../outside",
    "/etc/passwd",
    "..",
    "a/../../b",
    "x\ny",
    "x\r| y |",
    "<!-- x -->",
    "`x` | y",
    "# x",
    "x\u202ey",
    "C:\\x",
    "{System Name}",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_leaves_the_folder_or_breaks_out(project: Path, run: Run, name: str) -> None:
    before = {path for path in project.rglob("*") if path.is_file()}
    outcome = run("new", "storage", name)
    new = {path for path in project.rglob("*") if path.is_file()} - before
    assert all(path.parent == project / "docs" / "storage" for path in new)
    assert len(new) == (outcome.status == 0)
    for path in new:
        text = path.read_text("utf-8")
        assert text.count("\n# ") + text.startswith("# ") == 1
        assert text.splitlines()[0].endswith(" Storage Design")
        checked = run("check", "--ignore", "SL113,SL114", str(path.relative_to(project)))
        assert _codes(checked.out) == {"SL109", *(["SL108"] if "{" in name else [])}


def test_hostile_cells_of_the_architecture_do_not_break_out(project: Path, run: Run) -> None:
    rows = (
        "| ../../../evil | Backend | Orders \\| `x` <!-- y --> | PostgreSQL |\n"
        "| ... | Backend | Users | PostgreSQL |\n"
        "| backend order | Backend | Orders | PostgreSQL |\n"
        "| backend-order | Backend | Orders | PostgreSQL |\n"
    )
    table = "| System | Type | Responsibility | Tech Stack |\n| --- | --- | --- | --- |\n"
    write(project, {"docs/architecture.md": f"# A\n\n## System List\n\n{table}{rows}"})
    outcome = run("new", "storage", "--all")
    assert outcome.status == 2
    assert "error: system ... has no name for a file below docs/storage\n" in outcome.err
    assert sorted(_designs(project)) == ["backend-order", "evil"]
    assert _codes(run("check").out) == {"SL109", "SL114"}


def test_a_stated_place_outside_of_the_folder_is_refused(project: Path, run: Run) -> None:
    text = BLOCKS.replace("docs/storage/backend-user.md", "docs/storage/../../../user.md")
    write(project, {"docs/architecture.md": text})
    outcome = run("new", "storage", "--all")
    assert outcome.status == 2
    assert "system Backend User has no name for a file below docs/storage" in outcome.err
    assert sorted(_designs(project)) == ["backend-media", "backend-order"]


def test_a_folder_that_a_link_takes_out_of_the_project_is_not_written(
    project: Path, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (project / "docs" / "storage").symlink_to(outside)
    outcome = run("new", "storage", "order")
    assert (outcome.status, list(outside.iterdir())) == (2, [])
    assert "docs/storage/backend-order.md: link leads out of the project" in outcome.err


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Orders, carts and shipments", ["Order", "Cart", "Shipment"]),
        ("Stores user profiles; manages roles", ["UserProfile", "Role"]),
        ("Handling of payments for customers", ["Payment", "Customer"]),
        ("Authentication", []),
        ("Everything that customers see of us and more", []),
        ("Tables, indexes and keys", []),
        ("<b>Orders</b>", []),
        ("", []),
    ],
)
def test_a_responsibility_names_entities(text: str, names: list[str]) -> None:
    kind = builtin_kinds()["storage"]
    assert entity_names(text, kind) == names


def test_entities_are_named_as_the_kind_asks() -> None:
    from dataclasses import replace

    kind = replace(builtin_kinds()["storage"], naming=Naming(entity_number="plural"))
    assert entity_names("Orders and order items", kind) == ["orders", "order_items"]


def test_stories_are_read_with_their_priority(project: Path) -> None:
    stories = told(Project([], project))
    assert [(story.id, story.title, story.priority) for story in stories] == [
        ("US-002", "Place an order", 0),
        ("US-001", "List my orders", 2),
        ("US-003", "Delete a user", 9),
        ("US-004", "Drink tea", 9),
    ]
    (project / "docs" / "requirements.md").unlink()
    assert told(Project([], project)) == ()


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_the_list_tells_the_same(project: Path, form: str) -> None:
    write(project, {"docs/architecture.md": FORMS[form]})
    found = [each for each in systems(Project([], project)) or () if each.backend]
    assert [(each.key, each.responsibility, each.stack, each.place) for each in found] == [
        (
            "backend-order",
            "Orders, carts and shipments",
            "Go, PostgreSQL, Redis",
            "docs/storage/backend-order.md",
        ),
        (
            "backend-user",
            "Manages users and sessions",
            "Kotlin, MySQL",
            "docs/storage/backend-user.md",
        ),
        ("backend-media", "Pictures of products", "Node, MongoDB", "docs/storage/backend-media.md"),
    ]
