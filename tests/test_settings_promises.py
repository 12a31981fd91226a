"""Promise 14: settings are data; what a hostile project plants is never imported or opened."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SHOP, write

SCRIPT = """
import json, os, sys
from storagelint.cli import run

root = os.path.realpath(os.getcwd())
allowed = [os.path.realpath(each) for each in (sys.prefix, sys.base_prefix, *sys.path[1:])]
allowed += [os.path.realpath(each) for each in json.loads(os.environ["ALLOWED"])]
seen = {"imports": [], "sockets": [], "processes": [], "opens": []}

def is_below(path, folders):
    return any(path == each or path.startswith(each.rstrip("/") + "/") for each in folders)

def hook(event, arguments):
    if event.startswith("socket."):
        seen["sockets"].append(event)
    elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork"):
        seen["processes"].append(f"{event} {arguments[0]}")
    elif event == "exec":
        name = getattr(arguments[0], "co_filename", "")
        if not name.startswith("<") and is_below(os.path.realpath(name), [root]):
            seen["imports"].append(name)
    elif event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], (str, bytes)):
        path = os.path.realpath(os.fsdecode(arguments[0]))
        if not is_below(path, [root, *allowed]):
            seen["opens"].append(path)

sys.addaudithook(hook)
statuses = []
for settings, arguments in json.loads(sys.argv[1]):
    if settings is not None:
        open("storagelint.toml", "w").write(settings)
    statuses.append(run(arguments))
print("\\x00" + json.dumps([statuses, seen]), file=sys.stderr)
"""
COMMANDS = [
    ["check", "--no-cache", "--jobs", "1"],
    ["check", "docs/storage", "--no-cache", "--jobs", "1", "--output-format", "sarif"],
    ["fix", "--diff"],
    ["model"],
    ["status"],
    ["config", "show"],
    ["config", "schema"],
    ["rule", "SL201"],
    ["baseline", "--baseline", "known.json"],
]
PLANTED = [
    "sitecustomize",
    "usercustomize",
    "storagelint_rules",
    "storagelint",
    "click",
    "pydantic",
    "sqlglot",
    "networkx",
    "rapidfuzz",
    "evil",
    "conftest",
    "setup",
]


def audit(
    project: Path, runs: list[tuple[str | None, list[str]]]
) -> tuple[list[int], dict[str, list[str]]]:
    """Exit statuses of commands in a project, and what was done that must not be.

    With each command stand the settings that are written before it, or None to leave them.
    """
    done = subprocess.run(
        [sys.executable, "-P", "-W", "ignore", "-c", SCRIPT, json.dumps(runs)],
        cwd=project,
        env={**os.environ, "ALLOWED": json.dumps(["/dev", "/proc", "/etc/localtime", "/usr"])},
        capture_output=True,
        text=True,
        check=True,
    )
    statuses, seen = json.loads(done.stderr.rpartition("\x00")[2])
    return statuses, seen


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A project with modules, an entry point and settings planted in it."""
    root = tmp_path / "root"
    files = {
        file.relative_to(SHOP).as_posix(): file.read_text("utf-8")
        for file in SHOP.rglob("*")
        if file.is_file()
    }
    planted = {f"{name}.py": "raise SystemExit('planted')\n" for name in PLANTED}
    info = {
        "evil-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n",
        "evil-1.0.dist-info/entry_points.txt": "[storagelint.rules]\nevil = evil\ncore = evil\n",
    }
    write(root, {**files, **planted, **info})
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret Storage Design\n\n### secrets\n", "utf-8")
    (root / "docs" / "storage" / "link.md").symlink_to(secret)
    (root / "docs" / "storage" / "folder").symlink_to(tmp_path, target_is_directory=True)
    return root


NOTHING: dict[str, list[str]] = {"imports": [], "sockets": [], "processes": [], "opens": []}


def test_14_nothing_is_imported_connected_started_or_opened_outside(hostile: Path) -> None:
    statuses, seen = audit(hostile, [(None, each) for each in COMMANDS])
    assert statuses == [1, 1, 1, 0, 0, 0, 0, 0, 0]
    print(f"settings are data: { ({event: len(what) for event, what in seen.items()}) }")
    assert seen == NOTHING


HOSTILE = [
    'extends = "/etc/passwd"',
    'include = ["../*.md"]',
    'include = ["docs/../../*.md"]',
    'exclude = ["*a*b*c*d*e*"]',
    f'include = ["{"a" * 501}"]',
    'kinds.x.paths = ["../**/*.md"]',
    'baseline = "../secret.md"',
    'baseline = "/etc/passwd"',
    'rule-packs = ["evil"]',
    'rule-packs = ["../evil"]',
    'rule-packs = ["os:system"]',
    "[naming]\nindex-pattern = '{0.__class__}'",
    "severity = { SL201 = '!!python/object:os.system' }",
]


def test_14_hostile_settings_are_refused(hostile: Path) -> None:
    check = ["check", "--no-cache", "--jobs", "1"]
    statuses, seen = audit(hostile, [(text, check) for text in HOSTILE])
    assert statuses == [2] * len(HOSTILE)
    assert seen == NOTHING


def test_14_the_audit_sees_what_it_is_to_see(hostile: Path) -> None:
    """The hook counts: a module of the project on the path is imported, and that is seen."""
    script = SCRIPT.replace("sys.addaudithook(hook)", f"sys.addaudithook(hook)\n{_DEEDS}", 1)
    done = subprocess.run(
        [sys.executable, "-P", "-W", "ignore", "-c", script, "[]"],
        cwd=hostile,
        env={**os.environ, "ALLOWED": "[]"},
        capture_output=True,
        text=True,
        check=True,
    )
    _, seen = json.loads(done.stderr.partition("\x00")[2].partition("\n")[0])
    assert all(seen[event] for event in NOTHING), seen


_DEEDS = """
import socket, subprocess
sys.path.insert(0, root)
try:
    import evil
except SystemExit:
    pass
socket.socket().close()
subprocess.run(["true"])
open(os.path.join(root, "..", "secret.md")).close()
"""
