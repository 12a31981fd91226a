"""A folder -> what git says of it: remotes, the commit that is checked out, who writes."""

from __future__ import annotations

from pathlib import Path

from storagelint.history.git import GitError, git

_PATIENCE = 5.0
"""Seconds that git may take."""


def remotes(folder: Path) -> list[str]:
    """The addresses of the remotes, `origin` first; empty outside of a checkout."""
    lines = _told(folder, "config", "--get-regexp", r"^remote\..*\.url$").splitlines()
    pairs = [line.partition(" ") for line in lines]
    pairs.sort(key=lambda pair: pair[0] != "remote.origin.url")
    return [address for _, _, address in pairs if address]


def commit(folder: Path) -> str | None:
    """The commit that is checked out; None where there is none."""
    return _told(folder, "rev-parse", "--verify", "HEAD").strip() or None


def author(folder: Path) -> str | None:
    """The name that git's settings give to who writes here."""
    return _told(folder, "config", "user.name").strip() or None


def _told(folder: Path, *arguments: str) -> str:
    """What git prints; nothing where it fails, hangs or is not installed."""
    try:
        return git(folder, *arguments, seconds=_PATIENCE).decode("utf-8", "replace")
    except GitError:
        return ""
