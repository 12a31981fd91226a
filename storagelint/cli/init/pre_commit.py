"""The pre-commit configuration of a checkout -> the same with the hooks of storagelint."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from storagelint.cli.init.origins import Origin
from storagelint.cli.init.steps import Setup
from storagelint.cli.init.yaml_file import lengthened
from storagelint.cli.init.yaml_text import with_item

NAME = ".pre-commit-config.yaml"
FILES = (
    r"(^|/)(docs/storage/.+|specs/.+/data-model|03-data-design|03-database-design|data-design)\.md$"
)
"""The files that the hooks are given."""


class Hook(NamedTuple):
    """A hook, as .pre-commit-hooks.yaml of the repository has it."""

    id: str
    name: str
    entry: str


HOOKS = (
    Hook("storagelint-fix", "storagelint fix", "storagelint fix"),
    Hook("storagelint", "storagelint", "storagelint check"),
)


def pre_commit(checkout: Path, origin: Origin) -> Setup:
    """What is to be done with the pre-commit configuration of a checkout."""
    item = _item(origin)
    whole = f"repos:\n{_indented(item)}"
    return lengthened(checkout / NAME, whole, item, lambda text: with_item(text, "repos", item))


def _item(origin: Origin) -> str:
    """The entry as a list of one item; hooks of an unknown repository are local ones."""
    if origin.repository:
        head = f"- repo: {origin.repository}\n  rev: {origin.revision}\n  hooks:\n"
        return head + "".join(f"    - id: {hook.id}\n" for hook in HOOKS)
    return "- repo: local\n  hooks:\n" + "".join(_local(hook, origin) for hook in HOOKS)


def _local(hook: Hook, origin: Origin) -> str:
    return f"""\
    - id: {hook.id}
      name: {hook.name}
      entry: {hook.entry}
      language: python
      additional_dependencies: [{json.dumps(origin.requirement)}]
      files: '{FILES}'
      require_serial: true
"""


def _indented(item: str) -> str:
    return "".join(f"  {line}" for line in item.splitlines(keepends=True))
