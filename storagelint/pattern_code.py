"""A regular expression -> its pattern, whose code an earlier run left beside Python's byte code.

To compile the expressions that one document needs takes longer than to read and judge it. Code is
kept by the expression that it comes from and for one build of Python, so that it is never stale.
It stands where Python keeps what it compiles: who can write there can change the program anyway.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import re
import sys
import zlib
from array import array
from pathlib import Path
from typing import Any

_MOST_BYTES = 4 * 1024 * 1024
"""The size above which only what the run has used is kept."""

_Key = tuple[str, int]
"""An expression and its flags."""
_Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""The flags in force, the code, how many groups there are, and their names both ways."""


class PatternCode:
    """The code of expressions in a file. Nothing that goes wrong with it is an error."""

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self._build = f"{sys.version} {array('I').itemsize}"
        self._used: dict[_Key, _Code] = {}
        self._stored: dict[_Key, _Code] | None = None
        self._news = False

    def compile(self, source: str, flags: int = 0) -> re.Pattern[str]:
        """The pattern of an expression. Raises `re.error` for a wrong one."""
        key = (source, int(flags))
        try:
            code = self._kept().get(key)
            if code is None:
                code = _translate(source, key[1])
                self._news = True
            made = _assemble(source, code)
        except (ImportError, AttributeError, TypeError, ValueError, RuntimeError, OverflowError):
            return re.compile(source, flags)
        self._used[key] = code
        return made

    def save(self) -> None:
        """Write what was compiled, unless Python is to write no byte code."""
        if not self._news or self.file is None or sys.dont_write_bytecode:
            return
        data = marshal.dumps({**self._kept(), **self._used})
        if len(data) > _MOST_BYTES:
            data = marshal.dumps(self._used)
        draft = self.file.with_name(f"{self.file.name}.{os.getpid()}")
        written = marshal.dumps((self._build, zlib.crc32(data), data))
        with contextlib.suppress(OSError):
            self.file.parent.mkdir(exist_ok=True)
            try:
                draft.write_bytes(written)
                draft.replace(self.file)
            finally:
                draft.unlink(missing_ok=True)
        self._news = False

    def _kept(self) -> dict[_Key, _Code]:
        if self._stored is None:
            self._stored = {}
            if self.file is not None:
                with contextlib.suppress(OSError, EOFError, ValueError, TypeError):
                    build, check, data = marshal.loads(self.file.read_bytes())
                    if build == self._build and zlib.crc32(data) == check:
                        self._stored = marshal.loads(data)
        return self._stored


def _translate(source: str, flags: int) -> _Code:
    """What `re.compile` does up to its last step."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(source, flags)
    state = parsed.state
    code = array("I", _compiler._code(parsed, flags))
    names: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        names[number] = name
    return flags | state.flags, code.tobytes(), state.groups - 1, state.groupdict, tuple(names)


def _assemble(source: str, code: _Code) -> re.Pattern[str]:
    """The last step of `re.compile`, which checks the code."""
    import _sre  # type: ignore[import-not-found]

    flags, data, groups, numbers, names = code
    words = array("I", data).tolist()
    made: Any = _sre.compile(source, flags, words, groups, numbers, names)
    pattern: re.Pattern[str] = made
    return pattern


def _file() -> Path | None:
    """The file beside this module's byte code; None where that has no place."""
    cached = __spec__.cached if __spec__ is not None else None
    return Path(cached).with_suffix(".patterns") if cached else None


pattern_code = PatternCode(_file())
"""The code of all expressions of the package."""
