"""The lines of the keys in a settings file."""

from __future__ import annotations

import tomllib

from storagelint.config.lines import key_lines, line_of

SETTINGS = '''
# select = ["SL1"]
select = [
    "SL1",  # ] and [
    "SL2",
]
"fail-on" = "error"

[per-file-ignores]
"docs/a=b.md" = ["SL2"]
'c "d".md' = []
[kinds.log]
title-form = """
[naming]
ignore = 1\\"""
"""
paths = ["a"]
[[kinds.log.sections]]
role = "a"
[[ kinds . log . sections ]] # the second
heading = """it's
[fake]"""
[kinds.log.sections.deep]
x = { y = "}", z = [1,
2] }
naming.field-case = "a"
'''


def test_lines_of_keys() -> None:
    assert tomllib.loads(SETTINGS)
    found = key_lines(SETTINGS)
    assert {".".join(map(str, key)): line for key, line in found.items()} == {
        "select": 3,
        "fail-on": 7,
        "per-file-ignores": 9,
        "per-file-ignores.docs/a=b.md": 10,
        'per-file-ignores.c "d".md': 11,
        "kinds": 12,
        "kinds.log": 12,
        "kinds.log.title-form": 13,
        "kinds.log.paths": 17,
        "kinds.log.sections": 18,
        "kinds.log.sections.0": 18,
        "kinds.log.sections.0.role": 19,
        "kinds.log.sections.1": 20,
        "kinds.log.sections.1.heading": 21,
        "kinds.log.sections.1.deep": 23,
        "kinds.log.sections.1.deep.x": 24,
        "kinds.log.sections.1.deep.naming": 26,
        "kinds.log.sections.1.deep.naming.field-case": 26,
    }
    assert line_of(("kinds", "log", "sections", 1, "level"), found) == 20
    assert line_of(("ignore",), found) is None


def test_lines_below_a_table() -> None:
    text = "[tool.other]\na = 1\n[tool.storagelint]\nb = 1\n"
    assert key_lines(text, ("tool", "storagelint")) == {("b",): 4}
    assert key_lines("a = 1\r\nb = '''x''''\r\n\r\nc = 2") == {("a",): 1, ("b",): 2, ("c",): 4}
