"""Designs whose sections were cut -> the same designs after one `storagelint fix`."""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT, Run, write
from test_fix_promises import Mended, mend

from storagelint.kinds import Kind, builtin_kinds
from storagelint.linting.result import Result
from storagelint.linting.rule import Diagnostic, Severity
from storagelint.markdown import parse
from storagelint.model import SectionFact
from storagelint.reading.sections import read_sections
from storagelint.source import from_text

WHOLE = bool(os.environ.get("STORAGELINT_PROMISES"))
CUTS = 500 if WHOLE else 15
"""How often each design is cut."""
LENDING = "docs/storage/backend-lending.md"
SHIPPING = "docs/storage/backend-shipping.md"
RESERVATIONS = "docs/plan/E01-lending/E01-F01-reservations/03-data-design.md"


@dataclass(frozen=True)
class Design:
    """A clean design, and what of its project has to be there."""

    folder: Path
    path: str
    kind: Kind
    crlf: bool = False

    @property
    def text(self) -> str:
        return (self.folder / self.path).read_text("utf-8")

    def files(self, text: str) -> dict[str, bytes]:
        """The project with this text of the design."""
        found = {
            str(file.relative_to(self.folder)): file.read_bytes()
            for file in sorted(self.folder.rglob("*.md"))
            if "storage-conductor" not in file.parts
        }
        data = text.encode()
        return found | {self.path: data.replace(b"\n", b"\r\n") if self.crlf else data}


def _designs() -> dict[str, Design]:
    kinds = builtin_kinds()
    base = ROOT / "fixtures" / "mutations" / "base"
    return {
        "storage": Design(base, LENDING, kinds["storage"]),
        "data design": Design(base, RESERVATIONS, kinds["data-design"]),
        "Chinese storage": Design(ROOT / "fixtures" / "sections", SHIPPING, kinds["storage"]),
        "Windows newlines": Design(base, LENDING, kinds["storage"], crlf=True),
    }


DESIGNS = _designs()


def sections(design: Design) -> list[SectionFact]:
    """The sections of the kind that the design has, each with the lines that it takes."""
    page = parse(from_text(design.text))
    specs = {spec.role: spec for spec in design.kind.sections}
    return [
        fact
        for fact in read_sections(page, design.kind).facts
        if not fact.label and fact.role in specs and fact.level == specs[fact.role].level
    ]


def cut(design: Design, roles: set[str]) -> str:
    """The design without the sections of some roles."""
    gone = {
        line
        for fact in sections(design)
        if fact.role in roles
        for line in range(fact.line, fact.end_line + 1)
    }
    lines = design.text.split("\n")
    return "\n".join(line for number, line in enumerate(lines, 1) if number not in gone)


def subsets(design: Design, count: int) -> list[set[str]]:
    """Random sets of roles, always the same ones."""
    dice = random.Random(500)
    roles = sorted({fact.role for fact in sections(design)})
    return [set(dice.sample(roles, dice.randint(1, len(roles)))) for _ in range(count)]


def found(result: Result, path: str) -> list[Diagnostic]:
    return [each for each in result.diagnostics if each.path == path]


def _errors(result: Result) -> Counter[tuple[str, str, str]]:
    return Counter(
        (each.path, each.code, each.message)
        for each in result.diagnostics
        if each.severity is Severity.ERROR
    )


def _headings(text: str, kind: Kind) -> list[str]:
    """The roles of the kind's sections in the order of the text."""
    roles = {spec.role for spec in kind.sections}
    facts = read_sections(parse(from_text(text)), kind).facts
    return [fact.role for fact in facts if fact.role in roles and not fact.label]


def _wrong(design: Design, roles: set[str], mended: Mended) -> list[str]:
    """What is wrong of a design that was cut and fixed."""
    before, after = mended.before[design.path].decode(), mended.after[design.path].decode()
    left = found(mended.new, design.path)
    wrong = [f"refused: {each.message}" for each in mended.outcome.refused]
    wrong += [f"left: {each.message}" for each in left if each.code == "SL101"]
    wrong += [f"new error: {error}" for error in _errors(mended.new) - _errors(mended.old)]
    wrong += [f"changed again: {path}" for path in mended.again]
    rest = iter(after.split("\n"))
    wrong += [f"lost: {line}" for line in before.split("\n") if line not in rest]
    if design.crlf and re.search(r"(?<!\r)\n", after):
        wrong.append("a newline of another sort")
    order = [role for role in _headings(after, design.kind) if role in roles]
    wanted = [spec.role for spec in design.kind.sections if spec.role in set(order)]
    if list(dict.fromkeys(order)) != wanted:
        wrong.append(f"out of order: {order}")
    numbers = re.findall(r"^## (\d+)\. ", after, re.MULTILINE)
    if numbers != [str(number) for number in range(1, len(numbers) + 1)]:
        wrong.append(f"numbered {', '.join(numbers)}")
    return wrong


@pytest.mark.parametrize("name", DESIGNS)
def test_4_sections_that_are_cut_come_back(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    design = DESIGNS[name]
    wrong: dict[str, list[str]] = {}
    cuts = subsets(design, CUTS)
    other = 0
    for roles in cuts:
        files = design.files(cut(design, roles))
        mended = mend(tmp_path_factory.mktemp("cut"), files, unsafe=False)
        if not found(mended.old, design.path):
            assert mended.after == files, "what is left describes no design any more"
            other += 1
        elif problems := _wrong(design, roles, mended):
            wrong[", ".join(sorted(roles))] = problems
    print(f"\nsections: {name}: {len(cuts)} cuts, {len(wrong)} not mended")
    assert wrong == {}
    assert other * 5 < len(cuts)


@pytest.mark.parametrize("name", DESIGNS)
def test_each_section_alone_comes_back_without_a_warning(name: str, tmp_path: Path) -> None:
    """But for what it asks its author (SL109), and what the cut took from the rest."""
    design = DESIGNS[name]
    for fact in sections(design):
        files = design.files(cut(design, {fact.role}))
        mended = mend(tmp_path / fact.role, files, unsafe=False)
        assert _wrong(design, {fact.role}, mended) == []
        known = Counter((each.code, each.message) for each in mended.old.diagnostics)
        now = [each for each in found(mended.new, design.path) if each.code != "SL109"]
        new = Counter((each.code, each.message) for each in now) - known
        if fact.role not in ("entities", "data-model"):
            assert new == Counter(), fact.role


def test_the_sections_are_written_in_the_manner_of_the_document(tmp_path: Path) -> None:
    design = DESIGNS["Chinese storage"]
    files = design.files(cut(design, {"relationships", "indexes"}))
    text = mend(tmp_path, files, unsafe=False).after[SHIPPING].decode()
    assert "## 三、实体关系\n\n```\ndepots 1 ──── N parcels\n" in text
    assert (
        "## 四、索引设计\n\n| 表 | 索引 | 索引字段 | 类型 | 说明 |\n|---|---|---|---|---|\n" in text
    )
    assert "| parcels | idx_parcels_tracking_code | tracking_code | btree, unique |" in text


CLINIC = """\
# Clinic Storage Design

## Storage Selection

| Storage Type | Technology | Purpose |
| --- | --- | --- |
| Primary DB | PostgreSQL | Appointments need transactions |

## Core Entities

### Doctor

| Field | Type | Constraints | Description |
| --- | --- | --- | --- |
| id | UUID | PK | Identifier |
| badge | VARCHAR(20) | UNIQUE, NOT NULL | Number on the badge |

### Appointment

| Field | Type | Constraints | Description |
| --- | --- | --- | --- |
| id | UUID | PK | Identifier |
| doctor_id | UUID | NOT NULL, FK → Doctor.id | Who sees the patient |

{rest}"""


def _fixed(project: Path, run: Run, text: str, *arguments: str) -> str:
    write(project, {"docs/storage/backend-clinic.md": text})
    run("fix", *arguments, "docs/storage/backend-clinic.md")
    return (project / "docs/storage/backend-clinic.md").read_text("utf-8")


def test_an_index_that_a_query_names_is_listed_under_this_name(project: Path, run: Run) -> None:
    query = """\
## Query Pattern Analysis

| Query Scenario | Frequency | Tables | Optimization |
| --- | --- | --- | --- |
| Visits of a doctor | Medium | Appointment | filter by doctor_id, idx_visits_of_doctor |
"""
    text = _fixed(project, run, CLINIC.format(rest=query), "--select", "SL101")
    assert "| Doctor | idx_doctor_badge | badge | btree, unique |" in text
    assert "| Appointment | idx_visits_of_doctor | doctor_id | btree |" in text
    assert "idx_appointment_doctor_id" not in text


def test_sections_stand_before_a_footer_and_keep_the_rules_between(project: Path, run: Run) -> None:
    rest = "---\n\n## Security\n\nTLS and roles.\n\n---\n\n*Last reviewed in spring*\n"
    ruled = CLINIC.format(rest=rest).replace("\n## Core", "\n---\n\n## Core")
    text = _fixed(project, run, ruled, "--select", "SL101")
    assert "TLS and roles.\n\n---\n\n*Last reviewed in spring*\n" in text
    assert text.count("\n\n---\n\n## ") == 8


def test_nothing_is_written_into_an_open_fence(project: Path, run: Run) -> None:
    text = CLINIC.format(rest="## Backup\n\n```\nopen to the end\n")
    fixed = _fixed(project, run, text, "--select", "SL101")
    assert fixed == text


def test_a_document_of_no_kind_is_left_alone(project: Path, run: Run) -> None:
    text = CLINIC.format(rest="")
    write(project, {"notes.md": text})
    run("fix", "notes.md")
    assert (project / "notes.md").read_text("utf-8") == text


def test_a_filled_scaffold_is_judged_like_any_section(project: Path, run: Run) -> None:
    text = _fixed(project, run, CLINIC.format(rest=""), "--select", "SL101")
    assert "says nothing of" not in run("check", "docs/storage/backend-clinic.md").out
    own = re.sub(r"\*Proposed:.*\n<!-- .* -->\n", "", text).replace("- **RTO**: 4 hours\n", "")
    write(project, {"docs/storage/backend-clinic.md": own})
    out = run("check", "docs/storage/backend-clinic.md").out
    assert "SL553" in out
    assert "SL109" not in out


def test_names_do_not_break_out_of_what_is_written(project: Path, run: Run) -> None:
    hostile = CLINIC.format(rest="").replace("### Doctor", "### `Doc|tor` <!-- x")
    text = _fixed(project, run, hostile, "--select", "SL101")
    page = parse(from_text(text))
    marks = [each.text for each in page.comments]
    assert all(mark.startswith("storagelint: scaffold") for mark in marks)


def test_numbers_are_mended_with_the_links_to_them(project: Path, run: Run) -> None:
    text = (
        "# Loom\n\nSee [indexes](#4-indexes).\n\n## 2. Tables\n\n### 2.1 yarns\n\n## 4. Indexes\n"
    )
    text += "\n### 4.1 Keys\n\n### 4.3 Searches\n"
    write(project, {"loom.md": text})
    run("fix", "--select", "SL104", "loom.md")
    fixed = (project / "loom.md").read_text("utf-8")
    assert "[indexes](#3-indexes)" in fixed
    assert re.findall(r"^#+ ([\d.]+)", fixed, re.MULTILINE) == ["2.", "2.1", "3.", "3.1", "3.2"]
    assert "SL111" not in run("check", "loom.md").out


@pytest.mark.parametrize(
    "also",
    ["As section 4 says, names are short.\n", "## 5 tables\n\n## 7 views\n"],
)
def test_numbers_that_may_be_meant_stay(project: Path, run: Run, also: str) -> None:
    text = f"# Loom\n\n{also}\n## 2. Tables\n\n## 4. Indexes\n"
    write(project, {"loom.md": text})
    run("fix", "--select", "SL104", "loom.md")
    assert (project / "loom.md").read_text("utf-8") == text


def test_numbers_that_another_document_links_to_stay(project: Path, run: Run) -> None:
    text = "# Loom\n\n## 2. Tables\n\n## 4. Indexes\n"
    write(project, {"loom.md": text, "other.md": "# Other\n\n[see](loom.md#4-indexes)\n"})
    run("fix", "--select", "SL104", "loom.md", "other.md")
    assert (project / "loom.md").read_text("utf-8") == text


@pytest.mark.parametrize(
    "text",
    [
        "## Storage Selection\n\nPostgreSQL.\n\n### Core Entities\n\nDoctor.\n\n### Notes\n\nNo.\n",
        "## Storage Selection\n\n### Core Entities\n\nDoctor.\n",
    ],
)
def test_a_heading_that_would_tear_others_stays(project: Path, run: Run, text: str) -> None:
    text = f"# Clinic Storage Design\n\n{text}"
    assert _fixed(project, run, text, "--select", "SL105") == text


def test_a_column_is_added_to_tables_of_every_make(project: Path, run: Run) -> None:
    rest = "## Query Pattern Analysis\n\nQuery Scenario | Tables | Optimization\n--- | --- | ---\n"
    rest += "Find a doctor | Doctor | by badge\nList all | Doctor\n"
    text = _fixed(project, run, CLINIC.format(rest=rest), "--select", "SL116")
    assert "Query Scenario | Tables | Optimization | Frequency\n--- | --- | --- | ---\n" in text
    assert "<!-- storagelint: scaffold of the column Frequency -->" in text
    out = run("check", "docs/storage/backend-clinic.md").out
    assert "SL109 warning: column Frequency is a scaffold" in out
    assert "SL457" in out, "the rest of the author's section is judged as before"
    again = run("fix", "--select", "SL116", "docs/storage/backend-clinic.md").out
    assert "nothing" in again


def test_headings_are_set_over_what_they_would_head(tmp_path: Path) -> None:
    """Entities that stand right under their part go a level down, below a heading of their own."""
    design = DESIGNS["data design"]
    whole = design.text
    bare = whole.replace("### Entity Diagram\n\n", "").replace("### Schema Definition\n\n", "")
    bare = re.sub(r"^#### ", "### ", bare, flags=re.MULTILINE)
    mended = mend(tmp_path, design.files(bare), unsafe=False)
    assert mended.after[RESERVATIONS].decode() == whole
    assert mended.again == {}
