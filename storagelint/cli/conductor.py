"""The working folder -> its storage-conductor/, and changes of its files -> disk."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storagelint.cli.session import Problem, Session, open_session
from storagelint.fixing.component_changes import ComponentError
from storagelint.fixing.together import FileChange, finish, held, write_all
from storagelint.fixing.write import WriteError, leads_out
from storagelint.model.components import FOLDER, Component, Conductor
from storagelint.reading.components import read_conductor


@dataclass(frozen=True, slots=True)
class Place:
    """A project's storage-conductor/ on the disk."""

    session: Session

    @property
    def root(self) -> Path:
        """The project's root."""
        return self.session.root

    def shown(self, path: str = "") -> str:
        """A path below the folder as it is shown: relative to the working folder."""
        return self.session.shown(f"{FOLDER}/{path}".rstrip("/"))

    @property
    def folder(self) -> Path:
        """The folder, which may not be there."""
        return self.root / FOLDER

    def require(self) -> None:
        """Raises Problem where there is no such folder, or where it is elsewhere."""
        if not self.folder.is_dir():
            raise Problem(f"there is no folder {FOLDER}; `storagelint component setup` makes one")
        if leads_out(self.folder, self.root):
            raise Problem(f"{self.shown()}: link leads out of the project")

    def read(self) -> Conductor:
        """What stands in it, after what a killed run has begun is done. Raises Problem."""
        self.require()
        with self._problems(": "):
            finish(self.folder)
        return read_conductor(self.root)

    @contextlib.contextmanager
    def held(self) -> Iterator[Conductor]:
        """What stands in it, while no other run writes it. Raises Problem."""
        self.require()
        with self._problems(": "), held(self.folder):
            yield read_conductor(self.root)

    def write(self, changes: Sequence[FileChange]) -> None:
        """Make changes, all or none. Raises Problem."""
        with self._problems("/"):
            if changes:
                write_all(self.folder, changes)

    @contextlib.contextmanager
    def _problems(self, mark: str) -> Iterator[None]:
        try:
            yield
        except WriteError as error:
            raise Problem(f"{self.shown()}{mark}{error}") from None
        except ComponentError as error:
            raise Problem(f"{self.shown()}/{error}") from None


def place() -> Place:
    """The place of the working folder's project."""
    return Place(open_session(()))


def component_of(conductor: Conductor, id: str) -> Component:
    """The component of an id. Raises Problem, with the nearest id, where there is none."""
    found = conductor.component(id)
    if found is None:
        from storagelint.vocabulary.nearest import nearest

        guess = nearest(id, [each.id for each in conductor.components])
        hint = f", did you mean {guess}?" if guess else ""
        raise Problem(f"no such component {id}{hint}")
    return found


def now() -> datetime:
    """The moment that files are stamped with."""
    return datetime.now(UTC).replace(microsecond=0)
