"""This installation -> where a pipeline gets the same storagelint from."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from storagelint.history.checkout import commit, remotes
from storagelint.patterns import pattern

_COPIED = pattern(r"(?P<user>[\w.-]{1,64})@(?P<host>[\w.-]{1,255}):(?P<path>[^/\s][^\s]{0,500})")
"""An address as `git clone` takes it from ssh: git@host:group/project.git."""
_ADDRESS = pattern(r"(?:https?|ssh)://[\w.@:/+~%-]{1,500}\Z")


UNKNOWN = "https://repository-of-storagelint.invalid"
"""What stands for the repository until somebody names it; no host can have that name (RFC 2606)."""


class Origin(NamedTuple):
    """A repository and its revision, or neither where nothing tells them."""

    repository: str | None = None
    revision: str | None = None

    @property
    def requirement(self) -> str:
        """What `pip install` takes."""
        if self.repository:
            return f"git+{self.repository}@{self.revision}"
        return f"git+{UNKNOWN}"


def origin() -> Origin:
    """Where this installation came from, as its installer noted it (PEP 610)."""
    try:
        text = metadata.distribution("storagelint").read_text("direct_url.json")
        return origin_of(json.loads(text or "{}"))
    except (metadata.PackageNotFoundError, OSError, ValueError):
        return Origin()


def named(source: str) -> Origin:
    """The origin that a user names, as `ADDRESS` or `ADDRESS@REVISION`; none for no address."""
    address, at, revision = source.rpartition("@")
    if not at or "/" in revision or ":" in revision:
        address, revision = source, "main"
    return _origin(address, revision)


def origin_of(noted: Any) -> Origin:
    """The origin that an installer's note tells; a folder's is that of its checkout."""
    match noted:
        case {"url": str(url), "vcs_info": {"vcs": "git", "commit_id": str(revision)}}:
            return _origin(url, revision)
        case {"url": str(url), "dir_info": {}} if url.startswith("file://"):
            folder = Path(unquote(urlsplit(url).path))
            addresses = remotes(folder)
            return _origin(addresses[0], commit(folder)) if addresses else Origin()
        case _:
            return Origin()


def _origin(address: str, revision: str | None) -> Origin:
    if copied := _COPIED.fullmatch(address):
        address = f"ssh://{copied['user']}@{copied['host']}/{copied['path']}"
    parts = urlsplit(address)
    user, _, host = parts.netloc.rpartition("@")
    if parts.scheme != "ssh" or ":" in user:  # What stands before the host may be a secret.
        address = parts._replace(netloc=host).geturl()
    known = revision and _ADDRESS.match(address)
    return Origin(address, revision) if known else Origin()
