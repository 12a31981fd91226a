"""Every input ends: hostile documents, each checked in a process of its own (promises 5, 6 and 9).

The limits are those of the promise: 5 s and 600 MB for each, no signal, no traceback, and what
was not read is said with exit status 2.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

SECONDS = 5.0
MEGABYTES = 600
SLACK = 2.0
"""A slow or shared machine may need this much more than the one that the limit was set on."""


def wide_table(columns: int) -> str:
    row = "| a " * columns + "|\n"
    return "# Wide\n\n" + row + "|---" * columns + "|\n" + row


def long_table(rows: int) -> str:
    return "## t\n\n| Field | Type |\n|--|--|\n" + "| a | INT |\n" * rows


def sql(body: str) -> str:
    return f"# S\n\n## t\n\n```sql\n{body}\n```\n"


MEGA = 1024 * 1024

CASES: dict[str, tuple[Callable[[], str], set[int], str | None]] = {
    "100k columns": (lambda: wide_table(100_000), {2}, "SL003"),
    "700k rows": (lambda: long_table(700_000), {2}, "SL003"),
    "a line of 10 MB": (lambda: "a" * (10 * MEGA - 10), {0, 1}, None),
    "a cell of 9 MB": (
        lambda: "|a|b|\n|-|-|\n|" + "`*_[" * (9 * MEGA // 4) + "|x|\n",
        {0, 1},
        None,
    ),
    "an open fence of a million lines": (lambda: "```sql\n" + "x\n" * 1_000_000, {0, 1, 2}, None),
    "100k NULs": (lambda: "# a\n" + "\0" * 100_000, {0, 1}, None),
    "32k brackets": (lambda: "[" * 32_768 + "](" * 1000, {0, 1}, None),
    "deep quotes": (lambda: "> " * 20_000 + "deep\n", {2}, "SL003"),
    "deep lists": (lambda: "".join("  " * n + "- x\n" for n in range(400)), {0, 1, 2}, None),
    "10k list items": (lambda: "## t\n\n" + "- `a` (uuid)\n" * 10_000, {0, 1, 2}, None),
    "20k headings": (lambda: "".join(f"## t{n}\n" for n in range(20_000)), {0, 1, 2}, None),
    "20k open comments": (lambda: "<!-- \n" * 20_000, {0, 1}, None),
    "SQL of nested arrays": (
        lambda: sql("CREATE TABLE t (a INT DEFAULT " + "ARRAY[" * 200 + "1" + "]" * 200 + ");"),
        {0, 1, 2},
        None,
    ),
    "SQL of nested parentheses": (
        lambda: sql("SELECT " + "(" * 20_000 + "1" + ")" * 20_000 + " FROM t;"),
        {2},
        "SL003",
    ),
    "SQL of 200 kB": (
        lambda: sql("CREATE TABLE t (" + "a INT, " * 30_000 + "b INT);"),
        {2},
        "SL003",
    ),
    "unclosed SQL strings": (
        lambda: sql("CREATE TABLE t (a TEXT DEFAULT '" + "x" * 60_000),
        {0, 1, 2},
        None,
    ),
    "a diagram of 20k lines": (
        lambda: "```mermaid\nerDiagram\n" + "A ||--o{ B : x\n" * 20_000 + "```\n",
        {0, 1, 2},
        None,
    ),
    "a diagram line of 1 MB": (
        lambda: "```mermaid\nerDiagram\nA " + "|o--" * (MEGA // 4) + "\n```\n",
        {0, 1, 2},
        None,
    ),
    "relation lines of 1 MB": (
        lambda: "## Relationships\n\n```\n" + "A ─" * (MEGA // 4) + "\n```\n",
        {0, 1},
        None,
    ),
    "8k relation bullets": (
        lambda: "## Relationships\n\n" + "- A 1 ── N B\n" * 8_000,
        {0, 1, 2},
        None,
    ),
    "constraints of 1 MB": (
        lambda: (
            "## t\n\n|Field|Type|Constraints|\n|-|-|-|\n|a|INT|"
            + "NOT NULL, " * (MEGA // 10)
            + "|\n"
        ),
        {0, 1, 2},
        None,
    ),
    "escaped pipes": (lambda: "|a|b|\n|-|-|\n|" + "\\|" * 500_000 + "|\n", {0, 1}, None),
}


@dataclass
class Run:
    status: int
    seconds: float
    """Of processor time: other work on the machine does not count."""
    megabytes: float
    output: str
    errors: str


def run(path: Path, *arguments: str, limit: float = 12 * SECONDS) -> Run:
    """`storagelint check` in a process of its own, with its time and its peak memory."""
    script = (
        "import resource, sys\n"
        "from storagelint.cli import run\n"
        "status = run(sys.argv[1:])\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(f'{peak} {status}', file=sys.stderr)\n"
        "sys.exit(status)\n"
    )
    command = [
        sys.executable,
        "-c",
        script,
        "check",
        str(path),
        "--output-format",
        "json",
        *arguments,
    ]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=limit,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30)),
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    last = (done.stderr.strip().splitlines() or ["0 0"])[-1].split()
    peak = int(last[0]) / 1024 if last[0].isdigit() else 0.0
    return Run(done.returncode, seconds, peak, done.stdout, done.stderr)


@pytest.mark.parametrize("name", CASES)
def test_6_hostile_documents_end(name: str, tmp_path: Path) -> None:
    make, statuses, code = CASES[name]
    path = tmp_path / "hostile.md"
    path.write_text(make(), encoding="utf-8")
    result = run(path)
    print(f"{name}: {result.seconds:.2f} s, {result.megabytes:.0f} MB, exit {result.status}")
    assert "Traceback" not in result.errors
    assert "internal error" not in result.errors
    assert result.status in statuses, result.errors[-500:]
    assert result.seconds < SECONDS * SLACK
    assert result.megabytes < MEGABYTES
    found = {each["code"] for each in json.loads(result.output)["diagnostics"]}
    if code is not None:
        assert code in found
    assert "SL002" not in found


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"# Caf\xe9\n", "file is not UTF-8: byte 0xe9 at offset 5"),
        ("# x\n".encode("utf-16"), "file is not UTF-8: byte 0xff at offset 0"),
        (b"# a \xed\xa0\x80\n", "file is not UTF-8: byte 0xed at offset 4"),
        (
            b"#" * (10 * MEGA + 1),
            "file has 10,485,761 bytes, more than the 10,485,760 that are read",
        ),
    ],
)
def test_9_undecodable_files_are_refused_and_untouched(
    data: bytes, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "broken.md"
    path.write_bytes(data)
    result = run(path)
    assert result.status == 2
    (finding,) = json.loads(result.output)["diagnostics"]
    assert (finding["code"], finding["message"]) == ("SL001", reason)
    assert path.read_bytes() == data


def test_5_a_directory_and_a_missing_file_are_findings(tmp_path: Path) -> None:
    missing = run(tmp_path / "missing.md")
    assert missing.status == 2
    assert "SL001" in missing.output or "does not exist" in missing.errors
    folder = tmp_path / "docs" / "storage" / "folder.md"
    folder.mkdir(parents=True)
    result = run(tmp_path)
    assert "Traceback" not in result.errors


def test_6_settings_that_explode_are_refused(tmp_path: Path) -> None:
    laughs = 'a = "ha"\n' + "".join(f"x{n} = [{', '.join(['1'] * 1000)}]\n" for n in range(200))
    (tmp_path / "storagelint.toml").write_text(laughs + "deep = " + "[" * 5000 + "]" * 5000)
    (tmp_path / "a.md").write_text("# a\n")
    result = run(tmp_path / "a.md", "--config", str(tmp_path / "storagelint.toml"))
    assert result.status == 2
    assert "Traceback" not in result.errors
    assert result.seconds < SECONDS * SLACK
