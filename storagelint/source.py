"""bytes -> Source: the text of a file, its lines, and where on a line something stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from storagelint.patterns import pattern

if TYPE_CHECKING:
    from pydantic_core import core_schema

MAX_BYTES = 10 * 1024 * 1024
"""The largest file that is read, in bytes (promise 6)."""

_NEWLINE = pattern(r"\r\n|\n|\r")


class SourceError(Exception):
    """A file that cannot be read; `str()` is a clause without path or full stop."""


class Span(NamedTuple):
    """A stretch of text: 1-based lines and columns in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> core_schema.CoreSchema:
        from pydantic_core import core_schema

        from_json = core_schema.no_info_after_validator_function(
            lambda numbers: cls(*numbers), core_schema.list_schema(core_schema.int_schema())
        )
        return core_schema.json_or_python_schema(
            json_schema=from_json,
            python_schema=core_schema.is_instance_schema(cls),
            serialization=core_schema.plain_serializer_function_ser_schema(list),
        )


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text, split into lines as Markdown splits them (not at form feeds or U+2028)."""

    path: str
    text: str
    """The whole text with every newline as `\\n`, without a byte order mark."""
    lines: tuple[str, ...] = field(repr=False)
    newline: str = "\n"
    """The newline that most lines end with."""
    bom: bool = False

    def line_span(self, line: int) -> Span:
        """The span of one line (1-based) without the white space around its text."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        start = len(text) - len(text.lstrip())
        return Span(line, start + 1, line, max(len(text.rstrip()), start) + 1)

    def last_place(self, first: int = 1, last: int | None = None) -> Span:
        """The empty span at the end of the last line with text of some lines (1-based)."""
        line = len(self.lines) if last is None else last
        while line > first and not self.lines[line - 1].strip():
            line -= 1
        column = len(self.lines[line - 1]) + 1
        return Span(line, column, line, column)


def from_text(text: str, path: str = "<text>") -> Source:
    """A source from text that is already decoded, for example from an editor."""
    bom = text.startswith("\ufeff")
    if bom:
        text = text[1:]
    newlines = _NEWLINE.findall(text) if "\r" in text else []
    newline = max(set(newlines), key=newlines.count) if newlines else "\n"
    if newlines:
        text = _NEWLINE.sub("\n", text)
    return Source(path, text, tuple(text.split("\n")), newline, bom)


def decode(data: bytes, path: str) -> Source:
    """A source from a file's bytes.

    Raises SourceError when they are too many or not UTF-8: nothing is guessed.
    """
    if len(data) > MAX_BYTES:
        raise SourceError(
            f"file has {len(data):,} bytes, more than the {MAX_BYTES:,} that are read"
        )
    try:
        return from_text(data.decode("utf-8"), path)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"file is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}"
        ) from None


def read(path: Path, shown: str | None = None) -> Source:
    """The source of the file at `path`, which messages call `shown`.

    Raises SourceError when it cannot be read, is no regular file, or `decode` refuses it.
    """
    return decode(load(path), shown if shown is not None else str(path))


def load(path: Path) -> bytes:
    """The bytes of a file. Raises SourceError when it is no regular file or cannot be read."""
    try:
        if path.is_dir():
            raise SourceError("path is a directory, not a file")
        if not path.is_file():
            raise SourceError(_why_no_file(path))
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SourceError(f"file has {size:,} bytes, more than the {MAX_BYTES:,} that are read")
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot read file: {error.strerror or error}") from None


def _why_no_file(path: Path) -> str:
    if path.exists():
        return "not a regular file"
    return "link leads to nothing" if path.is_symlink() else "file does not exist"
