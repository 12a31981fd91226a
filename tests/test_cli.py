"""The command as its users meet it: arguments, output, exit status."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, SHOP, Run, write

from storagelint import __version__, cli

BAD = "### orders\n\n| Field | Type |\n| --- | --- |\n| total | INTEGER |\n"
"""A document with one error, SL201, and more that other rules may find."""
ONLY = ("--select", "SL201")
GOOD = "### orders\n\n| Field | Type | Constraints |\n| --- | --- | --- |\n| id | UUID | PK |\n"


def test_findings_are_lines_with_a_summary(project: Path, run: Run) -> None:
    write(project, {"design.md": BAD})
    outcome = run("check", "design.md", *ONLY)
    assert outcome.out == (
        "design.md:1:5: SL201 error: entity orders has no primary key\nFound 1 error.\n"
    )
    assert (outcome.status, outcome.err) == (1, "")
    assert run("check", "design.md", *ONLY, "--quiet").out.count("\n") == 1


def test_a_clean_document_exits_0(project: Path, run: Run) -> None:
    write(project, {"design.md": GOOD})
    outcome = run("check", "design.md", *ONLY)
    assert (outcome.status, outcome.out, outcome.err) == (0, "All checks passed.\n", "")


def test_json_is_the_contract(project: Path, run: Run) -> None:
    write(project, {"docs/storage/a.md": BAD})
    data = json.loads(run("check", *ONLY, "--output-format", "json").out)
    (found,) = data["diagnostics"]
    assert (found["path"], found["line"], found["column"]) == ("docs/storage/a.md", 1, 5)
    assert (found["entity"], found["field"], found["fix"]) == ("orders", None, None)
    assert data["summary"]["files"] == 1


@pytest.mark.parametrize(
    ("arguments", "status"),
    [((), 1), (("--fail-on", "error"), 1), (("--fail-on", "never"), 0), (("--ignore", "SL2"), 0)],
)
def test_fail_on_decides_the_status(
    project: Path, run: Run, arguments: tuple[str, ...], status: int
) -> None:
    write(project, {"design.md": BAD})
    selected = () if "--ignore" in arguments else ONLY
    assert (
        run("check", "design.md", "--min-severity", "error", *selected, *arguments).status == status
    )


def test_without_path_the_project_is_searched(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        project,
        {
            "docs/storage/a.md": BAD,
            "docs/storage/deep/b.md": BAD,
            "docs/plan/E01-x/E01-F01-y/03-data-design.md": BAD,
            "docs/storage/kept/c.md": BAD,
            "docs/storage/out/d.md": BAD,
            "docs/storage/draft.md": BAD,
            "notes.md": BAD,
            "node_modules/x/data-design.md": BAD,
            ".gitignore": "*draft*\n/docs/storage/*/\n!/docs/storage/kept/\n!/docs/storage/deep/\n",
            "docs/.gitignore": "out\n",
        },
    )
    expected = [
        "docs/plan/E01-x/E01-F01-y/03-data-design.md",
        "docs/storage/a.md",
        "docs/storage/deep/b.md",
        "docs/storage/kept/c.md",
    ]
    found = [line.split(":")[0] for line in run("check", *ONLY, "--quiet").out.splitlines()]
    assert found == expected
    assert run("check", ".", *ONLY, "--quiet").out.count("\n") == 4
    assert run("check", "docs/storage/deep", *ONLY, "--quiet").out.count("\n") == 1
    monkeypatch.chdir(project / "docs" / "storage")
    assert run("check", *ONLY, "--quiet").out.startswith("../plan/E01-x/")
    assert run("check", "draft.md", *ONLY, "--quiet").out.startswith("draft.md:1:5:")


def test_include_and_exclude(project: Path, run: Run) -> None:
    write(
        project,
        {
            "storagelint.toml": 'include = ["design/*.md"]\nexclude = ["docs/storage/old.md"]\n',
            "design/a.md": BAD,
            "docs/storage/old.md": BAD,
        },
    )
    assert [line.split(":")[0] for line in run("check", *ONLY, "-q").out.splitlines()] == [
        "design/a.md"
    ]
    assert run("check", "docs/storage/old.md", *ONLY).status == 1


def test_a_folder_with_documents_in_place_is_a_project(project: Path, run: Run) -> None:
    write(project, {"elsewhere/shop/docs/storage/a.md": BAD})
    text = run("check", "elsewhere/shop", *ONLY, "-q").out
    assert text.startswith("elsewhere/shop/docs/storage/a.md:1:5: SL201")
    data = json.loads(
        run("model", "elsewhere/shop/docs/storage/a.md", "--output-format", "json").out
    )
    assert data["documents"][0]["kind"] == "storage"


@pytest.mark.parametrize(
    ("folder", "arguments", "expected"),
    [
        ("x", ("../p",), 2),
        ("x", ("../p/docs",), 2),
        ("x", ("../p/docs/storage",), 1),
        ("x", ("../p/docs/storage/a.md",), 1),
        ("x", ("../p/docs", "../r/docs"), 3),
        ("p", (), 2),
        ("p/docs", (), 2),
        ("p/docs/storage", (), 2),
        ("p/docs/storage", ("a.md",), 1),
        ("p/docs/plan/E01-x", (), 2),
        ("p/docs/storage", ("a.md", "../plan/E01-x/03-data-design.md"), 2),
    ],
)
def test_the_layout_tells_the_root_where_nothing_marks_it(
    tmp_path: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    folder: str,
    arguments: tuple[str, ...],
    expected: int,
) -> None:
    write(
        tmp_path,
        {
            "p/docs/storage/a.md": BAD,
            "p/docs/plan/E01-x/03-data-design.md": BAD,
            "p/docs/notes.md": BAD,
            "r/docs/storage/b.md": BAD,
            "x/notes.md": BAD,
        },
    )
    monkeypatch.chdir(tmp_path / folder)
    documents = json.loads(run("model", *arguments, "--output-format", "json").out)["documents"]
    kinds = {Path(document["path"]).name: document["kind"] for document in documents}
    known = {"a.md": "storage", "b.md": "storage", "03-data-design.md": "data-design"}
    assert len(kinds) == expected
    assert kinds.items() <= known.items()


def test_a_search_without_documents_is_no_success(project: Path, run: Run) -> None:
    write(project, {"empty/notes.txt": "", "docs/storage/a.md": GOOD})
    outcome = run("check", "empty", *ONLY)
    assert (outcome.status, outcome.out, outcome.err) == (
        0,
        "No documents were checked.\n",
        "storagelint: warning: no documents found below empty: no path there is one of a known "
        "kind; files that are named are checked whatever their path\n",
    )
    outcome = run("check", "empty", "docs", *ONLY)
    assert outcome.out == "All checks passed.\n"
    assert "below empty" in outcome.err


def test_a_folder_with_the_name_of_a_document_is_a_folder(project: Path, run: Run) -> None:
    write(project, {"wiki.md/docs/storage/a.md": BAD})
    assert run("check", "wiki.md", *ONLY).out.startswith("wiki.md/docs/storage/a.md:1:5: SL201")


def test_other_documents_of_the_project_are_known_and_not_checked(project: Path, run: Run) -> None:
    design = (
        "### baskets\n\n| Field | Type | Constraints |\n| --- | --- | --- |\n"
        "| id | UUID | PK |\n| buyer_id | UUID | FK -> buyers.id |\n"
    )
    buyers = "### buyers\n\n| Field | Type |\n| --- | --- |\n| id | INTEGER |\n"
    unknown = ("--select", "SL201,SL204,SL301,SL302,SL303,SL304", "-q")
    write(project, {"docs/plan/E01-x/E01-F01-y/03-data-design.md": design})
    alone = run("check", "docs/plan/E01-x/E01-F01-y/03-data-design.md", *unknown)
    assert "references buyers, which is not defined" in alone.out
    write(project, {"docs/storage/backend-buyer.md": buyers})
    for paths in (("docs/plan",), ("docs/plan/E01-x/E01-F01-y/03-data-design.md",)):
        assert run("check", *paths, *unknown).out == ""
    assert "backend-buyer.md:5:3: SL201" in run("check", *unknown).out
    outcome = run("check", "docs/plan", "--output-format", "json")
    assert json.loads(outcome.out)["summary"]["files"] == 1


def test_links_out_of_the_project_are_read_only_when_named(project: Path, run: Run) -> None:
    outside = project.parent / f"{project.name}-outside"
    write(outside, {"x.md": BAD, "folder/y.md": BAD})
    write(project, {"docs/storage/in.md": GOOD})
    (project / "docs/storage/link.md").symlink_to(outside / "x.md")
    (project / "docs/storage/folder").symlink_to(outside / "folder")
    assert run("check", *ONLY).status == 0
    assert run("check", "docs/storage/link.md", *ONLY).status == 1


def test_what_cannot_be_read_exits_2(project: Path, run: Run) -> None:
    write(project, {"docs/storage/good.md": GOOD})
    (project / "docs/storage/latin.md").write_bytes(b"# Caf\xe9\n")
    (project / "docs/storage/dir.md").mkdir()
    outcome = run("check", *ONLY, "--fail-on", "never")
    assert outcome.status == 2
    assert outcome.out.splitlines()[:2] == [
        "docs/storage/dir.md:1:1: SL001 error: path is a directory, not a file",
        "docs/storage/latin.md:1:1: SL001 error: file is not UTF-8: byte 0xe9 at offset 5",
    ]
    gone = run("check", "gone.md")
    assert (gone.status, gone.out.splitlines()[0]) == (
        2,
        "gone.md:1:1: SL001 error: file does not exist",
    )


def test_a_link_to_nothing_says_so(project: Path, run: Run) -> None:
    (project / "dead.md").symlink_to("gone.md")
    assert run("check", "dead.md").out.startswith(
        "dead.md:1:1: SL001 error: link leads to nothing\n"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="needs file names that are bytes")
def test_a_file_name_that_is_not_utf_8_can_be_read_in_every_output(project: Path, run: Run) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    write(project, {name: BAD})
    outcome = run("check", name, *ONLY, "--output-format", "json")
    outcome.out.encode("utf-8")
    (found,) = json.loads(outcome.out)["diagnostics"]
    assert found["path"] == "caf\\xe9.md"
    assert run("check", name, *ONLY).out.startswith("caf\\xe9.md:1:5: SL201")


def test_standard_input_has_the_name_it_is_given(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("docs/storage/new.md", None):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))
        named = ("--stdin-filename", name) if name else ()
        outcome = run("check", "-", *named, *ONLY)
        assert outcome.out.startswith(f"{name or '<stdin>'}:1:5: SL201")


def test_comments_silence_unless_told_otherwise(project: Path, run: Run) -> None:
    write(project, {"design.md": f"<!-- storagelint: ignore SL201 log -->\n{BAD}"})
    assert run("check", "design.md", *ONLY).out == "All checks passed (1 suppressed).\n"
    assert run("check", "design.md", *ONLY, "--no-ignores").status == 1


def test_output_goes_to_a_file(project: Path, run: Run) -> None:
    write(project, {"design.md": BAD})
    outcome = run(
        "check", "design.md", *ONLY, "--output-format", "json", "--output-file", "out.json"
    )
    assert (outcome.status, outcome.out) == (1, "")
    assert json.loads((project / "out.json").read_text("utf-8"))["summary"]["errors"] == 1
    assert run("check", "design.md", "--output-file", "no/such/folder.json").status == 2


@pytest.mark.parametrize("command", ["check", "status", "model", "erd"])
@pytest.mark.parametrize(
    ("output", "what"),
    [
        ("design.md", "a document that is read"),
        ("link.md", "a document that is read"),
        ("storagelint.toml", "the settings"),
        ("known.json", "the baseline"),
    ],
)
def test_output_overwrites_nothing_that_is_read(
    project: Path, run: Run, command: str, output: str, what: str
) -> None:
    settings = 'baseline = "known.json"\n'
    write(project, {"design.md": BAD, "storagelint.toml": settings, "known.json": "{}"})
    (project / "link.md").symlink_to("design.md")
    before = (project / output).read_bytes()
    outcome = run(command, "design.md", "--output-file", output)
    error = f"storagelint: error: {output} would overwrite {what}\n"
    assert (outcome.status, outcome.err) == (2, error)
    assert (project / output).read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="no /dev/stdout there")
def test_output_goes_through_a_pipe(project: Path) -> None:
    write(project, {"design.md": BAD})
    arguments = ("model", "design.md", "--output-file", "/dev/stdout")
    done = subprocess.run(
        (sys.executable, "-c", "from storagelint.cli import main; main()", *arguments),
        cwd=project,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"design.md")


def test_statistics_and_explain(project: Path, run: Run) -> None:
    write(project, {"design.md": BAD})
    assert run("check", "design.md", *ONLY, "--statistics").out.splitlines()[0] == (
        "1 SL201 missing-primary-key"
    )
    lines = run("check", "design.md", *ONLY, "--explain").out.splitlines()
    assert lines[1:3] == ["  1 | ### orders", "    |     ^^^^^^"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("chek",), "did you mean check?"),
        (("check", "--selct", "SL2"), "'--select'"),
        (("check", "--fail-on", "bad"), "'bad' is not one of"),
        (("check", "--select", "SL2O1"), "no rule is called SL2O1, did you mean SL201?"),
        (("check", "--ignore", "missing-primry-key"), "did you mean missing-primary-key?"),
        (("check", "--config", "gone.toml"), "gone.toml: cannot be read"),
        (("rule", "missing-primry-key"), "did you mean missing-primary-key?"),
        (("check", "--output-format", "sariff"), "is not one of"),
        (("check", "--stdin-filename", "a.md"), "--stdin-filename is for the standard input"),
    ],
)
def test_wrong_usage_exits_2_with_the_nearest_name(
    project: Path, run: Run, arguments: tuple[str, ...], message: str
) -> None:
    outcome = run(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert message in outcome.err
    assert "Traceback" not in outcome.err


def test_a_rule_pack_that_is_not_installed_exits_2(project: Path, run: Run) -> None:
    write(project, {"storagelint.toml": 'rule-packs = ["acme"]\n'})
    outcome = run("check")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.endswith("storagelint.toml:1: rule pack acme is not installed\n")


def test_rule_prints_its_page(run: Run) -> None:
    page = ROOT / "rules/storagelint_rules/entities/missing_primary_key.md"
    assert run("rule", "sl201").out == page.read_text("utf-8")
    assert run("rule", "missing-primary-key").out == page.read_text("utf-8")


def test_a_prefix_lists_its_rules(run: Run) -> None:
    rows = run("rule", "sl20").out.splitlines()
    assert rows[0] == "SL201 missing-primary-key (error)"
    assert all(row.startswith("SL20") for row in rows)
    data = json.loads(run("rule", "SL20", "--output-format", "json").out)
    assert [each["code"] for each in data] == [row.split()[0] for row in rows]
    assert "did you mean" in run("rule", "SL2O1").err


def test_all_rules_are_listed(run: Run) -> None:
    assert "SL201 missing-primary-key (error)\n" in run("rule", "--all").out
    rules = json.loads(run("rule", "--all", "--output-format", "json").out)
    (found,) = [rule for rule in rules if rule["code"] == "SL201"]
    assert found["group"] == "entities"
    assert found["summary"].startswith("Without a key no row can be named")
    assert {"name", "severity", "fixable", "pedantic", "summary", "url"} <= found.keys()


def test_model_prints_the_contract(run: Run) -> None:
    outcome = run("model", str(SHOP / "docs/storage/backend-order.md"), "--output-format", "json")
    data = json.loads(outcome.out)
    (document,) = data["documents"]
    assert (data["version"], document["kind"], document["system"]) == (
        1,
        "storage",
        "backend-order",
    )
    entities = {entity["name"]: entity for entity in document["entities"]}
    assert list(entities) == ["Order", "OrderItem", "Delivery"]
    fields = {field["name"]: field for field in entities["OrderItem"]["fields"]}
    assert fields["order_id"]["references"] == {"entity": "Order", "field": "id", "on_delete": None}
    assert fields["id"]["primary_key"] is True
    assert {index["name"]: index["fields"] for index in document["indexes"]}[
        "idx_order_customer_id_created_at"
    ] == ["customer_id", "created_at"]
    assert [
        (each["from"], each["cardinality"], each["to"]) for each in document["relationships"]
    ] == [
        ("Order", "1:N", "OrderItem"),
        ("Order", "1:N", "Delivery"),
    ]
    assert document["stores"][0]["technology"] == "PostgreSQL"


def test_model_has_a_page_for_people(project: Path, run: Run) -> None:
    write(project, {"design.md": GOOD})
    assert run("model", "design.md").out == (
        "design.md (generic)\n  table orders, line 1\n    id UUID primary key\n"
    )


def test_model_shows_indexes_and_relationships_whole(project: Path, run: Run) -> None:
    text = (
        "# Design\n\n```sql\n"
        "CREATE TABLE orders (id UUID PRIMARY KEY, state TEXT, placed_at TIMESTAMPTZ);\n"
        "CREATE INDEX ON orders USING brin (placed_at);\n"
        "CREATE UNIQUE INDEX one_open ON orders (state) WHERE state = 'open';\n```\n\n"
        "### tags\n\n| Field | Constraints |\n| --- | --- |\n| id | PK |\n"
    )
    write(project, {"design.md": text})
    lines = [line.strip() for line in run("model", "design.md").out.splitlines()]
    assert "index on orders (placed_at) using brin" in lines
    assert "unique index one_open on orders (state) where state = 'open'" in lines
    assert "id (no type) primary key" in lines
    data = json.loads(run("model", "design.md", "--output-format", "json").out)
    assert [each["options"] for each in data["documents"][0]["entities"]] == [{}, {}]


def test_an_unexpected_error_is_one_line(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise ValueError("postgres://app:secret@db")

    monkeypatch.setattr(cli.app, "main", lambda **_options: fail())
    outcome = run("check")
    assert outcome.status == 2
    assert outcome.err.startswith("storagelint: internal error: ValueError at test_cli.py:")
    assert "secret" not in outcome.err
    assert outcome.err.count("\n") == 1


def test_version(run: Run) -> None:
    assert run("--version").out == f"storagelint {__version__}\n"
    assert run("-h").status == 0


def test_version_needs_no_library_but_click() -> None:
    code = (
        "import sys; from storagelint import cli; cli.run(['--version']);"
        "heavy = {'pydantic', 'markdown_it', 'pathspec', 'sqlglot', 'networkx', 'rapidfuzz'};"
        "sys.exit(sorted(heavy & set(sys.modules)).__repr__() if heavy & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_a_closed_pipe_is_quiet(project: Path) -> None:
    write(project, {"design.md": BAD * 2_000})
    command = [sys.executable, "-c", "from storagelint.cli import main; main()"]
    pipe = subprocess.PIPE
    with subprocess.Popen([*command, "check", "design.md"], stdout=pipe, stderr=pipe) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
@pytest.mark.parametrize("arguments", [("check", "design.md"), ("--version",), ("rule",)])
def test_a_full_device_is_named(project: Path, arguments: tuple[str, ...]) -> None:
    write(project, {"design.md": BAD})
    command = [sys.executable, "-c", "from storagelint.cli import main; main()", *arguments]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        outcome = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (outcome.returncode, outcome.stderr) == (
        2,
        "storagelint: error: cannot write the standard output: No space left on device\n",
    )


def test_the_readme_shows_what_the_command_prints(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`make readme` writes the block anew."""
    monkeypatch.chdir(ROOT)
    readme = ROOT / "README.md"
    before, command, rest = readme.read_text("utf-8").partition(
        "$ storagelint check fixtures/projects/shop/docs/storage/backend-order.md"
        " --min-severity warning\n"
    )
    shown, _, after = rest.partition("```")
    document = SHOP / "docs" / "storage" / "backend-order.md"
    outcome = run("check", os.path.relpath(document), "--min-severity", "warning")
    if "STORAGELINT_WRITE_README" in os.environ:
        readme.write_text(f"{before}{command}{outcome.out}```{after}", "utf-8")
        return
    assert shown == outcome.out
