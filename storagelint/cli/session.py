"""PATHs and options -> the project that a command works on: root, settings, kinds, files."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storagelint.cli.output_file import write_file
from storagelint.config import FILE_NAMES, ConfigError, Loaded, find_settings, load
from storagelint.kinds import Kind
from storagelint.linting.files import (
    File,
    common_folder,
    find,
    named,
    others,
    project_root,
    relative,
    walk,
)
from storagelint.linting.options import about_thresholds
from storagelint.linting.registry import Registry, RegistryError, discover
from storagelint.reporting.escape import shown
from storagelint.source import load as load_bytes
from storagelint.vocabulary import speak

if TYPE_CHECKING:
    from storagelint.linting.documents import ReadFiles
    from storagelint.linting.rule import Diagnostic

STDIN = "-"
DESIGNS = "docs/storage"
"""The folder of a project's storage designs."""


class Problem(click.ClickException):
    """Something that keeps a command from working; one line on stderr, exit status 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        complain(self.message)


@dataclass(frozen=True)
class Session:
    """What a command works on."""

    paths: tuple[str, ...]
    cwd: Path
    loaded: Loaded
    stdin_filename: str | None = None

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """The kinds of documents, by name."""
        return self.loaded.settings.all_kinds()

    @cached_property
    def root(self) -> Path:
        """The project's root, which kinds' globs and documents' keys are relative to."""
        return project_root(_places(self.paths, self.stdin_filename, self.cwd), self.cwd)

    @property
    def places(self) -> list[Path]:
        """The PATHs, absolute."""
        return _places(self.paths, None, self.cwd)

    @property
    def is_partial(self) -> bool:
        """Whether the PATHs leave designs of the project out: none is a folder that holds all."""
        designs = self.root / DESIGNS
        return bool(self.paths) and not any(
            (place == designs or place in designs.parents) and place.is_dir()
            for place in self.places
        )

    @property
    def settings_path(self) -> Path | None:
        """The settings file, absolute; None where there is none."""
        path = self.loaded.path
        return self.cwd / path if path is not None else None

    def files(self) -> Iterator[File]:
        """The files of the PATHs. One named `-` is the standard input."""
        if STDIN in self.paths:
            name = Path(self.cwd, self.stdin_filename or "<stdin>")
            return iter([named(name, self.root, self.kinds)])
        return find(
            self.places,
            self.root,
            self.loaded.settings,
            self.kinds,
            nothing_below=self._warn_of_nothing,
        )

    def refuse_to_overwrite(self, output: str | None, baseline: Path | None = None) -> None:
        """Raise Problem when the output would replace a document that is read, or the settings.

        So it does for the baseline of the settings and for the one given.
        """
        if output is None or not Path(output).is_file():
            return
        settings = self.loaded.path and self.cwd / self.loaded.path
        if settings is not None and _is_same(settings, output):
            raise Problem(f"{output} would overwrite the settings")
        named = self.loaded.settings.baseline
        known = settings.parent / named if settings is not None and named is not None else None
        if any(file is not None and _is_same(file, output) for file in (baseline, known)):
            raise Problem(f"{output} would overwrite the baseline")
        stdin = STDIN in self.paths
        files = (
            self.files()
            if stdin
            else find(self.places, self.root, self.loaded.settings, self.kinds)
        )
        if any(_is_same(file.path, output) for file in files):
            raise Problem(f"{output} would overwrite a document that is read")

    def read(self) -> ReadFiles:
        """The documents of the PATHs."""
        from storagelint.linting.documents import read_documents

        with progress() as count:
            return read_documents(self.files(), self.kinds, self.load, count)

    def watched(self) -> Iterator[Path]:
        """The files that a check of the PATHs may look at, with the settings."""
        yield from (self.root / name for name in FILE_NAMES)
        if self.settings_path is not None:
            yield self.settings_path
        yield from (self.cwd / path for path in self.paths)
        yield from walk(self.root, self.root)

    def others(self, keys: Set[str]) -> list[File]:
        """The documents of the project but those of some keys; none where all was searched."""
        return others(self.root, self.loaded.settings, self.kinds, keys) if self.paths else []

    def registry(self, find: Callable[[Sequence[str]], Registry] = discover) -> Registry:
        """The rules that `find` finds of the packs.

        Raises Problem when there are none, they contradict each other, or the settings give an
        option that none of them has.
        """
        try:
            registry = find(self.loaded.settings.rule_packs)
        except RegistryError as error:
            packs = [(("rule-packs",), str(error))] if self.loaded.settings.rule_packs else []
            raise Problem(str(self.loaded.refuse(packs) if packs else error)) from None
        wrong = list(about_thresholds(self.loaded.settings, registry))
        if wrong and not registry.broken:
            raise Problem(str(self.loaded.refuse(wrong)))
        return registry

    def shown(self, key: str) -> str:
        """A document's path as it is shown: relative to the working folder."""
        if self.root == self.cwd or key == "<stdin>":
            return key
        return relative(self.root / key, self.cwd)

    def in_repository(self, key: str) -> str:
        """A document's path as a forge knows it: relative to the top of the git checkout.

        Without a checkout it is relative to the project's root.
        """
        if self._top == self.root or key == "<stdin>":
            return key
        return relative(self.root / key, self._top)

    @cached_property
    def _top(self) -> Path:
        folders = (self.root, *self.root.parents)
        return next((each for each in folders if (each / ".git").exists()), self.root)

    def name_unread(self, findings: Iterable[Diagnostic]) -> None:
        """Say on the standard error what could not be read or checked."""
        for finding in findings:
            place = f"{self.shown(finding.path)}:{finding.span.line}:{finding.span.column}"
            click.echo(shown(f"storagelint: {place}: {finding.message}"), err=True)

    def load(self, file: File) -> bytes:
        """The bytes of a file. Raises SourceError when they cannot be had."""
        if STDIN in self.paths and file.key == self._own_key:
            return self._stdin
        return load_bytes(file.path)

    @cached_property
    def _own_key(self) -> str:
        return next(self.files()).key

    @cached_property
    def _stdin(self) -> bytes:
        return sys.stdin.buffer.read()

    def _warn_of_nothing(self, folder: Path) -> None:
        warn(
            f"no documents found below {relative(folder, self.cwd)}: no path there is one of a "
            "known kind; files that are named are checked whatever their path"
        )


def _is_same(file: Path, output: str) -> bool:
    """Whether two paths lead to one file; False where one of them leads to none."""
    try:
        return file.samefile(output)
    except OSError:
        return False


def open_session(
    paths: Sequence[str], config: str | None = None, stdin_filename: str | None = None
) -> Session:
    """The session of a command, whose documents use the words of the settings until it is done.

    Raises Problem for settings that cannot be used.
    """
    session = find_session(paths, config, stdin_filename)
    speak(session.loaded.settings.synonyms)
    context = click.get_current_context(silent=True)
    if context is not None:
        context.call_on_close(lambda: speak({}))
    return session


def find_session(
    paths: Sequence[str], config: str | None = None, stdin_filename: str | None = None
) -> Session:
    """A session that reads no document. Raises Problem for settings that cannot be used."""
    if stdin_filename is not None and STDIN not in paths:
        raise Problem(f"--stdin-filename is for the standard input: PATH {STDIN}")
    cwd = Path(os.path.realpath("."))
    places = _places(paths, stdin_filename, cwd)
    start = common_folder(places) if places else cwd
    try:
        loaded = load(Path(config) if config else find_settings(start))
    except ConfigError as error:
        raise Problem(str(error)) from None
    return Session(tuple(paths), cwd, loaded, stdin_filename)


def tune_garbage_collection() -> None:
    """Leave the modules out of the collector's sight, and let it look less often."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def write(text: str, file: str | None = None) -> None:
    """Write output to a file, or to the standard output, where a closed pipe is no error."""
    if file is not None:
        try:
            write_file(Path(file), text)
        except OSError as error:
            raise Problem(f"cannot write {file}: {error.strerror or error}") from None
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(problem: str) -> None:
    """Say on the standard error what is wrong, and go on."""
    click.echo(f"storagelint: error: {shown(problem)}", err=True)


def warn(message: str) -> None:
    """Say on the standard error what a user should know and what changes no exit status."""
    click.echo(f"storagelint: warning: {shown(message)}", err=True)


def is_terminal() -> bool:
    """Whether somebody is there who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def has_color() -> bool:
    """Whether the standard output is a terminal that wants colour."""
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def _places(paths: Sequence[str], stdin_filename: str | None, cwd: Path) -> list[Path]:
    """The PATHs, absolute; for the standard input the place that its name gives it."""
    names = [stdin_filename or "<stdin>"] if STDIN in paths else paths
    return [Path(os.path.normpath(cwd / name)) for name in names]


@contextmanager
def progress() -> Iterator[Callable[[int], None]]:
    """A count of documents on stderr, on a terminal, from the first second on; then it goes."""
    wanted, due, written = sys.stderr.isatty(), time.monotonic() + 1.0, False

    def count(number: int) -> None:
        nonlocal due, written
        if wanted and (now := time.monotonic()) >= due:
            due, written = now + 0.2, True
            sys.stderr.write(f"\r{number} documents read")
            sys.stderr.flush()

    try:
        yield count
    finally:
        if written:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
