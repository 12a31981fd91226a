"""Files -> their texts, loaded when somebody looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from storagelint.linting.files import File
from storagelint.source import Source, SourceError, decode


class Texts(Mapping[str, Source]):
    """The texts of files by any names; one that cannot be had any more is not there."""

    def __init__(self, files: Mapping[str, File], load: Callable[[File], bytes]) -> None:
        self._files = files
        self._load = load

    def __getitem__(self, name: str) -> Source:
        file = self._files[name]
        try:
            return decode(self._load(file), file.key)
        except SourceError:
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __contains__(self, name: object) -> bool:
        return name in self._files


class Renamed(Mapping[str, Source]):
    """Texts by other names."""

    def __init__(self, texts: Mapping[str, Source], keys: Mapping[str, str]) -> None:
        self._texts = texts
        self._keys = keys
        """New name -> key."""

    def __getitem__(self, name: str) -> Source:
        return self._texts[self._keys[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
