"""Changes of several files -> disk: all of them, at the latest on the next run.

A journal beside the files holds what each of them is to become. It is written first, whole or not
at all, and removed last; so a run that is killed has either changed nothing, or left a journal by
which the next run does what is left. A file that somebody has changed meanwhile is left alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from storagelint.fixing.write import WriteError, create, leads_out, write
from storagelint.fixing.write import recover as recover_file

if sys.platform != "win32":
    import fcntl

_OURS = ".storagelint-"
"""What the names of journals and drafts begin with."""
JOURNAL = f"{_OURS}journal"
_PATIENCE = 10.0
"""Seconds that a run waits for another one to end."""
_MOST_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file's new bytes."""

    path: str
    """Below the folder, with `/`."""
    old: bytes | None
    """None for a file that is not there yet."""
    new: bytes
    """In UTF-8."""


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep other runs away from a folder, and finish what a killed one has begun.

    Raises WriteError when the folder cannot be opened, another run does not end, or what was begun
    cannot be finished. What the body raises is passed on as it is.
    """
    with _locked(folder):
        _finish(folder)
        yield


def finish(folder: Path) -> None:
    """Do what a run that was killed has left to do in a folder. Raises WriteError."""
    with _told("read"):
        begun = any(path.name.startswith(_OURS) for path in folder.iterdir())
    if begun:
        with _locked(folder):
            _finish(folder)


@contextlib.contextmanager
def _told(act: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WriteError(f"cannot {act} folder: {error.strerror or error}") from None


@_told("write")
def write_all(folder: Path, changes: Sequence[FileChange]) -> None:
    """Make changes of files below a folder that is held.

    Raises WriteError, its clause behind the file's path, when nothing was changed; should the disk
    not take that back either, the next run goes on.
    """
    for change in changes:
        if leads_out(folder / change.path, folder):
            raise WriteError(f"{change.path}: link leads out of the folder")
    journal = folder / JOURNAL
    create(journal, _journal_text(changes))
    made: list[FileChange] = []
    for change in changes:
        try:
            _make(folder / change.path, change.old, change.new)
        except WriteError as error:
            for each in reversed(made):
                _take_back(folder / each.path, each)
            journal.unlink()
            raise WriteError(f"{change.path}: {error}") from None
        made.append(change)
    journal.unlink()


def _make(path: Path, old: bytes | None, new: bytes) -> None:
    if old is None:
        create(path, new)
    else:
        write(path, old, new)


def _take_back(path: Path, change: FileChange) -> None:
    if change.old is None:
        path.unlink()
    else:
        write(path, change.new, change.old)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """The folder itself is what is locked, so that no lock is ever left over."""
    if sys.platform == "win32":
        yield
        return
    with _told("read"):
        handle = os.open(folder, os.O_RDONLY)
    try:
        _wait(handle)
        yield
    finally:
        os.close(handle)


def _wait(handle: int) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise WriteError("another run is writing the folder") from None
            time.sleep(0.02)
        except OSError:  # A file system without locks.
            return
        else:
            return


@_told("write")
def _finish(folder: Path) -> None:
    journal = folder / JOURNAL
    recover_file(journal)
    if not os.path.lexists(journal):
        return
    for path, old, new in _read_journal(journal):
        if leads_out(folder / path, folder):
            raise WriteError(f"{JOURNAL} names a file outside of its folder")
        _finish_file(folder / path, old, new)
    journal.unlink()


def _finish_file(path: Path, old: str | None, new: bytes) -> None:
    if path.parent.is_dir():
        recover_file(path)
    there = os.path.lexists(path)
    now = path.read_bytes() if there else None
    if (None if now is None else _digest(now)) == old:
        _make(path, now, new)


def _journal_text(changes: Sequence[FileChange]) -> bytes:
    data = [
        {
            "path": change.path,
            "old": None if change.old is None else _digest(change.old),
            "new": change.new.decode("utf-8"),
        }
        for change in changes
    ]
    return json.dumps({"version": 1, "changes": data}).encode("ascii")


def _read_journal(journal: Path) -> list[tuple[str, str | None, bytes]]:
    """The path, the digest of the old bytes and the new bytes of each change."""
    wrong = WriteError(f"{JOURNAL} is no journal of storagelint")
    try:
        if journal.is_symlink() or journal.stat().st_size > _MOST_BYTES:
            raise wrong
        match json.loads(journal.read_bytes()):
            case {"version": 1, "changes": [*changes]}:
                return [_read_change(each, wrong) for each in changes]
    except (ValueError, RecursionError):
        raise wrong from None
    raise wrong


def _read_change(data: object, wrong: WriteError) -> tuple[str, str | None, bytes]:
    match data:
        case {"path": str(path), "old": str() | None as old, "new": str(new)} if _is_below(path):
            return path, old, new.encode("utf-8")
    raise wrong


def _is_below(path: str) -> bool:
    """Whether it can be the path of a document below the folder, however it is spelled.

    Raises ValueError when no file can have that name.
    """
    pure = PurePath(path)
    return (
        path.endswith((".md", ".json"))
        and not pure.anchor
        and ".." not in pure.parts
        and b"\0" not in os.fsencode(path)
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
