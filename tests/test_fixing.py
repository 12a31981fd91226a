"""Edits, their checks, the rounds, and the writing of files."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from storagelint.fixing import write as writing
from storagelint.fixing.edits import EditError, Splice, Step, step
from storagelint.fixing.rounds import Outcome, settle
from storagelint.fixing.verify import changes_more, lost_word, new_errors, refusal
from storagelint.fixing.write import WriteError, create, leads_out, recover, write
from storagelint.linting.result import Result
from storagelint.linting.rule import Diagnostic, Edit, Fix, NewFile, Safety, Severity
from storagelint.source import Span


def finding(
    *edits: tuple[tuple[int, int, int, int], str],
    code: str = "SL990",
    path: str = "a.md",
    severity: Severity = Severity.WARNING,
    message: str = "something is wrong",
    safety: Safety = Safety.SAFE,
) -> Diagnostic:
    """A finding with a fix of these edits; without edits it has no fix."""
    fix = Fix("Mend it", tuple(Edit(Span(*span), text) for span, text in edits), safety)
    place = Span(*edits[0][0]) if edits else Span(1, 1, 1, 1)
    return Diagnostic(code, "wrong", severity, message, path, place, fix=fix if edits else None)


def after(data: bytes, *findings: Diagnostic) -> bytes:
    found = step(data, findings)
    return data if found is None else found.after


@pytest.mark.parametrize(
    ("data", "edit", "expected"),
    [
        (b"one\ntwo\n", ((2, 1, 2, 4), "2"), b"one\n2\n"),
        (b"one\ntwo", ((2, 4, 2, 4), "\nthree"), b"one\ntwo\nthree"),
        (b"one", ((1, 4, 1, 4), "\ntwo"), b"one\ntwo"),
        (b"\xef\xbb\xbfone\n", ((1, 1, 1, 2), "O"), b"\xef\xbb\xbfOne\n"),
        (b"one\r\ntwo\r\n", ((1, 4, 1, 4), "\n1.5"), b"one\r\n1.5\r\ntwo\r\n"),
        (b"one\rtwo", ((2, 4, 2, 4), "\nthree\n"), b"one\rtwo\rthree\r"),
        (b"one\r\ntwo\nthree", ((2, 1, 2, 1), "a\n"), b"one\r\na\ntwo\nthree"),
        (b"one\r\ntwo\nthree", ((1, 1, 1, 1), "a\n"), b"a\r\none\r\ntwo\nthree"),
        (b"one\ntwo\nthree\n", ((2, 1, 3, 1), ""), b"one\nthree\n"),
        (b"one\ntwo\n", ((3, 1, 3, 1), "three\n"), b"one\ntwo\nthree\n"),
        ("é\u2028ü\n".encode(), ((1, 3, 1, 4), "u"), "é\u2028u\n".encode()),
        ("\U0001f600x\n".encode(), ((1, 2, 1, 3), "y"), "\U0001f600y\n".encode()),
        (b"", ((1, 1, 1, 1), "text\n"), b"text\n"),
    ],
)
def test_an_edit_changes_its_place_only(
    data: bytes, edit: tuple[tuple[int, int, int, int], str], expected: bytes
) -> None:
    assert after(data, finding(edit)) == expected


def test_edits_of_several_findings_are_made_together() -> None:
    found = step(b"abc def\n", [finding(((1, 1, 1, 4), "x")), finding(((1, 5, 1, 8), "y"))])
    assert found is not None
    assert (found.after, len(found.made)) == (b"x y\n", 2)


def test_a_fix_that_collides_waits_whole() -> None:
    first = finding(((1, 1, 1, 4), "x"))
    second = finding(((1, 3, 1, 6), "y"), ((2, 1, 2, 2), "z"))
    found = step(b"abcdef\ng\n", [first, second])
    assert found is not None
    assert (found.after, found.made) == (b"xdef\ng\n", (first,))


def test_insertions_at_one_place_keep_the_order_of_their_findings() -> None:
    texts = ["\nfirst", "\nsecond", "\nthird"]
    assert after(b"a\n", *(finding(((1, 2, 1, 2), text)) for text in texts)) == (
        b"a\nfirst\nsecond\nthird\n"
    )


def test_an_insertion_beside_a_replacement_waits() -> None:
    assert after(b"abc\n", finding(((1, 1, 1, 3), "x")), finding(((1, 3, 1, 3), "y"))) == b"xc\n"


def test_one_fix_of_two_findings_is_made_once() -> None:
    found = step(b"1\n1\n", [finding(((1, 1, 1, 2), "2")), finding(((1, 1, 1, 2), "2"))])
    assert found is not None
    assert (found.after, len(found.made)) == (b"2\n1\n", 2)


def test_an_insertion_that_two_findings_ask_for_is_made_once() -> None:
    found = step(b"a\n", [finding(((1, 2, 1, 2), "\nb")), finding(((1, 2, 1, 2), "\nb"))])
    assert found is not None
    assert (found.after, len(found.made)) == (b"a\nb\n", 2)


def test_a_fix_without_effect_is_none() -> None:
    assert step(b"abc\n", [finding(((1, 1, 1, 4), "abc"))]) is None
    assert step(b"abc\n", [finding()]) is None


@pytest.mark.parametrize(
    "edits",
    [
        [((0, 1, 1, 1), "x")],
        [((1, 1, 9, 1), "x")],
        [((1, 1, 1, 5), "x")],
        [((1, 0, 1, 1), "x")],
        [((1, 3, 1, 2), "x")],
        [((1, 1, 1, 3), "x"), ((1, 2, 1, 3), "y")],
        [((1, 1, 1, 2), "\ud800")],
    ],
)
def test_an_impossible_edit_is_refused(edits: list[tuple[tuple[int, int, int, int], str]]) -> None:
    with pytest.raises(EditError):
        step(b"abc\n", [finding(*edits)])


def _step(before: bytes, after: bytes, *changes: tuple[int, int, str]) -> Step:
    made = tuple(Splice(*change) for change in changes)
    return Step(before, after, made, (finding(((1, 1, 1, 1), "x")),))


@pytest.mark.parametrize(
    ("taken", "more"),
    [
        (_step(b"abc", b"axc", (1, 2, "x")), False),
        (_step(b"abc", b"axd", (1, 2, "x")), True),
        (_step(b"abc", b"axc\n", (1, 2, "x")), True),
        (_step(b"abc", b"xbc", (1, 2, "x")), True),
        (_step(b"a\rx\nb", b"a\r\nb", (2, 3, "")), True),
        (_step(b"a\r\nb", b"a\r\nx\r\nb", (1, 1, "\r\nx")), False),
    ],
)
def test_bytes_outside_the_edits_are_compared(taken: Step, more: bool) -> None:
    assert changes_more(taken) is more


def _words_after(before: bytes, *edits: tuple[tuple[int, int, int, int], str]) -> str | None:
    found = step(before, [finding(*edits)])
    assert found is not None
    return lost_word(found)


def test_words_outside_the_edits_must_stay_and_be_seen() -> None:
    text = b"# Hives\n\ncolour of the queen\n\n<!-- a note -->\n"
    assert _words_after(text, ((3, 1, 3, 7), "color")) is None
    assert _words_after(text, ((3, 7, 3, 8), "")) == "colour"
    assert _words_after(text, ((3, 1, 3, 1), "un")) == "colour"
    assert _words_after(text, ((3, 1, 3, 1), "<!-- "), ((3, 20, 3, 20), " -->")) is not None
    assert _words_after(text, ((2, 1, 2, 1), "\n<!--\n")) is not None
    assert _words_after(text, ((5, 1, 6, 1), "")) is None
    assert _words_after(text, ((5, 6, 5, 6), "longer ")) is None


def test_comments_in_a_fence_hide_nothing() -> None:
    text = b"```html\n<!-- shown -->\n```\n\ntext\n"
    assert _words_after(text, ((5, 1, 5, 5), "word")) is None
    assert _words_after(text, ((1, 1, 4, 1), "<!-- shown -->\n")) is None
    assert _words_after(text, ((1, 1, 2, 1), ""), ((3, 1, 4, 1), "")) == "shown"


@pytest.mark.parametrize("text", ["<!-- ", "<!-- -->", "```\n<!--\n```\n", "a ", "\r", "|"])
def test_large_texts_are_checked_in_time(text: str) -> None:
    data = b"```\n" + text.encode() * 40_000 + b"\n```\n" + text.encode() * 40_000 + b"\n-->x"
    edits = [finding(((1, 4, 1, 4), "text"))]
    begin = time.perf_counter()
    found = step(data, edits)
    assert found is not None
    assert changes_more(found) is False
    assert lost_word(found) is None
    assert time.perf_counter() - begin < 10


def test_an_unsafe_fix_may_lose_words() -> None:
    unsafe = finding(((1, 4, 1, 5), ""), safety=Safety.UNSAFE)
    safe = finding(((1, 4, 1, 5), ""))
    taken = [step(b"one two\n", [each]) for each in (unsafe, safe)]
    assert [each and refusal(each) for each in taken] == [None, "the word «one» would be lost"]


def test_an_error_is_new_by_what_it_says_and_how_often() -> None:
    error = finding(severity=Severity.ERROR)
    other = finding(severity=Severity.ERROR, message="something else")
    assert new_errors([error], [error]) == []
    assert new_errors([error], [error, error]) == [error]
    assert new_errors([error], [other, finding()]) == [other]


def settled(texts: Mapping[str, bytes], rule: object) -> Outcome:
    """The outcome where `rule(texts)` yields the findings of all documents."""

    def lint(changed: Mapping[str, bytes]) -> Result:
        return Result(list(rule({**texts, **changed})))  # type: ignore[operator]

    return settle(texts, lint, lambda _finding: True)


def test_rounds_go_on_until_nothing_is_left() -> None:
    def count(texts: Mapping[str, bytes]) -> Iterable[Diagnostic]:
        number = int(texts["a.md"])
        if number < 7:
            yield finding(((1, 1, 1, 2), str(number + 1)))

    outcome = settled({"a.md": b"1", "b.md": b"x"}, count)
    assert outcome.texts == {"a.md": b"7"}
    assert len(outcome.fixed["a.md"]) == 6
    assert outcome.refused == []


def test_fixes_that_do_not_settle_leave_the_document_and_mend_the_others() -> None:
    def flip(texts: Mapping[str, bytes]) -> Iterable[Diagnostic]:
        yield finding(((1, 1, 1, 2), "b" if texts["a.md"] == b"a" else "a"))
        if texts["b.md"] == b"1":
            yield finding(((1, 1, 1, 2), "2"), path="b.md", code="SL991")

    outcome = settled({"a.md": b"a", "b.md": b"1"}, flip)
    assert outcome.texts == {"b.md": b"2"}
    assert [(each.code, each.path, each.message) for each in outcome.refused] == [
        (
            "SL008",
            "a.md",
            "fixes of SL990 were not made: they do not settle within 10 rounds",
        )
    ]


def test_other_fixes_of_the_document_are_made() -> None:
    def lint(texts: Mapping[str, bytes]) -> Iterable[Diagnostic]:
        flips, trades, mends = texts["a.md"].split()
        yield finding(((1, 1, 1, 2), "b" if flips == b"a" else "a"), code="SL990")
        if trades == b"1":
            yield finding(((1, 3, 1, 4), "2"), code="SL991")
        else:
            yield finding(code="SL201", severity=Severity.ERROR)
        if mends == b"x":
            yield finding(((1, 5, 1, 6), "y"), code="SL992")

    outcome = settled({"a.md": b"a 1 x"}, lint)
    assert outcome.texts == {"a.md": b"a 1 y"}
    assert [each.message.partition(" were not made: ")[::2] for each in outcome.refused] == [
        ("fixes of SL990", "they do not settle within 10 rounds"),
        ("fixes of SL991", "they would bring SL201, something is wrong"),
    ]


@pytest.mark.parametrize("guilty", ["a.md", "c.md", "e.md"])
def test_an_error_in_another_document_is_blamed_on_the_one_that_brings_it(guilty: str) -> None:
    names = ["a.md", "b.md", "c.md", "d.md", "e.md"]

    def lint(texts: Mapping[str, bytes]) -> Iterable[Diagnostic]:
        for name in names:
            if texts[name] == b"1":
                yield finding(((1, 1, 1, 2), "2"), path=name)
        if texts[guilty] == b"2":
            yield finding(path="other.md", code="SL402", severity=Severity.ERROR)

    outcome = settled({**dict.fromkeys(names, b"1"), "other.md": b""}, lint)
    assert outcome.texts == {name: b"2" for name in names if name != guilty}
    assert [(each.path, each.message) for each in outcome.refused] == [
        (guilty, "fixes of SL990 were not made: they would bring SL402, something is wrong")
    ]


def test_an_error_that_each_of_two_documents_brings_is_blamed_on_both() -> None:
    def lint(texts: Mapping[str, bytes]) -> Iterable[Diagnostic]:
        for name in ("a.md", "b.md"):
            if texts[name] == b"1":
                yield finding(((1, 1, 1, 2), "2"), path=name)
        if b"2" in (texts["a.md"], texts["b.md"]):
            yield finding(path="other.md", code="SL402", severity=Severity.ERROR)

    outcome = settled({"a.md": b"1", "b.md": b"1", "other.md": b""}, lint)
    assert outcome.texts == {}
    assert {each.path for each in outcome.refused} == {"a.md", "b.md"}


def test_rules_that_undo_each_other_are_refused_together() -> None:
    def lint(texts: Mapping[str, bytes]) -> Iterable[Diagnostic]:
        if texts["a.md"] == b"a":
            yield finding(((1, 1, 1, 2), "b"), code="SL990")
        else:
            yield finding(((1, 1, 1, 2), "a"), code="SL991")
        yield finding(((1, 1, 1, 2), "c"), code="SL992", path="b.md")

    outcome = settled({"a.md": b"a", "b.md": b"b"}, lint)
    assert outcome.texts == {"b.md": b"c"}
    assert [each.message for each in outcome.refused] == [
        "fixes of SL990, SL991 were not made: they do not settle within 10 rounds"
    ]


def test_a_circle_that_ends_where_it_began_changes_nothing() -> None:
    seen: list[bytes] = []

    def circle(texts: Mapping[str, bytes]) -> Iterable[Diagnostic]:
        seen.append(texts["a.md"])
        if len(seen) < 3:
            yield finding(((1, 1, 1, 2), "b" if texts["a.md"] == b"a" else "a"))

    assert settled({"a.md": b"a"}, circle).texts == {}


def test_a_fix_that_brings_an_error_is_not_made() -> None:
    def trade(texts: Mapping[str, bytes]) -> Iterable[Diagnostic]:
        if texts["a.md"] == b"a":
            yield finding(((1, 1, 1, 2), "b"))
        else:
            yield finding(code="SL201", severity=Severity.ERROR, message="entity b is wrong")

    outcome = settled({"a.md": b"a"}, trade)
    assert outcome.texts == {}
    assert [each.message for each in outcome.refused] == [
        "fixes of SL990 were not made: they would bring SL201, entity b is wrong"
    ]
    assert [each.code for each in outcome.result.diagnostics] == ["SL990"]


def test_an_error_in_another_document_stops_the_fixes_that_brought_it() -> None:
    def trade(texts: Mapping[str, bytes]) -> Iterable[Diagnostic]:
        if texts["a.md"] == b"a":
            yield finding(((1, 1, 1, 2), "b"))
        else:
            yield finding(path="b.md", severity=Severity.ERROR)

    outcome = settled({"a.md": b"a", "b.md": b"x"}, trade)
    assert (outcome.texts, [each.path for each in outcome.refused]) == ({}, ["a.md"])


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (((5, 1, 5, 1), "x"), "SL990 asks for an edit outside the document"),
        (((1, 4, 1, 5), ""), "the word «one» would be lost"),
    ],
)
def test_an_unsound_fix_is_reported(edit: tuple[tuple[int, int, int, int], str], why: str) -> None:
    outcome = settled({"a.md": b"one two"}, lambda _texts: [finding(edit)])
    assert outcome.texts == {}
    assert outcome.refused[0].message == f"fixes of SL990 were not made: {why}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    return path


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_a_file_keeps_its_mode_and_leaves_nothing_beside_it(file: Path) -> None:
    file.chmod(0o640)
    write(file, b"old", b"new and longer")
    assert file.read_bytes() == b"new and longer"
    assert file.stat().st_mode & 0o7777 == 0o640
    assert names(file.parent) == ["a.md"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to give files")
def test_a_file_keeps_its_owner(file: Path) -> None:
    os.chown(file, 1234, 2345)
    write(file, b"old", b"new")
    assert (file.stat().st_uid, file.stat().st_gid) == (1234, 2345)


def test_a_file_whose_owner_no_draft_can_have_is_rewritten_in_place(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_resemble", lambda *_arguments: False)
    inode = file.stat().st_ino
    write(file, b"old", b"new")
    assert (file.read_bytes(), file.stat().st_ino) == (b"new", inode)
    assert names(file.parent) == ["a.md"]


@pytest.mark.parametrize("new", [b"new and longer", b"n", b"", b"new"])
def test_hard_links_stay_one_file(file: Path, new: bytes) -> None:
    other = file.with_name("b.md")
    os.link(file, other)
    write(file, b"old", new)
    assert other.read_bytes() == file.read_bytes() == new
    assert file.stat().st_ino == other.stat().st_ino
    assert names(file.parent) == ["a.md", "b.md"]


def test_a_symbolic_link_stays_and_its_target_is_written(file: Path) -> None:
    (file.parent / "below").mkdir()
    link = file.parent / "below" / "link.md"
    link.symlink_to("../a.md")
    write(link, b"old", b"new")
    assert link.is_symlink()
    assert (file.is_symlink(), file.read_bytes()) == (False, b"new")
    assert names(file.parent) == ["a.md", "below"]


def test_links_that_lead_out_are_known(tmp_path: Path) -> None:
    root, other = tmp_path / "root", tmp_path / "other"
    for folder in (root, other):
        folder.mkdir()
        (folder / "a.md").write_text("", "utf-8")
    (root / "out.md").symlink_to("../other/a.md")
    (root / "in.md").symlink_to("a.md")
    (root / "folder").symlink_to("../other")
    places = ["a.md", "in.md", "out.md", "folder/a.md"]
    assert [leads_out(root / place, root) for place in places] == [False, False, True, True]
    assert not leads_out(other / "a.md", root)


@pytest.mark.parametrize("read_only", ["file", "folder"])
def test_what_is_read_only_is_left_alone(file: Path, read_only: str) -> None:
    place = file if read_only == "file" else file.parent
    mode = place.stat().st_mode
    place.chmod(0o555 if place.is_dir() else 0o444)
    try:
        with pytest.raises(WriteError, match=f"^{read_only} is read-only$"):
            write(file, b"old", b"new")
    finally:
        place.chmod(mode)
    assert (file.read_bytes(), names(file.parent)) == (b"old", ["a.md"])


@pytest.mark.parametrize("linked", [False, True])
def test_a_file_that_has_changed_is_not_written(file: Path, linked: bool) -> None:
    if linked:
        os.link(file, file.with_name("b.md"))
    file.write_bytes(b"edited")
    with pytest.raises(WriteError, match="changed since it was read"):
        write(file, b"old", b"new")
    assert file.read_bytes() == b"edited"
    assert names(file.parent) == (["a.md", "b.md"] if linked else ["a.md"])


def test_a_file_that_is_gone_is_not_made(file: Path) -> None:
    file.unlink()
    with pytest.raises(WriteError, match="cannot write file"):
        write(file, b"old", b"new")
    assert names(file.parent) == []


def _draft_of(file: Path) -> Path:
    return writing._Target.of(file).draft


def _journal_of(file: Path) -> Path:
    return writing._Target.of(file).journal


def test_a_draft_that_was_left_is_removed(file: Path) -> None:
    _draft_of(file).write_bytes(b"half")
    recover(file)
    assert names(file.parent) == ["a.md"]
    _draft_of(file).write_bytes(b"a very long draft that was left behind")
    write(file, b"old", b"new")
    assert (file.read_bytes(), names(file.parent)) == (b"new", ["a.md"])


def test_a_draft_of_a_run_that_lives_is_left_alone(file: Path) -> None:
    with writing._draft(writing._Target.of(file)):
        recover(file)
        with pytest.raises(WriteError, match="another run is writing"):
            write(file, b"old", b"new")
        assert _draft_of(file).exists()
    assert (file.read_bytes(), names(file.parent)) == (b"old", ["a.md"])


@pytest.mark.parametrize("kind", ["symlink", "hard link", "folder", "fifo"])
def test_something_else_in_the_place_of_the_draft_is_not_touched(file: Path, kind: str) -> None:
    other, draft = file.with_name("other"), _draft_of(file)
    other.write_bytes(b"precious")
    match kind:
        case "symlink":
            draft.symlink_to(other)
        case "hard link":
            os.link(other, draft)
        case "folder":
            draft.mkdir()
        case _:
            os.mkfifo(draft)
    with pytest.raises(WriteError):
        write(file, b"old", b"new")
    assert (other.read_bytes(), file.read_bytes()) == (b"precious", b"old")


@pytest.mark.parametrize("new", [b"", b"newer than old", b"n"])
def test_a_journal_puts_a_half_written_file_right(file: Path, new: bytes) -> None:
    journal = b"storagelint-journal-1 3 %d\nold" % len(new) + new
    longer = b"old" + new[3:]
    for half in {longer, new[:2] + longer[len(new[:2]) :], new}:
        file.write_bytes(half)
        _journal_of(file).write_bytes(journal)
        recover(file)
        assert file.read_bytes() == (new if half == new else b"old")
        assert names(file.parent) == ["a.md"]


def test_a_journal_does_not_undo_what_a_person_did_since(file: Path) -> None:
    file.write_bytes(b"mended by hand")
    _journal_of(file).write_bytes(b"storagelint-journal-1 3 3\noldnew")
    with pytest.raises(WriteError, match="changed since"):
        recover(file)
    assert file.read_bytes() == b"mended by hand"
    assert _journal_of(file).exists()


@pytest.mark.parametrize(
    "text",
    [b"", b"\n", b"storagelint-journal-1 3 9\noldnew", b"storagelint-journal-1 x 3\noldnew", b"[]"],
)
def test_what_is_no_journal_is_refused(file: Path, text: bytes) -> None:
    _journal_of(file).write_bytes(text)
    with pytest.raises(WriteError, match="is no journal"):
        recover(file)
    assert (file.read_bytes(), _journal_of(file).read_bytes()) == (b"old", text)


_FULL = """
import resource, sys
from pathlib import Path
from storagelint.fixing.write import WriteError, write
path, old = Path(sys.argv[1]), b"old" * 10_000
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    write(path, old, b"newer" * 10_000)
except WriteError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of the system")
@pytest.mark.parametrize("limit", [0, 20_000, 40_000, 49_999])
@pytest.mark.parametrize("linked", [False, True])
def test_a_full_disk_leaves_the_old_file(file: Path, limit: int, linked: bool) -> None:
    file.write_bytes(b"old" * 10_000)
    if linked:
        os.link(file, file.with_name("b.md"))
    command = [sys.executable, "-c", _FULL, str(file), str(limit)]
    outcome = subprocess.run(command, capture_output=True, text=True, check=True)
    assert outcome.stdout.startswith("cannot write file: ")
    assert file.read_bytes() == b"old" * 10_000
    assert names(file.parent) == (["a.md", "b.md"] if linked else ["a.md"])


def test_a_disk_that_fills_while_a_file_is_rewritten_leaves_the_old_one(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.link(file, file.with_name("b.md"))
    put, calls = writing._put, []

    def full(stream: object, data: bytes, *, at: int = 0) -> None:
        calls.append(data)
        put(stream, data[:2] if len(calls) == 3 else data, at=at)  # type: ignore[arg-type]
        if len(calls) == 3:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "_put", full)
    with pytest.raises(WriteError, match="No space left"):
        write(file, b"old", b"new!")
    assert len(calls) == 4
    assert (file.read_bytes(), names(file.parent)) == (b"old", ["a.md", "b.md"])


def creating(path: str, text: str = "text\n") -> Diagnostic:
    fix = Fix("Write it", creates=(NewFile(path, text),))
    return Diagnostic(
        "SL991", "absent", Severity.ERROR, "absent", "a.md", Span(1, 1, 1, 1), fix=fix
    )


def test_a_missing_file_is_created_once() -> None:
    def lint(texts: Mapping[str, bytes]) -> Result:
        return Result([] if "new/b.md" in texts else [creating("new/b.md"), creating("new/b.md")])

    outcome = settle({"a.md": b"x\n"}, lint, lambda _: True)
    assert outcome.texts == {"new/b.md": b"text\n"}
    assert [each.code for each in outcome.fixed["new/b.md"]] == ["SL991"]


def test_a_file_that_would_bring_an_error_is_not_created() -> None:
    def lint(texts: Mapping[str, bytes]) -> Result:
        bad = finding(path="b.md", severity=Severity.ERROR)
        return Result([bad] if "b.md" in texts else [creating("b.md")])

    outcome = settle({"a.md": b"x\n"}, lint, lambda _: True)
    assert outcome.texts == {}
    assert "would bring SL990" in outcome.refused[0].message


@pytest.mark.parametrize("path", ["../b.md", "/b.md", "a/../../b.md", "", "a\nb.md", "a\\b", "C:b"])
def test_no_file_is_created_outside_of_the_project(path: str) -> None:
    outcome = settle({"a.md": b"x\n"}, lambda _: Result([creating(path)]), lambda _: True)
    assert outcome.texts == {}
    assert "outside of the project" in outcome.refused[0].message


def test_creating_takes_no_name_that_is_taken(tmp_path: Path) -> None:
    create(tmp_path / "new" / "a.md", b"one")
    assert (tmp_path / "new" / "a.md").read_bytes() == b"one"
    (tmp_path / "link.md").symlink_to(tmp_path / "nowhere.md")
    for name in ("new/a.md", "link.md", "new"):
        with pytest.raises(WriteError, match="is there"):
            create(tmp_path / name, b"two")
    assert (tmp_path / "new" / "a.md").read_bytes() == b"one"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["link.md", "new"]
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["a.md"]
