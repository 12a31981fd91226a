"""Text -> a file that holds all of it or is as it was."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path


def write_file(path: Path, text: str) -> None:
    """Write the text in UTF-8 beside the file and put it in its place; its mode stays.

    A symbolic link stays, and what it points at is replaced. Devices and pipes are written
    straight. Raises OSError when the text cannot be written.
    """
    data = text.encode("utf-8", "backslashreplace")
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        mode = None
    if mode is not None and not stat.S_ISREG(mode):
        path.write_bytes(data)
        return
    target = Path(os.path.realpath(path))
    import tempfile

    number, name = tempfile.mkstemp(dir=target.parent, prefix=".storagelint-")
    try:
        with os.fdopen(number, "wb") as draft:
            draft.write(data)
            draft.flush()
            os.fsync(number)
        Path(name).chmod(_new_mode() if mode is None else stat.S_IMODE(mode))
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _new_mode() -> int:
    """The mode that a new file gets."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
