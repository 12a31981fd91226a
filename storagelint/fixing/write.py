"""Bytes -> disk: at every moment the old or the new file, and afterwards nothing beside it.

A file is replaced by a draft that was written beside it. A file of several names, or whose owner
a draft cannot have, is rewritten in place; a journal beside it holds the old and the new bytes
for as long as that takes, so that the next run can put an interrupted one right.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from itertools import chain, repeat
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_JOURNAL = b"storagelint-journal-1"
_BUSY = "another run is writing the file"


class WriteError(Exception):
    """A file that was not written and is as it was; `str()` is a clause without full stop."""


def write(path: Path, old: bytes, new: bytes) -> None:
    """Give a file new bytes; its mode, its owner and all its names stay.

    A symbolic link stays, and what it points at is written. A file that holds `new` already, by
    another of its names perhaps, is left alone. Raises WriteError when it holds neither, is
    read-only, is being written, or the disk does not take it.
    """
    try:
        target = _Target.of(path)
        status = target.path.stat()
        _refuse_read_only(target.path, status)
        if target.path.read_bytes() == new:
            return
        if status.st_nlink > 1 or not _replace(target, status, old, new):
            _rewrite(target, old, new)
    except OSError as error:
        raise WriteError(f"cannot write file: {error.strerror or error}") from None


def create(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, with the folders that it needs.

    Raises WriteError when something has its name already, or the disk does not take it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(path):
            raise WriteError("something of that name is there")
        with _draft(_Target.of(path)) as draft:
            _put(draft.stream, data)
            if sys.platform != "win32":
                os.fchmod(draft.stream.fileno(), 0o666 & ~_umask())
            draft.take(path)
    except OSError as error:
        raise WriteError(f"cannot write file: {error.strerror or error}") from None


def recover(path: Path) -> None:
    """Put right what a run that was killed has left of a file, and remove what it left beside it.

    Raises WriteError when the file is being written, or was changed after such a run.
    """
    try:
        target = _Target.of(path)
        if os.path.lexists(target.journal):
            _undo(target)
        if _is_named(target):
            target.draft.unlink()
        if os.path.lexists(target.draft):
            with contextlib.suppress(WriteError), _draft(target):
                pass
    except OSError as error:
        raise WriteError(
            f"cannot put an interrupted fix right: {error.strerror or error}"
        ) from None


def _is_named(target: _Target) -> bool:
    """Whether a killed run has left a draft that had taken the file's name already."""
    try:
        return os.path.samestat(target.draft.lstat(), target.path.lstat())
    except OSError:
        return False


def leads_out(path: Path, root: Path) -> bool:
    """Whether links take a file out of the root, or out of its folder when it is not below it."""
    below = path.is_relative_to(root)
    real = Path(os.path.realpath(path))
    return not real.is_relative_to(os.path.realpath(root if below else path.parent))


@dataclass(frozen=True, slots=True)
class _Target:
    """A file, without links, and the names beside it that belong to its writing."""

    path: Path
    draft: Path
    journal: Path

    @classmethod
    def of(cls, path: Path) -> _Target:
        real = Path(os.path.realpath(path))
        digest = hashlib.sha256(os.fsencode(real.name)).hexdigest()[:16]
        stem = f".storagelint-{digest}"
        return cls(real, real.with_name(f"{stem}.draft"), real.with_name(f"{stem}.journal"))


class _Draft:
    """The file that is written beside a target and then takes a name."""

    def __init__(self, path: Path, stream: FileIO) -> None:
        self.path = path
        self.stream = stream
        self.named = False

    def take(self, path: Path) -> None:
        """Take a name that no file has. Raises WriteError where one has it by now."""
        os.fsync(self.stream.fileno())
        try:
            os.link(self.path, path)
        except FileExistsError:
            raise WriteError("something of that name is there") from None
        except OSError:  # A file system without hard links.
            self.become(path)
        else:
            _sync_folder(path.parent)

    def become(self, path: Path) -> None:
        """Take the name of a file, with all that was written safe on the disk."""
        os.fsync(self.stream.fileno())
        if sys.platform == "win32":
            self.stream.close()
        self.path.replace(path)
        self.named = True
        _sync_folder(path.parent)


def _umask() -> int:
    """The permissions that this process gives no new file."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


@contextlib.contextmanager
def _draft(target: _Target) -> Iterator[_Draft]:
    """An empty draft, locked against other runs; one that a killed run has left is taken over."""
    with _open_locked(target.draft, os.O_RDWR | os.O_CREAT) as stream:
        draft = _Draft(target.draft, stream)
        try:
            stream.truncate(0)
            yield draft
        finally:
            if not draft.named:
                target.draft.unlink(missing_ok=True)


def _open_locked(path: Path, flags: int) -> FileIO:
    """A file of this name and no other. Raises WriteError when another run has it."""
    flags |= sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
    stream = FileIO(os.open(path, flags, 0o600), "r+" if flags & os.O_RDWR else "r")
    try:
        _lock(stream)
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
            raise WriteError(f"{path.name} beside the file is in the way")
        if status.st_nlink == 0 or not os.path.samestat(status, path.stat()):
            raise WriteError(_BUSY)
    except BaseException:
        stream.close()
        raise
    return stream


def _lock(stream: FileIO) -> None:
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise WriteError(_BUSY) from None
    except OSError:
        return


def _refuse_read_only(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise WriteError("not a regular file")
    if not status.st_mode & 0o222 or not os.access(path, os.W_OK):
        raise WriteError("file is read-only")
    folder = path.parent
    if not folder.stat().st_mode & 0o222 or not os.access(folder, os.W_OK):
        raise WriteError("folder is read-only")


def _refuse_changed(path: Path, old: bytes) -> None:
    if path.read_bytes() != old:
        raise WriteError("file has changed since it was read")


def _replace(target: _Target, status: os.stat_result, old: bytes, new: bytes) -> bool:
    """Put a draft in the place of a file; False when the draft cannot have what the file has."""
    with _draft(target) as draft:
        _put(draft.stream, new)
        if not _resemble(draft.stream.fileno(), target.path, status):
            return False
        _refuse_changed(target.path, old)
        draft.become(target.path)
    return True


def _resemble(draft: int, path: Path, status: os.stat_result) -> bool:
    """Give a draft the owner, the extended attributes and the mode of a file, if allowed."""
    if sys.platform == "win32":
        return True
    try:
        mine = os.fstat(draft)
        if (mine.st_uid, mine.st_gid) != (status.st_uid, status.st_gid):
            os.fchown(draft, status.st_uid, status.st_gid)
        if sys.platform == "linux":
            for name in os.listxattr(path):
                os.setxattr(draft, name, os.getxattr(path, name))
        os.fchmod(draft, stat.S_IMODE(status.st_mode))
    except OSError:
        return False
    return True


def _rewrite(target: _Target, old: bytes, new: bytes) -> None:
    """Write over a file in its place."""
    if os.path.lexists(target.journal):
        raise WriteError(_BUSY)
    with _draft(target) as journal:
        lengths = b"%s %d %d\n" % (_JOURNAL, len(old), len(new))
        _put(journal.stream, lengths + old + new)
        _refuse_changed(target.path, old)
        journal.become(target.journal)
        with target.path.open("r+b", buffering=0) as stream:
            try:
                # The end first: a disk that is too full refuses before anything is overwritten.
                _put(stream, new[len(old) :], at=len(old))
                _put(stream, new[: len(old)])
                stream.truncate(len(new))
                os.fsync(stream.fileno())
            except BaseException:
                _restore(stream, old)
                target.journal.unlink()
                raise
        target.journal.unlink()
    _sync_folder(target.path.parent)


def _undo(target: _Target) -> None:
    """Give a file that was left half-written its old bytes, and remove the journal."""
    with _open_locked(target.journal, os.O_RDONLY) as stream:
        old, new = _parse_journal(stream.readall(), target)
        now = target.path.read_bytes()
        if now not in (old, new):
            if not _is_between(now, old, new):
                raise WriteError(
                    f"an interrupted fix has left {target.journal.name}, "
                    "and the file has changed since"
                )
            with target.path.open("r+b", buffering=0) as file:
                _restore(file, old)
        target.journal.unlink()
    _sync_folder(target.path.parent)


def _parse_journal(data: bytes, target: _Target) -> tuple[bytes, bytes]:
    head, _, rest = data.partition(b"\n")
    match head.split():
        case [name, old, new] if name == _JOURNAL and _is_number(old) and _is_number(new):
            if len(rest) == int(old) + int(new):
                return rest[: int(old)], rest[int(old) :]
    raise WriteError(f"{target.journal.name} beside the file is no journal")


def _is_number(text: bytes) -> bool:
    return text.isdigit() and len(text) < 12


def _is_between(now: bytes, old: bytes, new: bytes) -> bool:
    """Whether bytes are what is left when writing `new` over `old` is cut short anywhere."""
    if not min(len(old), len(new)) <= len(now) <= max(len(old), len(new)):
        return False
    endless = chain(old, repeat(0)), chain(new, repeat(0))
    return all(byte in (was, will) for byte, was, will in zip(now, *endless, strict=False))


def _restore(stream: FileIO, old: bytes) -> None:
    _put(stream, old)
    stream.truncate(len(old))
    os.fsync(stream.fileno())


def _put(stream: FileIO, data: bytes, *, at: int = 0) -> None:
    stream.seek(at)
    rest = memoryview(data)
    while rest:
        rest = rest[stream.write(rest) :]


def _sync_folder(folder: Path) -> None:
    """Make names last; some systems cannot, and there they last by themselves."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
