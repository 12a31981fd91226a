"""What `storagelint init` finds in a project -> what is to be done with one of its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from storagelint.source import SourceError, decode, load


@dataclass(frozen=True, slots=True)
class Addition:
    """A file that is to be written, or to be longer than it is."""

    path: Path
    old: bytes | None
    """None where there is no such file."""
    new: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that has all that it needs."""

    path: Path


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that nothing can be added to, and what its owner may add by hand."""

    path: Path
    reason: str
    """A clause that the path stands before."""
    snippet: str


Setup = Addition | Kept | Refused


def insert(old: str, at: int, addition: str) -> str:
    """A text with lines put in at an offset that begins a line, with the newlines of the text."""
    newline = "\r\n" if "\r\n" in old[: old.find("\n") + 1] else "\n"
    before = old[:at]
    if before and not before.endswith("\n"):
        before += newline
    return before + addition.replace("\n", newline) + old[at:]


def read_text(path: Path) -> tuple[bytes, str] | str:
    """The bytes of a file and their text, in which newlines are as they are; else why there is
    none."""
    try:
        data = load(path)
        decode(data, path.name)
    except SourceError as error:
        return str(error)
    return data, data.decode("utf-8")
