"""Folder and arguments -> what git prints; nothing of a checkout is run or changed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
_SAFE = ("-c", "core.fsmonitor=false", "-c", "core.quotePath=false")
"""What keeps a checkout's own configuration from starting programs."""
_GIVEN_TO_HOOKS = frozenset(["GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_COMMON_DIR"])
"""What git tells its hooks of the checkout that they run for; folders tell more truly."""
_SECONDS = 60.0


class GitError(Exception):
    """What git cannot tell; `str()` is a clause without full stop."""


class NotFoundError(GitError):
    """What git has not."""


def git(folder: Path, *arguments: str, given: bytes = b"", seconds: float = _SECONDS) -> bytes:
    """What git prints in a folder. Raises GitError with its first line where it fails."""
    try:
        done = subprocess.run(
            ["git", *_SAFE, *arguments],
            cwd=folder,
            input=given,
            capture_output=True,
            check=False,
            timeout=seconds,
            env=_environment(),
        )
    except FileNotFoundError:
        raise GitError("git is not installed") from None
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror or error}") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git did not answer within {seconds:g} s") from None
    if done.returncode and not done.stderr:
        raise NotFoundError(f"git {arguments[0]} found nothing")
    if done.returncode:
        first = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise GitError(first.removeprefix("fatal: ").removeprefix("error: "))
    return done.stdout


def _environment() -> dict[str, str]:
    """The environment of git: for the checkout of the folder, with the index of a hook's commit."""
    kept = {name: each for name, each in os.environ.items() if name not in _GIVEN_TO_HOOKS}
    if "GIT_INDEX_FILE" in kept:
        kept["GIT_INDEX_FILE"] = str(Path(kept["GIT_INDEX_FILE"]).absolute())
    return {**kept, **_ENVIRONMENT}
