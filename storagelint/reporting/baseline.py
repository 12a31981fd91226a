"""Known findings -> the file that lists them, a line each, for people to review."""

from __future__ import annotations

from storagelint.linting.baseline import VERSION, Known
from storagelint.reporting.escape import json_text


def render(known: Known) -> str:
    """The JSON of a baseline: sorted, so that one finding more or less changes one line."""
    lines = []
    for found, count in sorted(known.items()):
        entry = {key: value for key, value in found._asdict().items() if value}
        lines.append(json_text({**entry, **({"count": count} if count > 1 else {})}, indent=None))
    listed = ",\n".join(f"    {line}" for line in lines)
    body = f"[\n{listed}\n  ]" if lines else "[]"
    return f'{{\n  "version": {VERSION},\n  "findings": {body}\n}}\n'
