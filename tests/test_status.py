"""`storagelint status`: the page on a project, and its JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SHOP, Run, write

from storagelint.judging.access.matrix import State, cells
from storagelint.linting.rule import Diagnostic, Severity
from storagelint.markdown import parse
from storagelint.model import (
    Document,
    Entity,
    Field,
    Form,
    Frequency,
    Index,
    IndexField,
    Project,
    QueryPattern,
    Store,
)
from storagelint.model.components import Component, Conductor, Phase, Plan, Task, TaskState
from storagelint.reporting.overview import survey
from storagelint.reporting.status import render_json, render_text
from storagelint.source import Span, from_text

MARINA = ROOT / "fixtures" / "projects" / "conductor"
SPAN = Span(1, 1, 1, 2)
HOSTILE = "a\n::error::\x1b[31m\u202e postgres://app:hunter2@db/shop"

ARCHITECTURE = """# Architecture

### 1.1 System List

| System | Type |
| --- | --- |
| web | Frontend |
| backend-loans | Backend |
| backend-mail | Backend |
"""
LOANS = """# Loans Storage Design

## 2. Core Entities

### 2.1 Loan

| Field | Type | Constraints |
| --- | --- | --- |
| id | UUID | PK |
| member_id | UUID | NOT NULL |
| status | TEXT | NOT NULL |

## 4. Index Design

| Table | Index | Fields | Type | Purpose |
| --- | --- | --- | --- | --- |
| Loan | idx_loan_member_id | member_id | btree | A member's loans |

## 5. Query Pattern Analysis

| Query Scenario | Frequency | Tables | Optimization |
| --- | --- | --- | --- |
| Loans of a member | High | Loan | Filter by member_id |
| 貸出の状態 | Low | Loan | Filter by status |
| Anything else | | Loan | |
"""


def _status(run: Run, *arguments: str) -> Any:
    return json.loads(run("status", *arguments, "--output-format", "json").out)


def test_the_page_of_a_small_project(project: Path, run: Run) -> None:
    settings = 'select = ["SL114", "SL451", "SL201"]\n'
    design = {"docs/storage/backend-loans.md": LOANS, "docs/architecture.md": ARCHITECTURE}
    write(project, {"storagelint.toml": settings, **design})
    outcome = run("status")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == (
        "Documents: 1\n"
        "  entities  queries  indexes  errors  warnings  infos\n"
        "         1        3        1       0         0      1  storage: 1\n"
        "         1        3        1       0         0      1    docs/storage/backend-loans.md\n"
        "                                   1         0      0  files beside them\n"
        "\n"
        "Backend systems with a storage document: 1 of 2\n"
        "  yes  backend-loans  docs/storage/backend-loans.md\n"
        "  no   backend-mail\n"
        "\n"
        "Findings: 2\n"
        "  errors  warnings  infos\n"
        "       1         0      0  SL1 document and sections\n"
        "       0         0      1  SL4 indexes and queries\n"
        "\n"
        "Queries of docs/storage/backend-loans.md: 3\n"
        "  frequency  query              entity  filter                               sort\n"
        "  high       Loans of a member  Loan    member_id: index idx_loan_member_id  -\n"
        "  low        貸出の状態         Loan    status: nothing                      -\n"
        "  -          Anything else      Loan    unknown                              -\n"
    )


def test_an_empty_project_has_a_page(project: Path, run: Run) -> None:
    outcome = run("status")
    assert (outcome.status, outcome.out) == (0, "Documents: 0\n\nFindings: 0\n")
    data = _status(run)
    assert (data["version"], data["documents"], data["systems"]) == (1, [], None)
    assert data["summary"]["progress"] is None


def test_what_could_not_be_read_is_told(project: Path, run: Run) -> None:
    write(project, {"docs/storage/a.md": ""})
    (project / "docs/storage/a.md").write_bytes(b"# caf\xe9\n")
    outcome = run("status")
    assert outcome.status == 2
    assert outcome.err.startswith("storagelint: docs/storage/a.md:1:1: ")
    assert "files beside them" in outcome.out


def test_the_shop(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SHOP)
    data = _status(run)
    checked = json.loads(run("check", "--output-format", "json").out)
    assert data["summary"]["errors"] == checked["summary"]["errors"]
    assert sum(each["warnings"] for each in data["groups"]) == checked["summary"]["warnings"]
    assert sum(each["infos"] for each in data["kinds"]) == checked["summary"]["infos"]
    assert [(each["kind"], each["documents"]) for each in data["kinds"]] == [
        ("data-design", 1),
        ("storage", 2),
    ]
    assert [(each["name"], each["backend"], each["document"]) for each in data["systems"]] == [
        ("web-shop", False, None),
        ("backend-order", True, "docs/storage/backend-order.md"),
        ("backend-user", True, "docs/storage/backend-user.md"),
    ]
    (queries,) = [each["queries"] for each in data["queries"] if "user" in each["path"]]
    assert queries[0] == {
        "name": "Sign in by email",
        "line": 61,
        "frequency": "high",
        "rate": None,
        "entities": [
            {
                "entity": "User",
                "filter": {
                    "fields": ["email"],
                    "state": "served",
                    "by": {"kind": "unique", "name": None, "fields": ["email"]},
                },
                "sort": {"fields": [], "state": "none", "by": None},
            }
        ],
    }


def test_paths_are_relative_to_the_working_folder(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    data = _status(run, "fixtures/projects/shop")
    paths = [each["path"] for each in (*data["documents"], *data["queries"])]
    paths += [each["document"] for each in data["systems"] if each["document"]]
    assert len(paths) == 8
    assert {path.partition("docs/")[0] for path in paths} == {"fixtures/projects/shop/"}


def test_the_marina(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(MARINA)
    data = _status(run)
    assert [
        (each["id"], each["status"], each["storage_type"], each["progress"])
        for each in data["components"]
    ] == [
        (
            "storage-20250311-093000",
            "In Progress",
            "object_storage",
            {"done": 9, "begun": 10, "total": 34},
        ),
        ("storage-3", "Planning", "cache", {"done": 0, "begun": 0, "total": 34}),
        ("storage-database-001", "Completed", "database", {"done": 36, "begun": 36, "total": 36}),
    ]
    assert data["components"][0]["phases"][2] == {
        "number": 3,
        "name": "Core Storage Implementation",
        "done": 1,
        "begun": 2,
        "total": 4,
    }
    assert data["summary"]["progress"] == {"done": 45, "begun": 46, "total": 104}
    out = run("status").out
    assert "Components: 3, 45 of 104 tasks, 43%\n" in out
    assert "  storage-3: 0 of 34 tasks, 0% (Tide Table Cache, Planning)\n    phase 1: 0 of 4" in out


def _document(**facts: Any) -> Document:
    return Document(path="d.md", page=parse(from_text("")), **facts)


def _entity(name: str, *fields: str, **more: Any) -> Entity:
    made = [Field(name=field) for field in fields]
    return Entity(name=name, form=Form.TABLE, fields=made, **more)


def _states(query: QueryPattern, **facts: Any) -> list[tuple[str | None, State, State]]:
    found = cells(query, _document(**facts))
    return [(cell.name, cell.filter.state, cell.sort.state) for cell in found]


LOAN = _entity("loans", "id", "member_id", "due")
MEMBER = _entity("members", "id", "email")
BY_DUE = Index(name="i", entity="loans", fields=[IndexField("due")])


@pytest.mark.parametrize(
    ("facts", "states"),
    [
        ({"filters": ["id"], "sorts": ["due"]}, (State.SERVED, State.SERVED)),
        ({"filters": ["member_id"]}, (State.UNSERVED, State.NONE)),
        ({"filters": ["member_id"], "full_text": True}, (State.UNKNOWN, State.NONE)),
        ({}, (State.UNKNOWN, State.NONE)),
        ({"filters_stated": True}, (State.NONE, State.NONE)),
        ({"filters_stated": True, "sorts": ["member_id"]}, (State.NONE, State.UNSERVED)),
        ({"sorts": ["member_id"]}, (State.UNKNOWN, State.UNKNOWN)),
        ({"sorts": ["due"]}, (State.UNKNOWN, State.SERVED)),
        ({"filters": ["elsewhere"]}, (State.UNKNOWN, State.NONE)),
    ],
)
def test_what_can_be_told_of_a_query(facts: dict[str, Any], states: tuple[State, State]) -> None:
    query = QueryPattern(name="q", entities=["loans"], **facts)
    assert _states(query, entities=[LOAN], indexes=[BY_DUE]) == [("loans", *states)]


def test_an_insert_needs_no_index() -> None:
    query = QueryPattern(name="Create a loan", entities=["loans"], writes=True)
    assert _states(query, entities=[LOAN]) == [("loans", State.NONE, State.NONE)]


def test_each_entity_that_is_filtered_has_a_cell() -> None:
    query = QueryPattern(name="q", entities=["loans", "members"], filters=["email", "due"])
    assert _states(query, entities=[LOAN, MEMBER], indexes=[BY_DUE]) == [
        ("loans", State.SERVED, State.NONE),
        ("members", State.UNSERVED, State.NONE),
    ]


def test_a_store_with_ways_of_its_own_is_unknown() -> None:
    query = QueryPattern(name="q", entities=["loans"], filters=["due"])
    redis = [Store(technology="Redis", store_class="key-value")]
    assert _states(query, entities=[LOAN], stores=redis)[0][1] is State.UNKNOWN
    partial = _entity("loans", "id", "due", partial=True)
    assert _states(query, entities=[partial])[0][1] is State.UNKNOWN


def _finding(severity: Severity, code: str, path: str = "d.md") -> Diagnostic:
    return Diagnostic(code, "x", severity, "m", path, SPAN)


def test_findings_count_by_group_and_beside_the_documents() -> None:
    found = [
        _finding(Severity.ERROR, "SL201"),
        _finding(Severity.INFO, "SL209"),
        _finding(Severity.WARNING, "OWN301", "other.md"),
    ]
    overview = survey(Project([_document()]), found, 4)
    lines = render_text(overview).splitlines()
    assert lines[lines.index("Findings: 3, 4 suppressed") :] == [
        "Findings: 3, 4 suppressed",
        "  errors  warnings  infos",
        "       0         1      0  OWN3",
        "       1         0      1  SL2 entities and fields",
    ]
    summary = json.loads(render_json(overview))["summary"]
    assert summary["beside"] == {"errors": 0, "warnings": 1, "infos": 0}


def test_progress_leaves_out_components_that_were_given_up(project: Path, run: Run) -> None:
    for number, status in ((1, "In Progress"), (2, "Cancelled")):
        folder = f"storage-conductor/storages/storage-{number}"
        metadata = json.dumps({"id": f"storage-{number}", "title": "T", "status": status})
        plan = "# Plan\n\n## Phase 1: Design\n\n- [x] a\n- [ ] b\n- [-] c\n"
        write(project, {f"{folder}/metadata.json": metadata, f"{folder}/plan.md": plan})
    write(project, {"storage-conductor/storages/storage-3/spec.md": "# Spec\n"})
    data = _status(run)
    assert data["summary"]["progress"] == {"done": 1, "begun": 1, "total": 2}
    assert data["components"][2]["progress"] is None
    assert "  storage-3: no plan\n" in run("status").out


def test_no_text_of_a_document_can_forge_the_page() -> None:
    query = QueryPattern(name=HOSTILE, entities=[HOSTILE], frequency=Frequency.HIGH, span=SPAN)
    document = _document(queries=[query], entities=[_entity(HOSTILE, HOSTILE)], title=HOSTILE)
    document.path = HOSTILE
    plan = Plan(HOSTILE, SPAN, (Phase(HOSTILE, HOSTILE, 1, SPAN, SPAN, (_task(HOSTILE),)),))
    conductor = Conductor(HOSTILE, (Component(HOSTILE, HOSTILE, frozenset(), plan=plan),))
    project = Project([document], read_conductors=lambda _project: (conductor,))
    overview = survey(project, [_finding(Severity.ERROR, "SL201", HOSTILE)])
    page = render_text(overview)
    assert [line for line in page.splitlines() if line.lstrip().startswith("::")] == []
    for text in (page, render_json(overview)):
        assert "hunter2" not in text
        assert not {"\x1b", "\u202e"} & set(text)
    assert json.loads(render_json(overview))["documents"][0]["queries"] == 1


def _task(text: str) -> Task:
    return Task(text, TaskState.DONE, SPAN)
