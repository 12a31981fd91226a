"""`storagelint config show`: the settings in force -> each with the place where it is set."""

from __future__ import annotations

import click

from storagelint.cli import options
from storagelint.cli.session import Session, open_session, write
from storagelint.config.effective import Setting, effective
from storagelint.linting.files import relative
from storagelint.linting.options import known_options
from storagelint.reporting.escape import json_text, shown


@click.command("show")
@options.text_or_json
@options.output_file
@options.config
def command(output_format: str, output_file: str | None, config: str | None) -> int:
    """Print the settings in force, each with the file and the line that set it."""
    session = open_session((), config)
    settings = effective(session.loaded, known_options(session.registry()))
    file = _file(session)
    if output_format == "json":
        listed = [
            {
                "key": each.key,
                "value": each.value,
                "file": file if each.is_set else None,
                "line": each.line,
            }
            for each in settings
        ]
        write(json_text({"version": 1, "file": file, "settings": listed}) + "\n", output_file)
    else:
        write("".join(f"{_line(each, file)}\n" for each in settings), output_file)
    return 0


def _file(session: Session) -> str | None:
    path = session.settings_path
    return relative(path, session.cwd) if path is not None else None


def _line(setting: Setting, file: str | None) -> str:
    """`fail-on = "error"  # storagelint.toml:2`, as TOML; a comment where nothing is set."""
    if setting.value is None:
        return f"# {setting.key} is not set"
    place = f"{file}:{setting.line}" if setting.line else f"{file}"
    origin = shown(place) if setting.is_set else "default"
    return f"{shown(setting.key)} = {_toml(setting.value)}  # {origin}"


def _toml(value: object) -> str:
    match value:
        case dict():
            parts = (f"{json_text(str(key))} = {_toml(each)}" for key, each in value.items())
            return "{ " + ", ".join(parts) + " }" if value else "{}"
        case list() | tuple():
            return f"[{', '.join(map(_toml, value))}]"
        case bool() | str():
            return json_text(value)
    return str(value)
