"""Settings -> a TOML text in which every key stands as a comment, with its meaning and default."""

from __future__ import annotations

import json
from dataclasses import asdict
from textwrap import wrap
from typing import Any

from storagelint.config import Settings
from storagelint.kinds import kebab

EXAMPLES = {
    "include": '["design/*.md"]',
    "exclude": '["docs/storage/old/"]',
    "select": '["SL2", "foreign-key-without-index"]',
    "extend-select": '["SL318"]',
    "ignore": '["SL452"]',
    "per-file-ignores": '{ "docs/storage/legacy.md" = ["SL2"] }',
    "severity": '{ missing-primary-key = "warning" }',
    "kinds": "{ storage = { numbered = false } }",
    "thresholds": "{ rto = 2, max-fields = 60 }",
    "naming": '{ entity-number = "plural", field-case = "snake_case" }',
    "technology": '"PostgreSQL"',
    "external-entities": '["accounts"]',
    "synonyms": '{ columns = { field = ["member"] } }',
    "rule-packs": '["our-rules"]',
    "baseline": '"storagelint-baseline.json"',
}
"""Key -> a value that shows its form, where the default shows none."""
_HEAD = """\
# Settings of storagelint: every key with its default. A line `#key = value` takes effect without
# its `#`.
"""
_WIDTH = 98


def commented_settings() -> str:
    """All settings with their meanings and defaults; each line `#key = value` is a setting."""
    from pydantic import TypeAdapter

    defaults = {kebab(key): value for key, value in asdict(Settings()).items()}
    described = TypeAdapter(Settings).json_schema(by_alias=True)["properties"]
    parts = [_entry(key, defaults[key], described[key]["description"]) for key in defaults]
    return "\n".join([_HEAD, *parts])


def _entry(key: str, default: Any, meaning: str) -> str:
    lines = [f"# {line}" for line in wrap(" ".join(meaning.split()), _WIDTH)]
    example = EXAMPLES.get(key)
    if default is None:
        lines.append("# There is no default; an example:")
        value = example or ""
    else:
        if example:
            lines.append(f"# Example: {key} = {example}")
        value = _toml(default)
    return "\n".join([*lines, f"#{key} = {value}", ""])


def _toml(value: Any) -> str:
    """A default as TOML; of a table only the keys that have a value."""
    match value:
        case dict():
            pairs = [f"{kebab(key)} = {_toml(each)}" for key, each in value.items() if each]
            return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
        case list() | tuple():
            return f"[{', '.join(map(_toml, value))}]"
        case _:
            return json.dumps(value, ensure_ascii=False)
