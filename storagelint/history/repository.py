"""Folder and revision -> the files that git has of it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from storagelint.history.git import GitError, NotFoundError, git

_REGULAR = (b"100644", b"100755", b"100664")
"""The modes of files; links and other repositories are left out."""
UNMERGED = "unmerged"
"""The id of a file of which the index has several versions."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A checkout."""

    top: Path

    @classmethod
    def around(cls, folder: Path) -> Repository:
        """The checkout that a folder stands in. Raises GitError where it stands in none."""
        try:
            top = git(folder, "rev-parse", "--show-toplevel")
        except GitError as error:
            reason = str(error)
            outside = "not a git repository" in reason
            raise GitError(f"{folder} is in no git repository" if outside else reason) from None
        return cls(Path(os.fsdecode(top.rstrip(b"\n"))))

    def fork(self, revision: str) -> str:
        """The commit at which the history of HEAD left that of a revision.

        Raises GitError where there is no such revision, or the two share no commit.
        """
        if not revision.strip():
            raise GitError("the revision is empty")
        try:
            commit = self.commit(revision)
        except GitError as error:
            raise GitError(f"git knows no commit {revision}: {error}{self._hint()}") from None
        if commit is None:
            raise GitError(f"git knows no commit {revision}{self._hint()}")
        try:
            return git(self.top, "merge-base", commit, "HEAD").decode().strip()
        except GitError:
            raise GitError(
                f"git finds no commit that {revision} and HEAD have in common{self._hint()}"
            ) from None

    def _hint(self) -> str:
        """Why git may lack a commit that others have."""
        told = git(self.top, "rev-parse", "--is-shallow-repository").strip()
        return (
            " (the clone is shallow: a greater fetch depth brings more)" if told == b"true" else ""
        )

    def commit(self, revision: str) -> str | None:
        """The id of a revision's commit; None where git knows none."""
        wanted = f"{revision}^{{commit}}"
        try:
            found = git(self.top, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
        except NotFoundError:
            return None
        return found.decode().strip() or None

    def tree(self, commit: str) -> dict[str, str]:
        """The files of a commit: path below the top -> id of its bytes."""
        found = {}
        for entry in git(self.top, "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
            head, _, name = entry.partition(b"\t")
            match head.split():
                case [mode, b"blob", blob] if mode in _REGULAR:
                    found[os.fsdecode(name)] = blob.decode()
        return found

    def index(self) -> dict[str, str]:
        """The files that are staged: path below the top -> id of their bytes, or UNMERGED."""
        found = {}
        listed = git(self.top, "ls-files", "--stage", "-z", "--full-name", ":/")
        for entry in listed.split(b"\0"):
            head, _, name = entry.partition(b"\t")
            match head.split():
                case [mode, blob, stage] if mode in _REGULAR:
                    found[os.fsdecode(name)] = blob.decode() if stage == b"0" else UNMERGED
        return found

    def read(self, blobs: Iterable[str]) -> dict[str, bytes]:
        """The bytes of ids; ids that git does not have are left out."""
        wanted = list(dict.fromkeys(blobs))
        if not wanted:
            return {}
        data = git(self.top, "cat-file", "--batch", given="\n".join(wanted).encode() + b"\n")
        found = {}
        at = 0
        for blob in wanted:
            end = data.index(b"\n", at)
            head = data[at:end].split()
            at = end + 1
            if len(head) == 3 and head[1] == b"blob":
                size = int(head[2])
                found[blob] = data[at : at + size]
                at += size + 1
        return found
