"""`storagelint new storage`: systems of the architecture -> their storage designs."""

from __future__ import annotations

import click

from storagelint.cli import options
from storagelint.cli.answers import answered
from storagelint.cli.session import Problem, Session, complain, is_terminal, open_session, warn
from storagelint.fixing.write import WriteError, create, leads_out
from storagelint.generating.storage_document import storage_document
from storagelint.judging.surroundings.architecture import ARCHITECTURE, System, systems
from storagelint.judging.surroundings.files import is_inside
from storagelint.linting.project import project_of
from storagelint.model import Project
from storagelint.reporting.escape import shown
from storagelint.source import Span

_COMMON = "docs/storage/backend.md"
_HINT = (
    "it lists the backend systems below a heading System List, in a table "
    "System | Type | Responsibility | Tech Stack"
)


@click.command("storage")
@click.argument("system", required=False)
@click.option("--all", "every", is_flag=True, help="Every backend system that has none.")
@click.option("--unlisted", is_flag=True, help="A system that the architecture does not list.")
@options.config
def command(system: str | None, every: bool, unlisted: bool, config: str | None) -> int:
    """Write docs/storage/SYSTEM.md, the storage design of a backend system.

    docs/architecture.md lists the systems, their technologies and responsibilities; stories of
    docs/requirements.md become queries. A design that is there stays as it is.
    """
    if system is not None and every:
        raise Problem("SYSTEM and --all exclude each other")
    session = open_session((), config)
    work = _Work(session, project_of([], session.loaded.settings, session.root))
    if system is not None:
        return work.write([work.wanted(answered(system, "SYSTEM"), unlisted=unlisted)])
    lacking = work.lacking()
    if not lacking:
        click.echo("Nothing to do: every backend system has a storage design.")
        return 0
    if every:
        return work.write(lacking)
    names = ", ".join(each.name for each in lacking)
    if not is_terminal():
        raise Problem(f"missing argument SYSTEM, or --all; without a storage design: {names}")
    answer: str = click.prompt(shown(f"System ({names}, or all)"), default="all")
    if answer == "all":
        return work.write(lacking)
    return work.write([work.wanted(answered(answer, "SYSTEM"), unlisted=unlisted)])


class _Work:
    """One run of the command."""

    def __init__(self, session: Session, project: Project) -> None:
        self.session = session
        self.project = project
        listed = systems(project)
        self.listed = listed or ()
        self.known = listed is not None

    def lacking(self) -> list[System]:
        """The backend systems without a storage design. Raises Problem without a list of them."""
        backends = [each for each in self.listed if each.backend]
        if not self.known:
            raise Problem(f"{ARCHITECTURE} does not exist; {_HINT}")
        if not backends:
            raise Problem(f"no backend system can be read from {ARCHITECTURE}; {_HINT}")
        return [each for each in backends if not self._designs(each)]

    def wanted(self, name: str, *, unlisted: bool) -> System:
        """The system of a name, which may lack `backend-`. Raises Problem for a slip of one."""
        if not self.known and not unlisted:
            raise Problem(f"{ARCHITECTURE} does not exist; {_HINT}")
        own = System(name, Span(1, 1, 1, 1), True)
        bare = own.key.removeprefix("backend-")
        for each in self.listed:
            if each.key.removeprefix("backend-") == bare:
                if not each.backend:
                    warn(f"{each.name} is no backend system of {ARCHITECTURE}")
                return each
        if not unlisted:
            from storagelint.vocabulary.nearest import nearest

            guess = nearest(own.key, [each.key for each in self.listed], at_least=80)
            if guess:
                said = next(each.name for each in self.listed if each.key == guess)
                raise Problem(
                    f"{ARCHITECTURE} lists no system {name}, did you mean {said}? "
                    "--unlisted writes it all the same"
                )
            warn(f"{name} is no backend system of {ARCHITECTURE}")
        return own

    def write(self, wanted: list[System]) -> int:
        """Write the designs that are not there; the exit status."""
        failed = False
        for system in wanted:
            there = [path for path in self._designs(system) if path != _COMMON]
            place = system.place
            if place is None:
                message = f"system {system.name} has no name for a file below docs/storage"
                complain(message)
                failed = True
            elif there:
                click.echo(shown(f"Nothing to do: {system.name} has {self._shown(there[0])}."))
            else:
                failed |= not self._create(system, place)
        return 2 if failed else 0

    def _designs(self, system: System) -> list[str]:
        root = self.session.root
        return [path for path in system.designs if is_inside(path) and (root / path).exists()]

    def _create(self, system: System, path: str) -> bool:
        text = storage_document(system, path, self.project, self.session.kinds["storage"])
        file = self.session.root / path
        try:
            if leads_out(file, self.session.root):
                raise WriteError("link leads out of the project")
            create(file, text.encode("utf-8"))
        except WriteError as error:
            complain(f"{self._shown(path)}: {error}")
            return False
        click.echo(shown(f"Created {self._shown(path)}."))
        return True

    def _shown(self, path: str) -> str:
        return self.session.shown(path)
