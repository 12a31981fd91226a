"""The run: selection, suppression, broken rules, and what could not be read."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import patch

import pytest
from conftest import lint as lint_files

from storagelint import reading
from storagelint.config import Settings, parse_settings
from storagelint.kinds import Kind
from storagelint.linting.declared_kind import declared_kind
from storagelint.linting.documents import read_documents
from storagelint.linting.files import File
from storagelint.linting.registry import Registry
from storagelint.linting.result import Result
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.linting.selection import Selection, select
from storagelint.linting.suppress import suppressions
from storagelint.markdown import parse
from storagelint.model import Document, Project, UnreadContent
from storagelint.source import Source, SourceError, Span, from_text

TEXT = "# One\n\n## Two\n\ntext\n\n## Three\n"


class EachHeading(Rule):
    code, name, severity = "SL901", "each-heading", Severity.WARNING
    options: ClassVar = {"word": "heading"}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for section in document.page.sections[1:]:
            message = f"{context.options['word']} {section.title}"
            yield self.at(document, section.span, message, entity=section.title)


class Nagging(EachHeading):
    code, name, severity, pedantic = "SL902", "nagging", Severity.INFO, True


class Raising(Rule):
    code, name, severity = "SL903", "raising", Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        yield self.at(document, Span(1, 1, 1, 2), "before it broke")
        raise ValueError("postgres://app:secret@db")


class Looping(Rule):
    code, name, severity = "SL904", "looping", Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        while True:
            try:
                time.sleep(0.001)
            except Exception:
                continue
        yield self.at(document, Span(1, 1, 1, 1), "never")


class Nonsense(Rule):
    code, name, severity = "SL905", "nonsense", Severity.ERROR
    yields: Any = "text"

    def check(self, document: Document, context: Context) -> Any:
        return self.yields if self.yields is None else iter([self.yields])


class Across(Rule):
    code, name, severity = "SL906", "across", Severity.WARNING

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for document in project.documents[1:]:
            yield self.at(document, Span(1, 3, 1, 4), f"{len(project.documents)} documents")


class AnyKind(EachHeading):
    code, name, any_kind = "SL907", "any-kind", True


def fake_reader(source: Source, *, path: str, kind: Kind) -> Document:
    return Document(path=path, kind=kind.name, page=parse(source))


def lint(
    files: dict[str, str | None],
    *rules: Rule,
    selection: Selection | None = None,
    settings: Settings | None = None,
    reader: Any = fake_reader,
    **options: Any,
) -> Result:
    """The result for documents that exist in memory only; None is a file that is not there."""

    def load(file: File) -> bytes:
        text = files[file.key]
        if text is None:
            raise SourceError("file does not exist")
        return text.encode()

    listed = [File(Path(name), name, name) for name in files]
    with patch.object(reading, "read", reader):
        return lint_files(
            listed,
            Registry(rules),
            load=load,
            settings=settings or Settings(),
            selection=selection or Selection(),
            **options,
        )


def lines(result: Result) -> list[str]:
    return [
        f"{each.path}:{each.span.line} {each.code} {each.message}" for each in result.diagnostics
    ]


def test_findings_come_in_order_of_path_line_and_code() -> None:
    result = lint({"b.md": "# B\n", "a.md": TEXT}, AnyKind(), EachHeading(), Across())
    assert lines(result) == [
        "a.md:1 SL901 heading One",
        "a.md:1 SL907 heading One",
        "a.md:3 SL901 heading Two",
        "a.md:3 SL907 heading Two",
        "a.md:7 SL901 heading Three",
        "a.md:7 SL907 heading Three",
        "b.md:1 SL901 heading B",
        "b.md:1 SL906 2 documents",
        "b.md:1 SL907 heading B",
    ]
    assert result.files == 2


def test_a_broken_rule_stops_nothing() -> None:
    result = lint(
        {"a.md": "# A\n"}, Raising(), Looping(), Nonsense(), EachHeading(), rule_seconds=0.2
    )
    messages = [each.message for each in result.diagnostics if each.code == "SL002"]
    assert len(messages) == 3
    assert messages[0].startswith("rule SL903 raising raised ValueError at test_run.py:")
    assert messages[1] == "rule SL904 looping took more than 0.2 s"
    assert messages[2] == "rule SL905 nonsense yielded str, not a finding"
    assert "secret" not in "".join(messages)
    assert {"SL901", "SL903"} <= {each.code for each in result.diagnostics}
    assert result.exit_code("never") == 2


@pytest.mark.parametrize(
    ("yields", "wrong"),
    [
        (None, "raised TypeError"),
        (Diagnostic("SL201", "x", Severity.INFO, "m", "a.md", Span(1, 1, 1, 1)), "another code"),
        (Diagnostic("SL905", "x", Severity.INFO, "m", "b.md", Span(1, 1, 1, 1)), "not checked"),
        (
            Diagnostic("SL905", "x", Severity.INFO, "", "a.md", Span(1, 1, 1, 1)),
            "without a message",
        ),
        (Diagnostic("SL905", "x", Severity.INFO, "m", "a.md", Span(0, 1, 1, 1)), "or a place"),
    ],
)
def test_what_is_no_finding_is_reported(yields: Any, wrong: str) -> None:
    rule = Nonsense()
    rule.yields = yields
    (found,) = lint({"a.md": "# A\n"}, rule).diagnostics
    assert found.code == "SL002"
    assert wrong in found.message


def test_what_cannot_be_read_is_reported_and_cannot_be_silenced() -> None:
    def reader(source: Source, *, path: str, kind: Kind) -> Document:
        if path == "b.md":
            raise KeyError("secret")
        document = fake_reader(source, path=path, kind=kind)
        unread = [("SL003", "3 rows were not read"), ("SL004", "schema cannot be read")]
        document.unread = [
            UnreadContent(code=code, message=message, span=Span(2, 1, 2, 4))
            for code, message in unread
        ]
        return document

    text = "<!-- storagelint: ignore-file SL0 all of it -->\n"
    settings = Settings(ignore=("SL0",))
    result = lint(
        {"a.md": text, "b.md": text, "c.md": None}, reader=reader, selection=select(settings)
    )
    assert lines(result)[0] == "a.md:2 SL003 3 rows were not read"
    assert lines(result)[1].startswith(
        "b.md:1 SL003 document was not read: its reading failed with"
    )
    assert lines(result)[2:] == ["c.md:1 SL001 file does not exist"]
    assert result.exit_code("never") == 2
    loud = lint({"a.md": "text\n"}, reader=reader)
    assert [each.code for each in loud.diagnostics] == ["SL003", "SL004"]


@pytest.mark.parametrize(
    ("selection", "codes"),
    [
        (Selection(), {"SL901", "SL906"}),
        (Selection(pedantic=True), {"SL901", "SL902", "SL906"}),
        (Selection(select=("SL9",)), {"SL901", "SL906"}),
        (Selection(select=("SL902",)), {"SL902"}),
        (Selection(select=("nagging",)), {"SL902"}),
        (Selection(extend_select=("SL902",)), {"SL901", "SL902", "SL906"}),
        (Selection(ignore=("SL90",)), set()),
        (Selection(select=("SL901",), ignore=("SL9",)), {"SL901"}),
        (Selection(select=("SL9",), ignore=("each-heading",)), {"SL906"}),
        (Selection(select=("SL901",), ignore=("SL901",)), set()),
    ],
)
def test_the_most_specific_word_selects(selection: Selection, codes: set[str]) -> None:
    registry = Registry((EachHeading(), Nagging(), Across()))
    assert {rule.code for rule in selection.rules(registry)} == codes


def test_a_select_of_the_command_replaces_that_of_the_settings() -> None:
    settings = Settings(select=("SL1",), ignore=("SL901",))
    assert select(settings, select=("SL901",)).ignore == ()
    assert select(settings, ignore=("SL2",)).ignore == ("SL901", "SL2")


def test_settings_change_severity_options_and_silence_files() -> None:
    settings = parse_settings(
        {
            "severity": {"SL9": "info", "SL901": "error"},
            "thresholds": {"word": "title"},
            "per-file-ignores": {"old/*.md": ["each-heading"]},
        }
    )
    result = lint(
        {"a.md": "# A\n", "old/b.md": "# B\n"},
        EachHeading(),
        settings=settings,
        selection=select(settings),
    )
    assert [(each.message, each.severity) for each in result.diagnostics] == [("title A", "error")]


def test_min_severity_and_fail_on() -> None:
    result = lint({"a.md": "# A\n"}, EachHeading(), Nagging(), selection=Selection(pedantic=True))
    assert [result.exit_code(level) for level in ("error", "warning", "info", "never")] == [
        0,
        1,
        1,
        0,
    ]
    assert len(result.diagnostics) == 2
    high = lint({"a.md": "# A\n"}, EachHeading(), least=Severity.ERROR)
    assert (high.diagnostics, high.exit_code("warning")) == ([], 0)


def test_kinds_without_a_design_and_how_tos_are_left_alone() -> None:
    def how_to(source: Source, *, path: str, kind: Kind) -> Document:
        document = fake_reader(source, path=path, kind=kind)
        document.how_to = True
        return document

    component = "---\nkind: component\n---\n# A\n"
    assert lines(lint({"a.md": component}, EachHeading(), AnyKind())) == ["a.md:4 SL907 heading A"]
    assert lines(lint({"a.md": "# A\n"}, EachHeading(), AnyKind(), reader=how_to)) == [
        "a.md:1 SL009 no entity and no section of the kind generic was read"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "---\nkind: storag\n---\n",
            "document calls itself storag, which is no kind, the nearest is storage",
        ),
        ("---\nkind: tutorial\n---\n", None),
        (
            "\n<!-- storagelint: kind: tutorial -->\n",
            "document calls itself tutorial, which is no kind",
        ),
        ("---\nkind: storage\n---\n", None),
    ],
)
def test_an_unknown_kind_is_reported(text: str, message: str | None) -> None:
    file = File(Path("docs/storage/a.md"), "docs/storage/a.md", "docs/storage/a.md")
    read = read_documents([file], Settings().all_kinds(), lambda _file: text.encode())
    assert [document.kind for document in read.documents] == ["storage"]
    found = [(each.code, each.span.line, each.message) for each in read.findings]
    assert found == ([("SL003", 2, message)] if message else [])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("---\nkind: data-design\n---\n", "data-design"),
        ("---\ntitle: x\n---\nkind: storage\n", None),
        ("# A\n\n<!-- storagelint: kind: storage -->\n", "storage"),
        ("kind: storage\n", None),
    ],
)
def test_a_document_can_say_its_kind(text: str, kind: str | None) -> None:
    found = declared_kind(from_text(text))
    assert (found.kind if found else None) == kind


IGNORE = "<!-- storagelint: ignore each-heading: generated -->"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"# A\n\n{IGNORE}\n## B\n\n### C\n\n## D\n", ["A", "D"]),
        (f"# A\n\n## B {IGNORE}\n\n## D\n", ["A", "D "]),
        (f"# A\n\n{IGNORE}\n\ntext\n\n## D\n", ["A", "D"]),
        ("# A\n\n<!-- storagelint: ignore-file SL9 -->\n\n## D\n", []),
        (f"# A\n\n```\n{IGNORE}\n```\n\n## D\n", ["A", "D"]),
        ("<!-- storagelint: ignore SL1, SL901 because -->\n# A\n", []),
        ("<!-- storagelint: ignore\nSL901 -->\n# A\n", []),
        ("<!-- storagelint: ignore -->\n# A\n", ["A"]),
        ("<!-- storagelint: ignore SL901\n# A\n", []),
    ],
)
def test_comments_silence_the_block_below(text: str, left: list[str]) -> None:
    result = lint({"a.md": text}, EachHeading())
    found = [each.entity for each in result.diagnostics if each.code == EachHeading.code]
    assert found == [word.strip() for word in left]


def test_suppressions_are_counted_and_remember_what_they_did() -> None:
    text = "<!-- storagelint: ignore SL901, SL1 agreed with the team -->\n# A\n"
    result = lint({"a.md": text}, EachHeading())
    (comment,) = result.suppressions["a.md"]
    assert (result.suppressed, comment.used) == (1, {"SL901"})
    assert (comment.selectors, comment.reason) == (("SL901", "SL1"), "agreed with the team")
    loud = lint({"a.md": text}, EachHeading(), suppress=False)
    assert (loud.suppressed, len(loud.diagnostics)) == (0, 1)


@pytest.mark.parametrize(
    ("comment", "selectors", "reason"),
    [
        ("ignore SL401 reason", ("SL401",), "reason"),
        ("ignore SL401 SL402: API keeps it", ("SL401", "SL402"), "API keeps it"),
        ("ignore SL401, missing-primary-key — why", ("SL401", "missing-primary-key"), "why"),
        ("ignore SL401 read-only table", ("SL401",), "read-only table"),
        ("ignore no-such-rule text", ("no-such-rule",), "text"),
        ("ignore because of it", (), "because of it"),
    ],
)
def test_rules_and_reason_of_a_comment(
    comment: str, selectors: tuple[str, ...], reason: str
) -> None:
    page = parse(from_text(f"<!-- storagelint: {comment} -->\n"))
    (found,) = suppressions(page, {"missing-primary-key"}.__contains__)
    assert (found.selectors, found.reason) == (selectors, reason)


def test_a_comment_covers_a_table_and_the_row_it_stands_in() -> None:
    text = (
        "<!-- storagelint: ignore SL4 -->\n| A |\n| - |\n| 1 |\n\n"
        "| A |\n| - |\n| 1 <!-- storagelint: ignore SL4 --> |\n\n"
        "x <!-- storagelint: ignore SL4 -->\n"
    )
    found = suppressions(parse(from_text(text)), str.isupper)
    assert [(each.first_line, each.last_line) for each in found] == [(2, 4), (6, 8), (10, 10)]


def test_many_comments_take_linear_time() -> None:
    text = "<!-- storagelint: ignore SL901 -->\n# A\n\n" * 5_000
    page = parse(from_text(text))
    start = time.perf_counter()
    assert len(suppressions(page, str.isupper)) == 5_000
    assert suppressions(parse(from_text("<!-- storagelint: ignore " * 20_000)), str.isupper) == []
    assert time.perf_counter() - start < 2
