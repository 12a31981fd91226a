"""What `storagelint fix` promises, each with its figure (`pytest -s` prints them).

The documents are those of the rule pages and the fixtures, with defects planted in them, in six
styles of newlines. The long ones run on a sample; `make promises` runs them whole.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import mistune
import pytest
from conftest import ROOT, Run
from conftest import write as write_files
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from peers_installed import commonmark_examples
from test_pages import RULES, Case, _sections, failing, findings, passing

from storagelint.config import load, settings_file
from storagelint.fixing import rounds
from storagelint.fixing.drafts import Drafts
from storagelint.fixing.edits import Step, step
from storagelint.fixing.rounds import MAX_ROUNDS, Outcome, settle
from storagelint.fixing.write import create, recover, write
from storagelint.linting.engine_rules import ENGINE_RULES
from storagelint.linting.files import find
from storagelint.linting.registry import Registry, discover
from storagelint.linting.result import Result
from storagelint.linting.rule import Diagnostic, Edit, Fix, Safety, Severity
from storagelint.linting.run import Run as Check
from storagelint.linting.selection import Selection, match_rule
from storagelint.linting.task import Task
from storagelint.source import Span, from_text

WHOLE = bool(os.environ.get("STORAGELINT_PROMISES"))
FIXABLE = [rule for rule in RULES if rule.fixable]
PLANTED = """
<!-- storagelint: ignore SL201 silences nothing -->

### planted_records

| Field | Type | Constraints |
| --- | --- | --- |
| id | UUID | PRIMARY KEY, NULL |
| deleted_at | TIMESTAMP | NOT NULL |
"""
STYLES: dict[str, Callable[[bytes], bytes]] = {
    "lf": lambda data: data,
    "crlf": lambda data: data.replace(b"\n", b"\r\n"),
    "cr": lambda data: data.replace(b"\n", b"\r"),
    "mixed": lambda data: _mixed(data),
    "bom": lambda data: b"\xef\xbb\xbf" + data,
    "no final newline": lambda data: data.rstrip(b"\n"),
}


def _mixed(data: bytes) -> bytes:
    """Every third newline of another sort; no bare CR before an empty line, which made it CRLF."""
    lines = data.split(b"\n")
    ends = [b"\n", b"\r\n", b"\n"]
    return b"".join(line + ends[number % 3] for number, line in enumerate(lines[:-1])) + lines[-1]


@dataclass
class Mended:
    """A project before and after its fixes."""

    name: str
    before: dict[str, bytes]
    after: dict[str, bytes]
    steps: list[Step]
    outcome: Outcome
    old: Result
    new: Result
    """What is found on the disk before and after."""
    again: dict[str, bytes] = field(default_factory=dict)
    """What fixing a second time would change."""


def drafts(root: Path, names: list[str]) -> Drafts:
    """The project's files, read."""
    wanted = load(settings_file(root)).settings
    selection = Selection(severity=wanted.severity, extend_select=("SL",))
    files = find([root / name for name in names], root, wanted, wanted.all_kinds())
    task = Task(wanted, selection, root, found=_registry())
    return Drafts(Check(task, _registry(), list(files)))


@cache
def _registry() -> Registry:
    return discover()


def mend(
    root: Path,
    files: dict[str, bytes],
    name: str = "",
    *,
    words: tuple[str, ...] = (),
    unsafe: bool = True,
) -> Mended:
    """Write a project, fix it on the disk, look at it again, and fix it once more."""
    write_files(root, {"storagelint.toml": ""})
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    names = [path for path in files if path.endswith((".md", ".json"))]

    def wanted(finding: Diagnostic) -> bool:
        safe = finding.fix is not None and finding.fix.safety is Safety.SAFE
        chosen = (match_rule(word, finding.code, finding.name) is not None for word in words)
        return (safe or unsafe) and (not words or any(chosen))

    steps: list[Step] = []

    def recorded(data: bytes, found: list[Diagnostic]) -> Step | None:
        taken = step(data, found)
        if taken is not None:
            steps.append(taken)
        return taken

    first = drafts(root, names)
    old = first.lint({})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rounds, "step", recorded)
        outcome = settle(first.originals, first.lint, wanted)
    for path, data in outcome.texts.items():
        if path in files:
            write(root / path, files[path], data)
        else:
            create(root / path, data)
    created = [path for path in outcome.texts if path not in files]
    second = drafts(root, [*names, *created])
    new = second.lint({})
    again = settle(second.originals, second.lint, wanted)
    after = {path: (root / path).read_bytes() for path in [*files, *created]}
    return Mended(name, files, after, steps, outcome, old, new, again.texts)


def _page_cases() -> Iterator[tuple[str, Case]]:
    for rule in RULES:
        for title, cases in (("Fails", failing), ("Passes", passing)):
            if title in _sections(rule.code):
                for case in cases(_sections(rule.code)[title]):
                    yield f"{rule.code} {title} {case.line}", case


def _plain(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf")


def _is_text(path: Path) -> bool:
    return path.suffix in (".md", ".json")


def _projects() -> list[tuple[str, dict[str, bytes]]]:
    """The rule pages whose rules have fixes, and the fixtures; all with defects planted."""
    codes = {rule.code for rule in FIXABLE}
    found = [
        (f"{name} {number}", {path: text.encode() for path, text in case.files.items()})
        for number, (name, case) in enumerate(_page_cases())
        if name[:5] in codes and "storagelint.toml" not in case.files
    ]
    found += [
        (path.name, {path.name: _plain(path) + PLANTED.encode()})
        for path in sorted((ROOT / "fixtures" / "reading").glob("*.md"))
    ]
    for folder in sorted((ROOT / "fixtures" / "projects").iterdir()):
        files = {
            str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and _is_text(path)
        }
        planted = {
            path: data + PLANTED.encode() if "storage/" in path and path.endswith(".md") else data
            for path, data in files.items()
        }
        found.append((folder.name, planted))
    return found


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> list[Mended]:
    """All projects in all styles, mended."""
    found: list[Mended] = []
    for number, (name, files) in enumerate(_projects()):
        for at, (style, change) in enumerate(STYLES.items()):
            if not WHOLE and at and (number + at) % 5:
                continue
            root = tmp_path_factory.mktemp("project")
            changed = {path: change(data) for path, data in files.items()}
            found.append(mend(root, changed, f"{name} ({style})"))
    return found


def spliced(taken: Step) -> re.Pattern[bytes]:
    """What the bytes after a step must be: from the edits' spans alone, newlines of any sort."""
    data = taken.before
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    lines = re.split(rb"(?<=\n)|(?<=\r)(?!\n)", data[start:])
    edits: list[Edit] = []
    fixes = dict.fromkeys((each.code, each.fix.edits) for each in taken.made if each.fix)
    for _, together in fixes:
        for edit in together:
            inserts = edit.span[:2] == edit.span[2:]
            if inserts or edit not in edits:
                edits.append(edit)

    def offset(line: int, column: int) -> int:
        before = sum(len(each) for each in lines[: line - 1])
        return start + before + len(lines[line - 1].decode()[: column - 1].encode())

    wanted, at = b"", 0
    for edit in sorted(edits, key=lambda edit: (edit.span[:2], edit.rank)):
        first, last = offset(*edit.span[:2]), offset(*edit.span[2:])
        wanted += re.escape(data[at:first])
        wanted += re.escape(edit.text.encode()).replace(b"\\\n", b"(?:\r\n|\n|\r)")
        at = last
    return re.compile(wanted + re.escape(data[at:]), re.DOTALL)


def test_1_a_fix_changes_only_the_bytes_it_names(sweep: list[Mended]) -> None:
    steps = [(each.name, taken) for each in sweep for taken in each.steps]
    stray = [name for name, taken in steps if not spliced(taken).fullmatch(taken.after)]
    untouched = [
        path
        for each in sweep
        for path, data in each.before.items()
        if path not in each.outcome.texts and each.after[path] != data
    ]
    edits = sum(len(taken.changes) for _, taken in steps)
    codes = {finding.code for _, taken in steps for finding in taken.made}
    codes |= {
        finding.code
        for each in sweep
        for path in each.outcome.texts.keys() - each.before.keys()
        for finding in each.outcome.fixed[path]
    }
    print(
        f"\npromise 1: {len(sweep)} projects, {len(steps)} steps, {edits} edits of "
        f"{len(codes)} rules, {len(stray)} with stray bytes"
    )
    assert (stray, untouched) == ([], [])
    assert len(steps) > 100
    assert codes >= {rule.code for rule in FIXABLE if rule.code not in ENGINE_RULES}


def test_1_every_round_ends_in_the_bytes_on_the_disk(sweep: list[Mended]) -> None:
    for each in sweep:
        assert {key: each.after[key] for key in each.outcome.texts} == each.outcome.texts


def test_2_fixing_twice_is_fixing_once(sweep: list[Mended]) -> None:
    differ = [each.name for each in sweep if each.again]
    print(f"\npromise 2: {len(sweep)} projects fixed twice, {len(differ)} differ")
    assert differ == []


@settings(
    max_examples=60 if WHOLE else 20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_2_with_random_subsets_of_rules(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    projects = _projects()
    _, files = data.draw(st.sampled_from(projects))
    words = data.draw(st.sets(st.sampled_from([rule.code for rule in FIXABLE]), min_size=1))
    style = STYLES[data.draw(st.sampled_from(sorted(STYLES)))]
    mended = mend(
        tmp_path_factory.mktemp("subset"),
        {path: style(text) for path, text in files.items()},
        words=tuple(words),
        unsafe=data.draw(st.booleans()),
    )
    assert mended.again == {}
    assert {each.code for taken in mended.steps for each in taken.made} <= words


def test_2_styles_make_no_difference(sweep: list[Mended]) -> None:
    """The same text in another style is mended in the same way."""
    by_name: dict[str, list[Mended]] = {}
    for each in sweep:
        if "final newline" not in each.name:
            by_name.setdefault(each.name.rpartition(" (")[0], []).append(each)
    compared = 0
    for group in by_name.values():
        for other in group[1:]:
            for path in group[0].after:
                compared += 1
                texts = [from_text(each.after[path].decode()).text for each in (group[0], other)]
                assert texts[0] == texts[1], other.name
    assert compared > 50


_TAG = re.compile(r"<[^<>]*>")
_PLAIN = re.compile(r"\w+")


def _mistune_words(text: str) -> Counter[str]:
    html = mistune.html(text)
    assert isinstance(html, str)
    return Counter(_PLAIN.findall(_TAG.sub(" ", re.sub(r"(?s)<!--.*?-->", " ", html))))


def _named_words(taken: Step) -> Counter[str]:
    """The words that edits take away or stand within."""
    text = taken.before.decode()
    return Counter(
        found[0]
        for found in _PLAIN.finditer(text)
        if any(each.start < found.end() and found.start() < each.end for each in taken.changes)
    )


def _is_safe(taken: Step) -> bool:
    return all(each.fix is not None and each.fix.safety is Safety.SAFE for each in taken.made)


def _lost(taken: Step) -> Counter[str]:
    """The words that are gone though no edit names them, by a plain tokenizer and by mistune."""
    before, after = (data.decode("utf-8-sig") for data in (taken.before, taken.after))
    named = _named_words(taken)
    plain = Counter(_PLAIN.findall(before)) - named - Counter(_PLAIN.findall(after))
    return plain + (_mistune_words(before) - named - _mistune_words(after))


def test_3_a_safe_fix_loses_no_word(sweep: list[Mended]) -> None:
    steps = [taken for each in sweep for taken in each.steps if _is_safe(taken)]
    lost = sum((_lost(taken) for taken in steps), Counter[str]())
    words = sum(len(_PLAIN.findall(taken.before.decode())) for taken in steps)
    print(f"\npromise 3: {len(steps)} safe steps, {words:,} words, {lost.total()} lost")
    assert lost == Counter()
    assert words > 10_000


_NEWLINE = re.compile(r"\r\n|\r|\n")


def _lines_before(text: str, offset: int) -> int:
    return sum(match.end() <= offset for match in _NEWLINE.finditer(text))


def _opens_line(text: str, offset: int) -> bool:
    return text[:offset].removeprefix("\ufeff")[-1:] in ("", "\n", "\r")


def _untouched(text: str, spans: list[tuple[int, int, bool]]) -> list[str]:
    """The HTML of the top-level blocks of a text that no span touches.

    A span is two offsets, the end exclusive, and whether it is of whole lines: such a one that is
    empty touches only what it divides.
    """
    places = [
        (_lines_before(text, start), _lines_before(text, max(start, end - 1)), whole, start == end)
        for start, end, whole in spans
    ]
    plain = _NEWLINE.sub("\n", text.removeprefix("\ufeff"))
    lines = plain.split("\n")
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    environment: dict[str, object] = {}
    tokens = reader.parse(plain, environment)
    blocks: list[str] = []
    at = 0
    while at < len(tokens):
        end, depth = at, int(tokens[at].nesting)
        while depth:
            end += 1
            depth += tokens[end].nesting
        first, last = tokens[at].map or [0, 0]
        while last > first and not lines[last - 1].strip():
            last -= 1
        touched = (
            first < begin < last if whole and empty else begin < last and until >= first
            for begin, until, whole, empty in places
        )
        if not any(touched):
            blocks.append(reader.renderer.render(tokens[at : end + 1], reader.options, environment))
        at = end + 1
    return blocks


def test_3_the_page_looks_the_same_outside_of_the_edits(sweep: list[Mended]) -> None:
    """Every block that no edit of a safe fix touches is rendered as before, in its order."""
    compared, differ = 0, []
    for each in sweep:
        for taken in filter(_is_safe, each.steps):
            before, after = taken.before.decode(), taken.after.decode()
            taken_away: list[tuple[int, int, bool]] = []
            written: list[tuple[int, int, bool]] = []
            moved = 0
            for change in taken.changes:
                whole = _opens_line(before, change.start) and _opens_line(before, change.end)
                whole = whole and change.text[-1:] in ("", "\n", "\r")
                taken_away.append((change.start, change.end, whole))
                start = change.start + moved
                written.append((start, start + len(change.text), whole))
                moved += len(change.text) - (change.end - change.start)
            old, new = _untouched(before, taken_away), _untouched(after, written)
            compared += len(old)
            if old != new:
                differ.append(each.name)
    print(f"\npromise 3: {compared:,} blocks that no safe fix touches, {len(differ)} steps differ")
    assert differ == []
    assert compared > 2_000


def _errors(result: Result) -> Counter[tuple[str | None, ...]]:
    return Counter(
        (each.path, each.code, each.entity, each.field, each.message)
        for each in result.diagnostics
        if each.severity is Severity.ERROR
    )


def test_4_a_fix_brings_no_new_error(sweep: list[Mended]) -> None:
    new = [each.name for each in sweep if _errors(each.new) - _errors(each.old)]
    refused = [finding.message for each in sweep for finding in each.outcome.refused]
    errors = sum(_errors(each.old).total() for each in sweep)
    print(
        f"\npromise 4: {len(sweep)} projects, {errors} errors before, {len(new)} with a new one, "
        f"{len(refused)} documents without some of their fixes"
    )
    assert new == []
    assert all("were not made: they would bring SL" in each for each in refused)
    assert len(refused) < len(sweep) / 20


DESIGN = """# Shop Storage Design

## 1. Storage Selection

| Storage Type | Technology | Purpose |
| --- | --- | --- |
| Primary DB | PostgreSQL | Orders |

## 2. Core Entities

### 2.1 Order

| Field | Type | Constraints | Description |
| --- | --- | --- | --- |
| id | UUID | PK, NULL | Key |
| number | TEXT | NOT NULL | Of the order |

"""


def test_4_nor_do_the_first_three_fail_behind_the_examples_of_commonmark(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Every construct of Markdown at the end of a design that is mended."""
    examples = commonmark_examples()[:: 1 if WHOLE else 8]
    wrong = Counter[str]()
    for number, example in enumerate(examples):
        files = {"docs/storage/shop.md": (DESIGN + example).encode()}
        mended = mend(tmp_path_factory.mktemp("example"), files, str(number), unsafe=False)
        assert mended.steps
        wrong["stray"] += sum(not spliced(each).fullmatch(each.after) for each in mended.steps)
        wrong["lost"] += sum(_lost(each).total() for each in mended.steps)
        wrong["unsettled"] += bool(mended.again)
        wrong["errors"] += bool(_errors(mended.new) - _errors(mended.old))
    print(f"\npromises 1 to 4: {len(examples)} examples of CommonMark, {dict(wrong)}")
    assert wrong.total() == 0


@settings(max_examples=400 if WHOLE else 50, deadline=None)
@given(data=st.data())
def test_4_fixes_of_any_sort_keep_the_promises(data: st.DataObject) -> None:
    """Rules that edit at random: what comes out is sound, or the document is as it was."""
    pieces = st.sampled_from(
        ["", " ", "a", "word", "\n", "\r", "\r\n", "|", "<!--", "-->", "```", "é", "\u2028", "- "]
    )
    raw = "".join(data.draw(st.lists(pieces, max_size=25)))
    bom = data.draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    original = bom + raw.encode()
    left = data.draw(st.integers(1, 14))
    seen: list[bytes] = []

    def lint(texts: Mapping[str, bytes]) -> Result:
        text = texts.get("a.md", original)
        seen.append(text)
        if len(seen) > left:
            return Result()
        lines = from_text(text.decode()).lines
        return Result([data.draw(_finding(lines, pieces)) for _ in range(2)])

    taken: list[Step] = []

    def recorded(text: bytes, found: list[Diagnostic]) -> Step | None:
        made = step(text, found)
        if made is not None:
            taken.append(made)
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rounds, "step", recorded)
        outcome = settle({"a.md": original}, lint, lambda _finding: True)
    if outcome.refused:
        assert outcome.texts == {}
        return
    assert len(taken) <= MAX_ROUNDS
    for made in taken:
        assert spliced(made).fullmatch(made.after)
        assert (
            not Counter(_PLAIN.findall(made.before.decode()))
            - _named_words(made)
            - Counter(_PLAIN.findall(made.after.decode()))
        )


@st.composite
def _finding(draw: st.DrawFn, lines: tuple[str, ...], pieces: st.SearchStrategy[str]) -> Diagnostic:
    def place() -> tuple[int, int]:
        line = draw(st.integers(1, len(lines)))
        return line, draw(st.integers(1, len(lines[line - 1]) + 1))

    start, end = sorted([place(), place()])
    edit = Edit(Span(*start, *end), draw(pieces).replace("\r\n", "\n").replace("\r", "\n"))
    return Diagnostic(
        "SL990", "wrong", Severity.WARNING, "wrong", "a.md", edit.span, fix=Fix("Mend", (edit,))
    )


HIVES = "# Hives\n\n### hives\n\n| Field | Type | Constraints |\n| --- | --- | --- |\n"
BAD = HIVES + "| id | UUID | {} |\n"
WRONG, RIGHT = (BAD.format(text).encode() for text in ("PK, NULL", "PK, NOT NULL"))
CELLS: dict[str, Callable[[bytes], bytes]] = {
    **STYLES,
    "mode": lambda data: data,
    "owner": lambda data: data,
    "symbolic link": lambda data: data,
    "hard link": lambda data: data,
    "file time": lambda data: data,
}


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("act", ["check", "fix without effect", "fix with one edit"])
def test_8_bytes_survive(project: Path, run: Run, cell: str, act: str) -> None:
    edits = act == "fix with one edit"
    file, other = project / "a.md", project / "below" / "b.md"
    other.parent.mkdir()
    before = CELLS[cell](WRONG if edits else RIGHT)
    place = other if cell == "symbolic link" else file
    place.write_bytes(before)
    match cell:
        case "symbolic link":
            file.symlink_to("below/b.md")
        case "hard link":
            os.link(file, other)
        case "mode":
            file.chmod(0o751)
        case "owner" if hasattr(os, "geteuid") and os.geteuid() == 0:
            os.chown(file, 1234, 2345)
    os.utime(file, ns=(10**18, 10**18))
    status = file.stat()
    link = file.is_symlink()
    outcome = run(act.split()[0], "--select", "SL202", "a.md")
    assert outcome.status == 0
    assert file.read_bytes() == (CELLS[cell](RIGHT) if edits else before)
    now = file.stat()
    assert (now.st_mode, now.st_uid, now.st_gid, now.st_nlink) == (
        status.st_mode,
        status.st_uid,
        status.st_gid,
        status.st_nlink,
    )
    assert file.is_symlink() == link
    if edits:
        assert now.st_mtime_ns > status.st_mtime_ns
    else:
        assert (now.st_mtime_ns, now.st_ino) == (status.st_mtime_ns, status.st_ino)
    if cell == "hard link":
        assert other.samefile(file)
    left = {path.name for path in [*project.iterdir(), *other.parent.iterdir()]}
    assert left - {"b.md"} == {"a.md", "below", "storagelint.toml"}


_WRITER = """
import sys
from pathlib import Path
from storagelint.fixing.write import write
path, old, new = Path(sys.argv[1]), b"old" * 20_000, b"new and longer" * 9_000
print("ready", flush=True)
while True:
    write(path, old, new)
    write(path, new, old)
"""
_AT_LINE = """
import os, signal, sys
from pathlib import Path
from storagelint.fixing import write as writing
path, count = Path(sys.argv[1]), int(sys.argv[2])
def trace(frame, event, argument):
    global count
    if frame.f_code.co_filename != writing.__file__:
        return None
    if event == "line":
        count -= 1
        if count < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return trace
sys.settrace(trace)
writing.write(path, b"old" * 20_000, b"new and longer" * 9_000)
"""
OLD, NEW = b"old" * 20_000, b"new and longer" * 9_000
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _linked(tmp_path: Path, linked: bool) -> Path:
    path = tmp_path / "a.md"
    path.write_bytes(OLD)
    if linked:
        os.link(path, tmp_path / "b.md")
    return path


def _judge(path: Path, linked: bool) -> str:
    """Which of the two files a killed run has left; the next run may put a linked one right."""
    if not linked:
        assert path.read_bytes() in (OLD, NEW)
    recover(path)
    assert path.read_bytes() in (OLD, NEW)
    assert _names(path.parent) == ({"a.md", "b.md"} if linked else {"a.md"})
    if linked:
        assert path.samefile(path.with_name("b.md"))
    return "old" if path.read_bytes() == OLD else "new"


@POSIX
@pytest.mark.parametrize("linked", [False, True])
def test_10_a_kill_at_a_random_moment(tmp_path: Path, linked: bool) -> None:
    kills, left, over = 100 if WHOLE else 20, Counter[str](), 0
    dice = random.Random(10)
    path = _linked(tmp_path, linked)
    for _ in range(kills):
        command = [sys.executable, "-S", "-c", _WRITER, str(path)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(dice.random() * 0.02)
            process.kill()
        over += len(_names(tmp_path)) - (2 if linked else 1)
        left[_judge(path, linked)] += 1
        path.write_bytes(OLD)
    what = "hard link" if linked else "file"
    print(
        f"\npromise 10: {what}: {kills} kills, old {left['old']}, new {left['new']}, 0 torn, "
        f"{over} drafts and journals left, 0 after the next run"
    )
    assert left.total() == kills


@POSIX
@pytest.mark.parametrize("linked", [False, True])
def test_10_a_kill_before_every_line(tmp_path: Path, linked: bool) -> None:
    path = _linked(tmp_path, linked)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    left: list[str] = []
    for count in range(0, 400, 1 if WHOLE else 4):
        command = [sys.executable, "-S", "-c", _AT_LINE, str(path), str(count)]
        status = subprocess.run(command, env=environment, check=False).returncode
        left.append(_judge(path, linked))
        if status == 0:
            break
        assert status == -signal.SIGKILL
        path.write_bytes(OLD)
    print(f"\npromise 10: {len(left)} lines, old {left.count('old')}, new {left.count('new')}")
    assert left == sorted(left, reverse=True), "first the old file, then the new one"
    assert (left[0], left[-1]) == ("old", "new")


@POSIX
def test_10_a_kill_of_the_command(project: Path, run: Run) -> None:
    names = [f"{number}.md" for number in range(40)]
    dice, kills, left = random.Random(10), 12 if WHOLE else 4, Counter[bytes]()
    command = [sys.executable, "-c", "from storagelint.cli import main; main()", "fix", *names]
    for _ in range(kills):
        for name in names:
            (project / name).write_bytes(WRONG)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            deadline = time.monotonic() + 30
            while (project / names[0]).read_bytes() == WRONG and time.monotonic() < deadline:
                time.sleep(0.001)
            time.sleep(dice.random() * 0.03)
            process.kill()
        found = Counter((project / name).read_bytes() for name in names)
        assert set(found) <= {WRONG, RIGHT}
        left += found
        run("fix", *names)
        assert {(project / name).read_bytes() for name in names} == {RIGHT}
        assert _names(project) == {*names, "storagelint.toml"}
    print(f"\npromise 10: {kills} runs killed, old {left[WRONG]}, new {left[RIGHT]}, 0 torn")


def test_the_pages_show_what_fix_makes(tmp_path: Path) -> None:
    """The engine gives the text of `## Fixed` for the rule alone."""
    for rule in FIXABLE:
        root = tmp_path / rule.code
        files = failing(_sections(rule.code)["Fails"])[0].files
        found = findings(rule, files, root)
        created = {file.path: file.text for each in found if each.fix for file in each.fix.creates}
        for name, text in passing(_sections(rule.code)["Fixed"])[0].files.items():
            if name not in files:
                assert created[name] == text
                continue
            made = step(files[name].encode(), [each for each in found if each.path == name])
            assert (made.after.decode() if made else files[name]) == text
