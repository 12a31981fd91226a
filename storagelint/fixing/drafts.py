"""A project's files, some with bytes that are not on the disk yet -> its findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from storagelint.linting.documents import read_documents
from storagelint.linting.files import File
from storagelint.linting.result import Result
from storagelint.linting.run import Run
from storagelint.linting.scratch import Scratch
from storagelint.model import Document
from storagelint.source import SourceError, decode


@dataclass
class Drafts:
    """The files of a run, with what may become of them."""

    run: Run
    """The run over the files as they are."""
    originals: dict[str, bytes] = field(default_factory=dict)
    """The bytes of every file that can be read, as they were found, by its key."""
    files: dict[str, File] = field(default_factory=dict)
    """Those files, and those that come to be."""
    _unread: dict[str, SourceError] = field(default_factory=dict)
    """Why the others cannot be."""

    def __post_init__(self) -> None:
        for file in self.run.files:
            try:
                data = self.run.load(file)
                decode(data, file.key)
            except SourceError as error:
                self._unread[file.key] = error
                continue
            self.files[file.key] = file
            self.originals[file.key] = data
        self.run = replace(self.run, archive=Scratch(self.run.archive))

    def lint(self, texts: Mapping[str, bytes]) -> Result:
        """The findings of all documents, those in `texts` with these bytes; some may be new.

        Raises WorkerError when one of several processes ends too early.
        """
        run = self.run
        for key in sorted(texts.keys() - self.originals.keys()):
            self.files.setdefault(key, File((run.task.root or Path()) / key, key, key))

        def load(file: File) -> bytes:
            if file.key in self._unread:
                raise self._unread[file.key]
            data = texts.get(file.key, self.originals.get(file.key))
            return run.load(file) if data is None else data

        def beside(keys: set[str]) -> list[File]:
            return [file for file in self._beside if file.key not in keys]

        known = {file.key for file in run.files}
        come = [self.files[key] for key in sorted(texts.keys() - known)]
        as_it_is = not texts and not self._unread
        result = replace(
            run,
            files=sorted([*run.files, *come], key=lambda file: file.key),
            load=load,
            beside=beside,
            jobs=run.jobs if as_it_is else 1,
        ).result()
        result.files = len(run.files)
        return result

    def document(self, key: str, data: bytes) -> Document | None:
        """What is read of a file with these bytes; None where nothing can be."""
        read = read_documents([self.files[key]], self.run.task.kinds, lambda _file: data)
        return next(iter(read.documents), None)

    @cached_property
    def _beside(self) -> Sequence[File]:
        """The other documents of the project, which no fix changes."""
        run = self.run
        return run.beside({file.key for file in run.files}) if run.beside else ()
