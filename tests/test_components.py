"""Components below storage-conductor/: how they are read, and what the rules find in them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Run, lint, write
from hypothesis import given, settings
from hypothesis import strategies as st

from storagelint.config import Settings
from storagelint.judging.components.component_values import day, instant, wrong_id
from storagelint.linting.documents import read_documents
from storagelint.linting.files import find, load_file
from storagelint.linting.registry import Registry, discover, page
from storagelint.linting.rule import Diagnostic, Rule
from storagelint.markdown import Fence, parse
from storagelint.model import Project
from storagelint.model.components import Conductor, Metadata, Plan, Spec, TaskState, Tracks
from storagelint.model.standard import standard
from storagelint.reading.components import read_conductors
from storagelint.reading.components.json_places import read_object
from storagelint.reading.components.plan import read_plan
from storagelint.reading.components.spec import read_spec
from storagelint.reading.components.tracks import read_tracks
from storagelint.source import from_text

MARINA = ROOT / "fixtures" / "projects" / "conductor"
RULES = tuple(rule for rule in discover().rules if rule.code.startswith("SL8"))
BERTHS = "storage-conductor/storages/storage-database-001"
PHOTOS = "storage-conductor/storages/storage-20250311-093000"
TIDES = "storage-conductor/storages/storage-3"
TRACKS = "storage-conductor/tracks.md"


def _metadata(text: str) -> Metadata:
    return read_object(from_text(text))


def _plan(text: str) -> Plan:
    return read_plan(parse(from_text(text)), "plan.md")


def _spec(text: str) -> Spec:
    return read_spec(parse(from_text(text)), "spec.md")


def _tracks(text: str) -> Tracks:
    return read_tracks(parse(from_text(text)), "tracks.md")


def _conductor(root: Path) -> Conductor:
    kinds = Settings().all_kinds()
    documents = read_documents(find([], root, Settings(), kinds), kinds, load_file).documents
    (found,) = read_conductors(Project(documents, root))
    return found


def _findings(root: Path, *paths: str, rules: tuple[Rule, ...] = RULES) -> list[Diagnostic]:
    kinds = Settings().all_kinds()
    places = [root / path for path in paths]
    return lint(find(places, root, Settings(), kinds), Registry(rules), root=root).diagnostics


@pytest.fixture
def marina(tmp_path: Path) -> Path:
    """A copy of the example, to be damaged."""
    return Path(shutil.copytree(MARINA, tmp_path / "marina"))


def test_the_standard_is_that_of_the_plan_command() -> None:
    assert [len(phase.tasks) for phase in standard().phases] == [4, 4, 4, 4, 4, 4, 5, 5]
    assert len(standard().parts) == 16
    assert [phase.number for phase in standard().phases] == list(range(1, 9))
    for phase in standard().phases:
        assert standard().phases_of(phase.name) == (phase,)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Indexing and Optimization", {4}),
        ("Data Modeling & Migrations", {1, 2}),
        ("TESTS + DOCS", {7, 8}),
        ("Backup/Restore drills", {6}),
        ("Constraints & Validations", {5}),
        ("Rollout", set()),
        ("", set()),
    ],
)
def test_phases_are_known_under_other_names(name: str, meant: set[int]) -> None:
    assert {phase.number for phase in standard().phases_of(name)} == meant


@pytest.mark.parametrize(
    ("id", "good"),
    [
        ("storage-20240229-000000", True),
        ("storage-20230229-000000", False),
        ("storage-20240101-240000", False),
        ("storage-1", True),
        ("storage-file_system-12", True),
        ("storage-file-system-012", True),
        ("storage-Database-001", True),
        ("storage-sql-001", False),
        ("storage-", False),
        ("Storage-1", False),
        ("storage-١", False),
        ("storage-1\n", False),
        ("../storage-1", False),
    ],
)
def test_ids(id: str, good: bool) -> None:
    assert (wrong_id(id) is None) is good


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2025-05-01", "2025-05-01"),
        ("2025-05-01T10:00:00.123456789Z", "2025-05-01"),
        ("2025-05-01T10:00+0230", "2025-05-01"),
        ("2025-05-01 10:00:00", "2025-05-01"),
        ("2025-13-01", None),
        ("2025-05-01T25:00:00Z", None),
        ("20250501", None),
        ("01.05.2025", None),
        ("", None),
    ],
)
def test_times(text: str, date: str | None) -> None:
    assert day(text) == date
    assert (instant(text) is None) is (date is None)


def test_json_keys_and_values_have_their_places() -> None:
    metadata = _metadata(
        '\n{ "id" :"a",\n  "tags": ["x", {"y": []}],\n\t"n": -1.5e3, "z": null }\n'
    )
    assert [(each.key, each.sort, each.text) for each in metadata.entries] == [
        ("id", "text", "a"),
        ("tags", "a list", '["x", {"y": []}]'),
        ("n", "a number", "-1.5e3"),
        ("z", "null", "null"),
    ]
    places = [(*each.key_span[:2], *each.span[:2], *each.span[2:]) for each in metadata.entries]
    assert places[0] == (2, 3, 2, 9, 2, 12)
    assert places[1] == (3, 3, 3, 11, 3, 27)
    assert places[2][:4] == (4, 2, 4, 7)
    assert metadata.complete
    assert not metadata.problems
    assert metadata.start[:2] == (2, 1)


@pytest.mark.parametrize(
    ("text", "problem", "place"),
    [
        ("", "file is empty", (1, 1)),
        ("[]", "file does not open with a brace", (1, 1)),
        ('{"a": "1",}', "a comma before the closing brace", (1, 10)),
        ('{"a": "1"\n "b": "2"}', "a comma between two keys is missing", (1, 10)),
        ('{"a": "1"} x', "text behind the closing brace", (1, 12)),
        ('{"a": "1', "a text has no closing quote", (1, 7)),
        ('{"a": 01}', "«01» stands where a value is due", (1, 7)),
        ('{"a": }', "«}» stands where a value is due", (1, 7)),
        ('{"a" "1"}', '«"1"» stands where a colon is due', (1, 6)),
        ('{"a": "1"\n', "file ends where a comma or the closing brace is due", (1, 10)),
        ('{"a": [1, [2}', "file ends where a closing bracket is due", (1, 14)),
        ("{// no\n}", "«//» stands where a key in double quotes is due", (1, 2)),
        ('{"a": "\\q"}', "a text has an unknown escape", (1, 7)),
    ],
)
def test_json_mistakes_are_named(text: str, problem: str, place: tuple[int, int]) -> None:
    (found,) = _metadata(text).problems
    assert found.message == problem
    assert found.span[:2] == place


def test_json_of_repeated_keys_takes_the_last() -> None:
    metadata = _metadata('{"status": "Planning", "status": "Blocked"}')
    assert metadata.text("status") == "Blocked"
    assert len(metadata.entries) == 2


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none() | st.lists(st.booleans())))
def test_json_is_read_as_the_standard_library_reads_it(data: dict[str, object]) -> None:
    text = json.dumps(data, indent=2)
    metadata = _metadata(text)
    assert metadata.complete
    assert not metadata.problems
    lines = text.split("\n")
    assert [each.key for each in metadata.entries] == list(data)
    for each in metadata.entries:
        start = each.key_span
        quoted = lines[start.line - 1][start.column - 1 : start.end_column - 1]
        assert json.loads(quoted) == each.key
        if each.sort == "text":
            assert each.text == data[each.key]


PIECES = (
    *'{}[]":,|#*`~!-_()<>& \n\t\\/xX.0123456789é表\ufeff\x00',
    "- [ ] ",
    "- [x] ",
    "  - [~] ",
    "## Phase 1: ",
    "**Phase 2: A**\n",
    "[checkpoint: abc1234]",
    "| Storage ID | Title |\n| --- | --- |\n",
    "- [~] **Track: ",
    "## [ ] Track: ",
    "**Type**: ",
    "- **Title**: ",
    "# Spec\n",
    '"id": "',
    "storage-1",
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text())
def test_any_text_is_read(text: str) -> None:
    source = from_text(text)
    metadata, plan, spec, tracks = _metadata(text), _plan(text), _spec(text), _tracks(text)
    spans = [each.span for each in metadata.entries] + [each.span for each in metadata.problems]
    spans += [row.span for row in tracks.rows]
    spans += [each.place for each in spec.parts] + [plan.title_span, tracks.place]
    spans += [phase.span for phase in plan.phases] + [task.span for task in plan.tasks]
    for span in spans:
        assert 1 <= span.line <= len(source.lines)
        assert 1 <= span.column <= len(source.lines[span.line - 1]) + 1


PLAN = """\
# Plan: Parcels

- [x] not a task of a phase

## Phase 1: Schema Design [checkpoint: abc1234]

**Goal**: one picture

- [x] Model parcels `1a2b3c4`
  - [ ] with weights
    note
- [~] Model vans (commit 9f8e7d6)
- [!] Model depots
- [-] Model drones
- Model defaced
- **Owner:** the depot team

### Notes

- nothing to tick
- [ ] but this is

## [x] Phase 2 - Migrations

1. [X] Set up Flyway

**Phase 3: Testing**

- [x]Try it

## Risks

- [ ] not of a phase
"""


def test_plans_are_read_in_many_forms() -> None:
    plan = _plan(PLAN)
    first, second, third = plan.phases
    assert (first.number, first.name, first.checkpoint) == (1, "Schema Design", "abc1234")
    assert first.span == (5, 13, 5, 26)
    assert first.number_span == (5, 10, 5, 11)
    assert [(task.text, task.state, task.depth) for task in first.tasks] == [
        ("Model parcels", TaskState.DONE, 0),
        ("with weights", TaskState.OPEN, 1),
        ("Model vans", TaskState.ACTIVE, 0),
        ("Model depots", TaskState.BLOCKED, 0),
        ("Model drones", TaskState.DROPPED, 0),
        ("Model defaced", None, 0),
        ("Owner: the depot team", None, 0),
        ("but this is", TaskState.OPEN, 0),
    ]
    assert [task.commit for task in first.tasks[:3]] == ["1a2b3c4", None, "9f8e7d6"]
    assert [task.label for task in first.tasks] == [False] * 6 + [True, False]
    assert (second.number, second.name) == (2, "Migrations")
    assert [task.state for task in second.tasks] == [TaskState.DONE]
    assert (third.number, third.name) == (3, "Testing")
    assert [(task.text, task.state) for task in third.tasks] == [("Try it", TaskState.DONE)]
    assert (plan.progress.done, plan.progress.begun, plan.progress.total) == (3, 4, 7)


def test_plans_of_nested_bullets_are_read() -> None:
    plan = _plan("- **Phase 1: Schema Design**\n  - [ ] Model parcels\n    - [ ] weights\n")
    assert [(task.text, task.depth) for task in plan.tasks] == [
        ("Model parcels", 0),
        ("weights", 1),
    ]


def test_phases_without_plain_numbers_are_no_trouble() -> None:
    plan = _plan("## Phase 2a: Pilot\n\n- [ ] x\n\n## Phase 99999999999: Y\n\n## Phase 3\n")
    assert [(phase.name, phase.number) for phase in plan.phases] == [
        ("Pilot", None),
        ("Y", None),
        ("", 3),
    ]


def test_labels_end_where_the_next_one_begins() -> None:
    spec = _spec(
        "# Storage Specification\n\n**Title:** Parcels\n**Description**:\n\nWhere parcels are.\n\n"
        "**Dependencies**:\n\n## Data Integrity\n\n<!-- later -->\n\n### Rules\n\n"
        "```text\n**Type**: x\n```\n"
    )
    texts = {part.name: part.text for part in spec.parts}
    assert texts["Title"] == "Parcels"
    assert texts["Description"] == "Where parcels are."
    assert texts["Dependencies"] == ""
    assert "Type" not in texts


def test_a_bare_heading_is_no_title() -> None:
    assert _spec("# Specification\n").part("Title") is None
    title = _spec("# Storage Component Spec: Parcels\n").part("Title")
    assert title is not None
    assert title.text == "Parcels"


def test_foreign_tracks_are_read() -> None:
    tracks = _tracks(
        "# Tracks\n\n- [~] **Track: Parcels**\n  *Link: [here](./storages/storage-1/)*\n\n---\n\n"
        "## [x] Track: Vans\n*Link: [./storages/storage-2/](./storages/storage-2/)*\n\n"
        "## [ ] Track: Depots\n"
    )
    assert [(row.id, row.text("title"), row.text("status")) for row in tracks.rows] == [
        ("storage-1", "Parcels", "In Progress"),
        ("storage-2", "Vans", "Completed"),
        ("", "Depots", "Planning"),
    ]
    assert not any(row.tabular for row in tracks.rows)


def test_the_empty_state_is_no_row() -> None:
    tracks = _tracks("# S\n\n| Storage ID | Title | Status |\n|---|---|---|\n| | | |\n")
    assert tracks.rows == ()
    assert tracks.blank_row == (5, 1, 5, 8)


def test_the_example_is_read() -> None:
    conductor = _conductor(MARINA)
    assert [each.id for each in conductor.components] == [
        "storage-20250311-093000",
        "storage-3",
        "storage-database-001",
    ]
    assert conductor.stack == frozenset(["PostgreSQL", "Amazon S3", "Redis"])
    for component in conductor.components:
        assert component.files == set(standard().files)
        assert component.spec is not None
        assert len(component.spec.parts) == 16
        assert component.plan is not None
        assert len(component.plan.phases) == 8
        assert len(conductor.rows_of(component)) == 1


def test_the_example_is_clean() -> None:
    assert _findings(MARINA) == []


Damage = Callable[[str], str]


def _swap(old: str, new: str) -> Damage:
    def damage(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return damage


@pytest.mark.parametrize(
    ("file", "damage", "expected"),
    [
        (f"{TIDES}/metadata.json", _swap('"storage-3"', '"storage-4"'), "SL803"),
        (f"{TIDES}/metadata.json", _swap('"Redis",', '"Redis"'), "SL805"),
        (f"{TIDES}/metadata.json", _swap('"Planning"', '"planning"'), "SL806"),
        (f"{TIDES}/metadata.json", _swap('"cache"', '"Cache"'), "SL807"),
        (f"{TIDES}/metadata.json", _swap("2025-05-19T", "2025-19-05T"), "SL808"),
        (f"{TIDES}/metadata.json", _swap("Redis", "Memcached"), "SL811 SL820 SL822"),
        (f"{TIDES}/metadata.json", _swap("Planning", "In Progress"), "SL811 SL823"),
        (f"{BERTHS}/metadata.json", _swap("Completed", "Planning"), "SL811 SL817"),
        (TRACKS, lambda text: text[: text.rindex("| storage-3")], "SL809"),
        (TRACKS, lambda text: text + text.splitlines()[-1] + "\n", "SL802"),
        (TRACKS, lambda text: text + "| storage-9 | Lost | | | | | | |\n", "SL810"),
        (TRACKS, _swap("Tide Table", "Tidal Table"), "SL811"),
        (f"{TIDES}/plan.md", lambda text: text[: text.index("## Phase 8")], "SL812"),
        (f"{TIDES}/plan.md", _swap("Phase 4", "Phase 5"), "SL813"),
        (f"{TIDES}/plan.md", _swap("- [ ] Migration guides\n", ""), "SL814"),
        (f"{TIDES}/plan.md", _swap("- [ ] Migration guides", "- Migration guides"), "SL815"),
        (f"{BERTHS}/plan.md", _swap("- [x] Bookings", "- [ ] Bookings"), "SL816 SL817"),
        (f"{PHOTOS}/plan.md", _swap("- [x] Document", "- [ ] Document"), "SL818"),
        (f"{BERTHS}/spec.md", _swap("## Dependencies", "## See also"), "SL819"),
        (f"{PHOTOS}/spec.md", _swap("Object storage", "cache"), "SL820"),
        (f"{BERTHS}/spec.md", _swap("PostgreSQL", "SQLite"), "SL820 SL822"),
        (
            f"{BERTHS}/plan.md",
            lambda text: re.sub("(?i)backup and restore|backup/recovery tests", "backup", text),
            "SL824",
        ),
    ],
)
def test_each_damage_is_found(marina: Path, file: str, damage: Damage, expected: str) -> None:
    path = marina / file
    path.write_text(damage(path.read_text("utf-8")), "utf-8")
    assert " ".join(sorted(each.code for each in _findings(marina))) == expected


@pytest.mark.parametrize("name", standard().files)
def test_missing_files_are_found(marina: Path, name: str) -> None:
    (marina / TIDES / name).unlink()
    found = [each.message for each in _findings(marina) if each.code == "SL804"]
    assert found == [f"component storage-3 has no {name}"]
    below = [each.code for each in _findings(marina, TIDES)]
    assert below == ["SL804"]


def test_an_empty_folder_is_told_of_at_its_row(marina: Path) -> None:
    for name in standard().files:
        (marina / TIDES / name).unlink()
    found = [(each.code, each.path, each.span.line) for each in _findings(marina)]
    assert found == [("SL804", TRACKS, 7)] * 3


def test_only_files_that_are_checked_have_findings(marina: Path) -> None:
    path = marina / TRACKS
    path.write_text(path.read_text("utf-8").replace("Tide", "Tidal"), "utf-8")
    assert [each.code for each in _findings(marina, TRACKS)] == ["SL811"]
    assert _findings(marina, f"{TIDES}/metadata.json") == []


def test_other_documents_do_not_wake_the_rules(marina: Path) -> None:
    write(marina, {"docs/storage/berths.md": "# Berths Storage Design\n"})
    (marina / TRACKS).unlink()
    assert _findings(marina, "docs/storage/berths.md") == []


def test_a_file_that_is_no_text_is_not_missing(marina: Path) -> None:
    (marina / TIDES / "metadata.json").write_bytes(b'{"title": "Gezeiten \xfcber"}')
    found = _findings(marina)
    assert [(each.code, each.path) for each in found] == [("SL001", f"{TIDES}/metadata.json")]


def test_links_out_of_the_folder_are_not_followed(marina: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside" / "storage-8"
    write(outside, {"metadata.json": "{}", "plan.md": "# Plan\n"})
    (marina / "storage-conductor/storages/storage-8").symlink_to(outside)
    (marina / TIDES / "plan.md").unlink()
    (marina / TIDES / "plan.md").symlink_to(outside / "plan.md")
    conductor = _conductor(marina)
    assert conductor.component("storage-8") is None
    tides = conductor.component("storage-3")
    assert tides is not None
    assert "plan.md" not in tides.files


def test_hidden_folders_are_no_components(marina: Path) -> None:
    write(marina / "storage-conductor/storages", {".old/x.md": "x", "_template/plan.md": "# P\n"})
    assert _findings(marina) == []


def test_hostile_folders_are_read(marina: Path) -> None:
    for path in (marina / "storage-conductor").rglob("*"):
        if path.is_file():
            path.write_text("[" * 20_000 + "- [ ] " * 2_000 + '{"' * 5_000, "utf-8")
    assert {each.code for each in _findings(marina)} <= {
        "SL801",
        "SL805",
        "SL809",
        "SL812",
        "SL819",
        "SL820",
    }


def test_entities_of_a_specification_are_not_judged(marina: Path) -> None:
    spec = marina / BERTHS / "spec.md"
    table = "\n### berths\n\n| Field | Type |\n| --- | --- |\n| length | NUMERIC |\n"
    spec.write_text(spec.read_text("utf-8") + table, "utf-8")
    entity_rules = tuple(rule for rule in discover().rules if rule.code[:3] in ("SL2", "SL3"))
    assert _findings(marina, rules=entity_rules) == []


def test_check_finds_damage_in_any_scope(
    run: Run, marina: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = marina / TIDES / "metadata.json"
    path.write_text(path.read_text("utf-8").replace('"Redis"', '""'), "utf-8")
    monkeypatch.chdir(marina)
    for scope in ([], ["storage-conductor"], [TIDES], [f"{TIDES}/metadata.json"]):
        outcome = run("check", "--select", "SL8", *scope)
        assert f"{TIDES}/metadata.json:6:14: SL805" in outcome.out
        assert outcome.status == 1


def _fences(rule: Rule, title: str) -> dict[str, str]:
    """The files of the first case under a heading of a rule's page."""
    sections = parse(from_text(page(rule) or "")).sections
    section = next(each for each in sections if each.title == title)
    files: dict[str, str] = {}
    for block in section.blocks:
        if isinstance(block, Fence) and block.language == "expect":
            break
        if isinstance(block, Fence):
            files[block.info.partition("file=")[2]] = block.text + "\n"
    return files


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.fixable], ids=lambda rule: rule.code
)
def test_fixes_give_what_the_page_shows(rule: Rule, tmp_path: Path) -> None:
    files = _fences(rule, "Fails")
    write(tmp_path, files)
    for diagnostic in reversed(_findings(tmp_path, rules=(rule,))):
        assert diagnostic.fix is not None
        lines = files[diagnostic.path].split("\n")
        for edit in sorted(diagnostic.fix.edits, key=lambda edit: edit.span, reverse=True):
            line, column, end_line, end_column = edit.span
            before, after = lines[line - 1][: column - 1], lines[end_line - 1][end_column - 1 :]
            lines[line - 1 : end_line] = (before + edit.text + after).split("\n")
        files[diagnostic.path] = "\n".join(lines)
        files |= {file.path: file.text for file in diagnostic.fix.creates}
    assert files == _fences(rule, "Fixed")
